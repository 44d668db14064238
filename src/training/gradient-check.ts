import { initialParameters, Trainer } from '#native';
import type { Samples } from '../tasks/index.ts';
import { checkShape, parameterShapes, type Shape } from './float-network.ts';
import { DEFAULT_TRAINING } from './options.ts';

/** The gradient of one parameter, computed in two ways. */
export interface GradientComparison {
  /** Such as `wInput[0,2]`. */
  readonly parameter: string;
  readonly backpropagated: number;
  readonly numeric: number;
  /** Whether they agree; {@link checkGradient} says how closely. */
  readonly close: boolean;
}

/** Half the distance of the central difference. */
export const EPSILON = 1e-7;
export const RELATIVE = 1e-5;
export const ABSOLUTE = 1e-8;

/**
 * Compares backpropagation with central differences of the loss, in float64, for every parameter. Two values agree if
 * |b − n| ≤ 1e-8 + 1e-5·|n|, as in numpy's isclose.
 */
export function checkGradient(shape: Shape, seed: number, samples: Samples): GradientComparison[] {
  checkShape(shape);
  const parameters = initialParameters(shape, seed, 0);
  const at = (values: Float64Array) => new Trainer(shape, values, DEFAULT_TRAINING.optimizer, 'float64');
  const gradient = at(parameters).gradient(samples);
  const lossNear = (index: number, offset: number): number => {
    const moved = parameters.slice();
    moved[index] = (moved[index] ?? 0) + offset;
    return at(moved).loss(samples);
  };
  return parameterNames(shape).map((parameter, index) => {
    const backpropagated = gradient[index] ?? Number.NaN;
    const numeric = (lossNear(index, EPSILON) - lossNear(index, -EPSILON)) / (2 * EPSILON);
    const close = Math.abs(backpropagated - numeric) <= ABSOLUTE + RELATIVE * Math.abs(numeric);
    return { parameter, backpropagated, numeric, close };
  });
}

/** Every parameter's name, in the order of the flat vector. */
function parameterNames(shape: Shape): string[] {
  return parameterShapes(shape).flatMap(([name, [rows = 1, columns]]) =>
    Array.from({ length: rows * (columns ?? 1) }, (_, index) =>
      columns === undefined
        ? `${name}[${index}]`
        : `${name}[${Math.floor(index / columns)},${index % columns}]`,
    ),
  );
}
