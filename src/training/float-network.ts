import { MAX_INPUTS, MAX_OUTPUTS, MAX_UNITS } from '../machine/limits.ts';
import { requireObject } from '../machine/require.ts';

/** Sizes of a network: inputs → hidden tanh states → logistic outputs. */
export interface Shape {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
}

/** Parameters by name; matrices are row-major, (from, to). */
export interface FloatParameters {
  /** Initial state, (hidden) */
  readonly s0: Float64Array;
  /** (inputs, hidden) */
  readonly wInput: Float64Array;
  /** (hidden) */
  readonly bInput: Float64Array;
  /** (hidden, hidden) */
  readonly wRecurrent: Float64Array;
  /** (hidden) */
  readonly bRecurrent: Float64Array;
  /** (hidden, outputs) */
  readonly wOutput: Float64Array;
  /** (outputs) */
  readonly bOutput: Float64Array;
}

/** A trained network before it is quantized. */
export interface FloatNetwork extends Shape {
  readonly parameters: FloatParameters;
}

/** The parameters' names and dimensions, in their order in the flat vector. */
export function parameterShapes({
  inputs,
  hidden,
  outputs,
}: Shape): [keyof FloatParameters, readonly number[]][] {
  return [
    ['s0', [hidden]],
    ['wInput', [inputs, hidden]],
    ['bInput', [hidden]],
    ['wRecurrent', [hidden, hidden]],
    ['bRecurrent', [hidden]],
    ['wOutput', [hidden, outputs]],
    ['bOutput', [outputs]],
  ];
}

/** An invalid shape or float network; the message names the part, its value and what was expected. */
export class FloatNetworkError extends Error {
  override readonly name = 'FloatNetworkError';
}

/** Limits of a shape, min and max. */
const SHAPE_LIMITS = { inputs: [1, MAX_INPUTS], hidden: [1, MAX_UNITS], outputs: [1, MAX_OUTPUTS] } as const;

/** @throws FloatNetworkError */
export function checkShape(shape: Shape): void {
  requireObject('shape', shape);
  for (const [name, [min, max]] of Object.entries(SHAPE_LIMITS)) {
    const value: unknown = shape?.[name as keyof Shape];
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max)
      throw new FloatNetworkError(`${name}: expected ${min}–${max}, got ${String(value)}`);
  }
}

/** @throws FloatNetworkError for a part that is missing, has a wrong length, or holds a number that is not finite */
export function checkFloat(network: FloatNetwork): void {
  requireObject('network', network, 'parameters');
  checkShape(network);
  for (const [name, dimensions] of parameterShapes(network)) {
    const values = network.parameters?.[name];
    const size = dimensions.reduce((product, dimension) => product * dimension, 1);
    if (values?.length !== size)
      throw new FloatNetworkError(`${name}: expected ${size} numbers, got ${String(values?.length)}`);
    const odd = values.findIndex((value) => !Number.isFinite(value));
    if (odd >= 0)
      throw new FloatNetworkError(`${name}[${odd}]: expected a finite number, got ${values[odd]}`);
  }
}

/** How many parameters a network of this shape has. */
export function parameterCount(shape: Shape): number {
  const sizes = parameterShapes(shape).map(([, dimensions]) => dimensions.reduce((a, b) => a * b, 1));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * Splits a flat parameter vector into named parts.
 *
 * @throws FloatNetworkError if the shape has another number of parameters
 */
export function floatNetwork(shape: Shape, flat: Float64Array): FloatNetwork {
  checkShape(shape);
  const { inputs, hidden, outputs } = shape;
  const count = parameterCount(shape);
  if (!(flat instanceof Float64Array) || flat.length !== count) {
    const got = flat instanceof Float64Array ? `${flat.length}` : typeof flat;
    throw new FloatNetworkError(`parameters: expected a Float64Array of ${count} numbers, got ${got}`);
  }
  let offset = 0;
  const parameters = Object.fromEntries(
    parameterShapes(shape).map(([name, dimensions]) => {
      const size = dimensions.reduce((product, dimension) => product * dimension, 1);
      offset += size;
      return [name, flat.slice(offset - size, offset)];
    }),
  ) as Record<keyof FloatParameters, Float64Array>;
  return { inputs, hidden, outputs, parameters };
}

/** The inverse of {@link floatNetwork}: all parameters in one vector. */
export function flatParameters(network: FloatNetwork): Float64Array {
  checkFloat(network);
  const { parameters, ...shape } = network;
  return Float64Array.from(parameterShapes(shape).flatMap(([name]) => Array.from(parameters[name])));
}
