import { createHash } from 'node:crypto';
import type { FixedNetwork } from '../fixed/index.ts';
import type { Task } from '../tasks/index.ts';
import type { Proven } from './prove.ts';

/**
 * What a proof leaves behind (docs/spec.md section 4): a set of pairs that holds the initial one, is closed under
 * every step, and answers every step as the task does. Whoever checks that has checked the proof.
 */
export interface Certificate {
  readonly format: 'carrybit-certificate';
  readonly version: 1;
  readonly task: string;
  /** SHA-256 of the fixed network, {@link fixedDigest}. */
  readonly fixed: string;
  /** Each pair: the task's state by name, then the network's states. */
  readonly pairs: readonly (readonly [string, ...number[]])[];
}

export function certificate(network: FixedNetwork, task: Task, { reachable }: Proven): Certificate {
  const { taskStates, networkStates } = reachable;
  const pairs = taskStates.map((taskState, pair): [string, ...number[]] => [
    task.states[taskState] as string,
    ...networkStates.slice(pair * network.hidden, (pair + 1) * network.hidden),
  ]);
  return { format: 'carrybit-certificate', version: 1, task: task.name, fixed: fixedDigest(network), pairs };
}

/** The certificate as it stands in its file: one pair a line. */
export function certificateText({ pairs, ...head }: Certificate): string {
  const start = JSON.stringify(head, null, 2).slice(0, -2);
  return `${start},\n  "pairs": [\n${pairs.map((pair) => `    ${JSON.stringify(pair)}`).join(',\n')}\n  ]\n}\n`;
}

/** SHA-256 of the fixed network's {@link canonicalJson}. */
export function fixedDigest(network: FixedNetwork): string {
  return sha256(canonicalJson(network));
}

/** Lower-case hexadecimal SHA-256 of a text in UTF-8, or of bytes. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** JSON without white space, the keys of every object in alphabetical order. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
