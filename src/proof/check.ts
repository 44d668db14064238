// An independent checker: it shares no code with the prover, the quantizer or the cell, only their data types and
// the tasks. docs/spec.md sections 1, 2 and 4 are all it knows.
import type { FixedNetwork } from '../fixed/fixed-network.ts';
import type { Task } from '../tasks/index.ts';
import type { Certificate } from './certificate.ts';

/** What a sound certificate says. */
export interface Checked {
  readonly pairs: number;
  readonly transitions: number;
}

/** Why a certificate proves nothing. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/**
 * Verifies that the certificate's pairs are an inductive proof that `network` does what `task` says, for ever.
 *
 * @throws CertificateError naming the first thing that does not hold.
 */
export function checkCertificate(network: FixedNetwork, task: Task, certificate: Certificate): Checked {
  checkRowRule(network);
  if (certificate.task !== task.name) {
    throw new CertificateError(`the certificate is for the task ${certificate.task}, not ${task.name}`);
  }
  const set = new Set(certificate.pairs.map((pair) => pair.join()));
  const initial = [task.states[task.initial], ...network.initialState].join();
  if (!set.has(initial))
    throw new CertificateError(`the initial pair (${initial}) is not in the certificate`);

  const inputs = Array.from({ length: 2 ** task.inputs.length }, (_, word) =>
    task.inputs.map((_, bit) => (word >> bit) & 1),
  );
  for (const [name, ...state] of certificate.pairs) {
    const from = task.states.indexOf(name);
    if (from < 0) throw new CertificateError(`"${name}" is no state of the task ${task.name}`);
    if (state.length !== network.hidden) {
      throw new CertificateError(
        `the pair (${name},${state}) has ${state.length} network states, not ${network.hidden}`,
      );
    }
    for (const bits of inputs) {
      const expected = task.step(from, bits);
      const actual = step(network, state, bits);
      if (actual.outputs.join() !== expected.outputs.join()) {
        throw new CertificateError(
          `from (${name},${state}) with input ${bits.join('')} the network answers ${actual.outputs.join('')}, ` +
            `the task ${expected.outputs.join('')}`,
        );
      }
      const next = [task.states[expected.state], ...actual.state].join();
      if (!set.has(next)) {
        throw new CertificateError(
          `from (${name},${state}) input ${bits.join('')} leads to (${next}), which is not in the certificate`,
        );
      }
    }
  }
  return { pairs: set.size, transitions: set.size * inputs.length };
}

/** docs/spec.md section 2, literally. */
function step(network: FixedNetwork, state: readonly number[], bits: readonly number[]) {
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
  const answers = Array.from({ length: outputs }, (_, o) => {
    const logit =
      2 ** (stateBits - 1) * at(network.outputBias, o) + sum(network.outputWeights, next, outputs, o);
    return logit >= 0 ? 1 : 0;
  });
  return { state: next, outputs: answers };
}

/** docs/spec.md section 1: no accumulator can leave 16 bits. */
function checkRowRule(network: FixedNetwork): void {
  const { hidden, outputs, stateBits } = network;
  const column = (weights: readonly number[], columns: number, to: number) =>
    weights.reduce((total, weight, index) => total + (index % columns === to ? Math.abs(weight) : 0), 0);
  const states = Array.from(
    { length: hidden },
    (_, j) =>
      column(network.stateBias, hidden, j) +
      column(network.inputWeights, hidden, j) +
      column(network.recurrentWeights, hidden, j),
  );
  const logits = Array.from(
    { length: outputs },
    (_, o) => column(network.outputBias, outputs, o) + column(network.outputWeights, outputs, o),
  );
  const largest = Math.max(...states, ...logits) * 2 ** (stateBits - 1);
  if (largest > 32_767)
    throw new CertificateError(`an accumulator can reach ${largest}, more than 16 bits hold`);
}

function at(values: readonly number[], index: number): number {
  const value = values[index];
  if (value === undefined)
    throw new CertificateError(`the network has a row of ${values.length} where ${index + 1} are due`);
  return value;
}
