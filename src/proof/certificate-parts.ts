// Part of the independent checker: what a fixed network and a machine are, from docs/spec.md sections 1 and 4 alone.
import type { FixedNetwork } from '../fixed/fixed-network.ts';
import type { Machine } from '../machine/machine.ts';

/** Why a certificate does not hold. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/** @throws CertificateError for a value without fields */
export function requireObject(what: string, value: unknown): void {
  if (typeof value !== 'object' || value === null)
    throw new CertificateError(`${what}: expected an object, got ${String(value)}`);
}

/** docs/spec.md section 1: sizes, number formats, and accumulators that cannot leave 16 bits. */
export function requireNetwork(network: FixedNetwork): void {
  requireObject('network', network);
  const { inputs, hidden, outputs, weightBits, stateBits, tableBits, indexShift } = network;
  whole('inputs', inputs, 1, 12);
  whole('hidden', hidden, 1, 256);
  whole('outputs', outputs, 1, 16);
  whole('weightBits', weightBits, 2, 8);
  whole('stateBits', stateBits, 1, 8);
  whole('tableBits', tableBits, 1, 8);
  whole('fractionBits', network.fractionBits, -8, 15);
  whole('indexShift', indexShift, 0, 15);
  signed('initialState', network.initialState, hidden, stateBits);
  signed('inputWeights', network.inputWeights, inputs * hidden, weightBits);
  signed('stateBias', network.stateBias, hidden, weightBits);
  signed('recurrentWeights', network.recurrentWeights, hidden * hidden, weightBits);
  signed('outputWeights', network.outputWeights, hidden * outputs, weightBits);
  signed('outputBias', network.outputBias, outputs, weightBits);
  signed('table', network.table, 2 ** tableBits, stateBits);

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
    throw new CertificateError(`expected accumulators that fit 16 bits, got one that can reach ${largest}`);
}

/** docs/spec.md section 4: tables that are complete and in range, and names that identify each state. */
export function requireMachine(machine: Machine): void {
  const { inputs, outputs, states, initial, next, output, care } = machine;
  for (const [place, names] of Object.entries({ inputs, outputs, states })) {
    if (!Array.isArray(names) || names.length === 0 || names.some((name) => typeof name !== 'string'))
      throw new CertificateError(`machine.${place}: expected a list of names`);
    if (new Set(names).size !== names.length)
      throw new CertificateError(`machine.${place}: expected names that all differ`);
  }
  whole('machine.initial', initial, 0, states.length - 1);
  const size = states.length * 2 ** inputs.length;
  const max = 2 ** outputs.length - 1;
  row('machine.next', next, size, -1, states.length - 1);
  row('machine.output', output, size, 0, max);
  row('machine.care', care, size, 0, max);
}

function signed(field: string, values: readonly number[], size: number, bits: number): void {
  row(field, values, size, -(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
}

function row(field: string, values: readonly number[], size: number, min: number, max: number): void {
  if (!Array.isArray(values) || values.length !== size)
    throw new CertificateError(`${field}: expected ${size} numbers, got ${String(values?.length)}`);
  for (const [index, value] of values.entries()) whole(`${field}[${index}]`, value, min, max);
}

function whole(field: string, value: unknown, min: number, max: number): void {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max)
    throw new CertificateError(`${field}: expected ${min} to ${max}, got ${String(value)}`);
}
