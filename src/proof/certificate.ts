import type { FixedNetwork } from '../fixed/index.ts';
import { checkFixed } from '../fixed/index.ts';
import { checkMachine, type Machine, type MachineInput, stateOf, valueDigest } from '../machine/index.ts';
import { requireList, requireObject } from '../machine/require.ts';
import type { Proven } from './prove.ts';
import { requireProven } from './prove.ts';

/**
 * The certificate of a proof (docs/spec.md section 4): a set of pairs that contains the initial one, is closed under
 * every step that the machine specifies, and gives the machine's output in each. To verify these three things is to
 * verify the proof.
 */
export interface Certificate {
  readonly format: 'carrybit-certificate';
  readonly version: 2;
  readonly machine: Machine;
  /** SHA-256 of the fixed network, {@link fixedDigest}. */
  readonly fixed: string;
  /** Each pair: the machine's state by name, then the network's states. */
  readonly pairs: readonly Pair[];
}

/** The format of carrybit 0.1: the machine is a built-in task, by its name. */
export type CertificateV1 = Omit<Certificate, 'version' | 'machine'> & {
  readonly version: 1;
  readonly task: string;
};

/** A pair of a certificate: the machine's state by name, then the network's state. */
export type Pair = readonly [string, ...number[]];

/** @throws MachineError */
export function certificate(network: FixedNetwork, task: MachineInput, proof: Proven): Certificate {
  checkFixed(network);
  requireProven(proof);
  const { pairs } = proof;
  const machine = checkMachine(task);
  return {
    format: 'carrybit-certificate',
    version: 2,
    machine,
    fixed: fixedDigest(network),
    pairs: Array.from({ length: pairs.nodes }, (_, node): Pair => {
      const [state, ...networkState] = stateOf(pairs, node);
      return [machine.states[state as number] as string, ...networkState];
    }),
  };
}

/** The same proof in the format of carrybit 0.1. */
export function certificateV1({ machine, fixed, pairs, format }: Certificate): CertificateV1 {
  return { format, version: 1, task: machine.name, fixed, pairs };
}

/** The certificate as text of its file: one pair on each line. */
export function certificateText(certificate: Certificate | CertificateV1): string {
  requireObject('certificate', certificate, 'format', 'fixed', 'pairs');
  requireList('certificate.pairs', certificate.pairs);
  const { format, fixed, pairs } = certificate;
  // The digest of version 1 is that of these bytes, so the order of fields matters.
  const head =
    certificate.version === 1
      ? { format, version: 1, task: certificate.task, fixed }
      : { format, version: 2, machine: certificate.machine, fixed };
  const start = compact(JSON.stringify(head, null, 2).slice(0, -2));
  return `${start},\n  "pairs": [\n${pairs.map((pair) => `    ${JSON.stringify(pair)}`).join(',\n')}\n  ]\n}\n`;
}

/** JSON text with each array of numbers on one line. */
export function compact(json: string): string {
  return json.replace(/\[[^[\]{}"]*\]/g, (array) =>
    array.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
  );
}

/** SHA-256 of the fixed network's canonical form. */
export function fixedDigest(network: FixedNetwork): string {
  checkFixed(network);
  return valueDigest(network);
}
