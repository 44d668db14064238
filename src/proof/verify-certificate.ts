// An independent checker: it shares no code with the prover, the quantizer, the cell or the machine's own checks, only
// their data types. It is written from docs/spec.md sections 1, 2 and 4 alone.
import type { FixedNetwork } from '../fixed/fixed-network.ts';
import { valueDigest } from '../machine/digest.ts';
import type { Machine } from '../machine/machine.ts';
import type { Certificate, CertificateV1 } from './certificate.ts';
import { CertificateError, requireMachine, requireNetwork, requireObject } from './certificate-parts.ts';

/** The contents of a certificate that holds. */
export interface Verified {
  readonly pairs: number;
  readonly transitions: number;
}

/**
 * Verifies that the certificate's pairs are an inductive proof that `network` does what `machine` says, on streams of
 * any length.
 *
 * @throws CertificateError naming the first thing that does not hold
 */
export function verifyCertificate(
  network: FixedNetwork,
  machine: Machine,
  certificate: Certificate | CertificateV1,
): Verified {
  requireNetwork(network);
  requireObject('machine', machine);
  requireMachine(machine);
  requireHead(network, machine, certificate);
  const pairs = requirePairs(network, machine, certificate.pairs);
  const set = new Set(pairs.map(keyOf));
  const initial = [machine.initial, ...network.initialState];
  if (!set.has(keyOf(initial)))
    throw new CertificateError(`the initial pair (${named(machine, initial)}) is not in the certificate`);

  const width = machine.inputs.length;
  let transitions = 0;
  for (const pair of pairs) {
    const [from = 0, ...state] = pair;
    for (let word = 0; word < 2 ** width; word++) {
      const entry = from * 2 ** width + word;
      const to = at(machine.next, entry);
      if (to === -1) continue;
      transitions += 1;
      const bits = Array.from({ length: width }, (_, input) => Math.floor(word / 2 ** input) % 2);
      const step = `from (${named(machine, pair)}) with input ${bits.join('')}`;
      const actual = take(network, state, bits);
      const wrong = actual.outputs.findIndex(
        (bit, output) =>
          bitOf(at(machine.care, entry), output) === 1 && bit !== bitOf(at(machine.output, entry), output),
      );
      if (wrong >= 0) {
        throw new CertificateError(
          `${step} the network gives ${actual.outputs.join('')}: expected ${machine.outputs[wrong]} ` +
            `${bitOf(at(machine.output, entry), wrong)}, got ${actual.outputs[wrong]}`,
        );
      }
      const next = [to, ...actual.state];
      if (!set.has(keyOf(next)))
        throw new CertificateError(
          `${step} leads to (${named(machine, next)}), which is not in the certificate`,
        );
    }
  }
  return { pairs: set.size, transitions };
}

/** The certificate's own fields: its format, and the network and machine that it is for. */
function requireHead(
  network: FixedNetwork,
  machine: Machine,
  certificate: Certificate | CertificateV1,
): void {
  requireObject('certificate', certificate);
  const { format, version, fixed } = certificate;
  if (format !== 'carrybit-certificate')
    throw new CertificateError(`format: expected "carrybit-certificate", got ${JSON.stringify(format)}`);
  if (version !== 1 && version !== 2)
    throw new CertificateError(`version: expected 1 or 2, got ${JSON.stringify(version)}`);
  const digest = valueDigest(network);
  if (fixed !== digest)
    throw new CertificateError(`fixed: the certificate is about the constants ${fixed}, these are ${digest}`);
  if (certificate.version === 1) {
    if (certificate.task !== machine.name)
      throw new CertificateError(`task: expected ${machine.name}, got ${certificate.task}`);
    return;
  }
  requireMachine(certificate.machine);
  const [due, got] = [valueDigest(tables(machine)), valueDigest(tables(certificate.machine))];
  if (got !== due)
    throw new CertificateError(`machine: the certificate is about the machine ${got}, this one is ${due}`);
}

/** The fields of a machine only: others are not part of the claim. */
function tables({ name, inputs, outputs, states, initial, next, output, care }: Machine): Machine {
  return { name, inputs, outputs, states, initial, next, output, care };
}

/** The pairs as numbers, the machine's state first. */
function requirePairs(network: FixedNetwork, machine: Machine, pairs: Certificate['pairs']): number[][] {
  if (!Array.isArray(pairs)) throw new CertificateError('pairs: expected a list');
  const bound = 2 ** (network.stateBits - 1);
  const indices = new Map(machine.states.map((name, index) => [name, index]));
  return pairs.map((pair: readonly unknown[], index) => {
    const fail = (problem: string) => new CertificateError(`pairs[${index}]: ${problem}`);
    if (!Array.isArray(pair)) throw fail('expected a list');
    const [name, ...state] = pair;
    const from = indices.get(name as string);
    if (from === undefined)
      throw fail(`${JSON.stringify(name)} is not a state of the machine ${machine.name}`);
    if (state.length !== network.hidden)
      throw fail(`expected ${network.hidden} network states, got ${state.length}`);
    const bad = state.findIndex((value) => !Number.isInteger(value) || value < -bound || value >= bound);
    if (bad >= 0)
      throw fail(`expected network states of ${-bound} to ${bound - 1}, got ${String(state[bad])}`);
    return [from, ...(state as number[])];
  });
}

/** docs/spec.md section 2, literally. */
function take(network: FixedNetwork, state: readonly number[], bits: readonly number[]) {
  const { hidden, outputs, stateBits, tableBits, indexShift, table } = network;
  const sum = (weights: readonly number[], values: readonly number[], columns: number, to: number) =>
    values.reduce((total, value, from) => total + value * at(weights, from * columns + to), 0);
  const next = Array.from({ length: hidden }, (_, j) => {
    const acc =
      2 ** (stateBits - 1) * (at(network.stateBias, j) + sum(network.inputWeights, bits, hidden, j)) +
      sum(network.recurrentWeights, state, hidden, j);
    const half = 2 ** (tableBits - 1);
    const index = Math.min(Math.max(Math.floor(acc / 2 ** indexShift), -half), half - 1);
    return at(table, (index + 2 * half) % (2 * half));
  });
  const outputBits = Array.from({ length: outputs }, (_, o) => {
    const logit =
      2 ** (stateBits - 1) * at(network.outputBias, o) + sum(network.outputWeights, next, outputs, o);
    return logit >= 0 ? 1 : 0;
  });
  return { state: next, outputs: outputBits };
}

/** Integers with a separator, so that different pairs have different keys. */
function keyOf(pair: readonly number[]): string {
  return pair.join();
}

function named(machine: Machine, [state = 0, ...network]: readonly number[]): string {
  return [machine.states[state], ...network].join();
}

function bitOf(word: number, index: number): number {
  return Math.floor(word / 2 ** index) % 2;
}

function at(values: readonly number[], index: number): number {
  const value = values[index];
  if (value === undefined)
    throw new CertificateError(`expected ${index + 1} numbers in a row of ${values.length}`);
  return value;
}
