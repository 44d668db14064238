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

/** The parameters' names and dimensions, in the order in which they stand in one flat vector. */
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

/** Splits a flat parameter vector by name. */
export function floatNetwork(shape: Shape, flat: Float64Array): FloatNetwork {
  const { inputs, hidden, outputs } = shape;
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
export function flatParameters({ parameters, ...shape }: FloatNetwork): Float64Array {
  return Float64Array.from(parameterShapes(shape).flatMap(([name]) => Array.from(parameters[name])));
}
