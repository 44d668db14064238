import type { OptimizerRule, Precision } from '#native';
import { MAX_UNITS } from '../machine/limits.ts';
import { requireObject } from '../machine/require.ts';
import { MAX_ELEMENTS } from '../tasks/samples.ts';
import { OPTIMIZERS } from './optimizers.ts';

/** Everything that determines a training, except its task. */
export interface TrainingOptions {
  /** Determines samples and starts: 0 to 2^32 − 1. */
  readonly seed: number;
  /** Hidden states. */
  readonly hidden: number;
  /** Numbers are below 2^bits; a sample has bits + 1 steps. */
  readonly bits: number;
  /** Training samples. */
  readonly samples: number;
  /** Fresh samples on which a start must be correct everywhere. */
  readonly testSamples: number;
  /** Samples in a minibatch. */
  readonly batch: number;
  readonly epochs: number;
  /** The k-th minibatch starts at sample k instead of k · batch. */
  readonly overlapping: boolean;
  readonly optimizer: OptimizerRule;
  readonly precision: Precision;
  /** Maximum of starts. */
  readonly maxStarts: number;
}

/** The tutorial's values, except that minibatches do not overlap. */
export const DEFAULT_TRAINING: TrainingOptions = {
  seed: 1,
  hidden: 3,
  bits: 6,
  samples: 2000,
  testSamples: 2000,
  batch: 100,
  epochs: 5,
  overlapping: false,
  optimizer: OPTIMIZERS.rmsprop,
  precision: 'float32',
  maxStarts: 1000,
};

/** Defaults of each optimizer: values that suit the adder. Rprop needs full batches. */
export const OPTIMIZER_DEFAULTS: Readonly<Record<OptimizerRule['kind'], OptimizerDefaults>> = {
  rmsprop: { optimizer: OPTIMIZERS.rmsprop },
  rprop: { optimizer: OPTIMIZERS.rprop, batch: DEFAULT_TRAINING.samples, epochs: 100 },
  adam: { optimizer: OPTIMIZERS.adam },
  sgd: { optimizer: OPTIMIZERS.sgd },
};

/** An optimizer with its values, and the other defaults that go with it. */
export type OptimizerDefaults = Pick<TrainingOptions, 'optimizer'> &
  Partial<Pick<TrainingOptions, 'batch' | 'epochs'>>;

/** A setting out of bounds; the message names it, its value and what was expected. */
export class SettingError extends RangeError {
  override readonly name = 'SettingError';

  readonly setting: string;
  readonly value: unknown;
  readonly allowed: string;

  constructor(setting: string, value: unknown, allowed: string) {
    super(`${String(setting)}: expected ${allowed}, got ${String(value)}`);
    this.setting = setting;
    this.value = value;
    this.allowed = allowed;
  }
}

/** @throws SettingError for a value that is not a whole number within its limits */
export function checkWhole(setting: string, value: unknown, [min, max]: readonly [number, number]): void {
  if (!Number.isInteger(value))
    throw new SettingError(setting, value, `a whole number from ${min} to ${max}`);
  if ((value as number) < min || (value as number) > max)
    throw new SettingError(setting, value, `${min}–${max}`);
}

/** Limits of whole-number settings: min and max. */
const LIMITS = {
  seed: [0, 2 ** 32 - 1],
  hidden: [1, MAX_UNITS],
  bits: [1, 1024],
  samples: [1, 1_000_000],
  testSamples: [1, 1_000_000],
  batch: [1, 1_000_000],
  epochs: [1, 100_000],
  maxStarts: [1, 1_000_000_000],
} as const satisfies Partial<Record<keyof TrainingOptions, readonly [number, number]>>;

/**
 * Completes settings with the tutorial's values, or those that suit the given optimizer.
 *
 * @throws SettingError for an unknown setting, or one out of bounds
 */
export function completeTraining(given: Partial<TrainingOptions> = {}): TrainingOptions {
  requireObject('options', given);
  const stray = Object.keys(given).find((name) => !Object.hasOwn(DEFAULT_TRAINING, name));
  if (stray !== undefined) {
    const names = Object.keys(DEFAULT_TRAINING).join(', ');
    throw new SettingError(stray, (given as Record<string, unknown>)[stray], `one of ${names}`);
  }
  const kind = given.optimizer?.kind ?? DEFAULT_TRAINING.optimizer.kind;
  if (!Object.hasOwn(OPTIMIZER_DEFAULTS, kind))
    throw new SettingError('optimizer.kind', kind, `one of ${Object.keys(OPTIMIZER_DEFAULTS).join(', ')}`);
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const standard = OPTIMIZER_DEFAULTS[kind];
  const options: TrainingOptions = {
    ...DEFAULT_TRAINING,
    ...standard,
    ...fullBatch(standard, given),
    ...set,
  };
  checkTraining(options);
  return options;
}

/** An optimizer that has a default batch of its own needs full batches, however many samples there are. */
function fullBatch({ batch }: OptimizerDefaults, { samples }: Partial<TrainingOptions>) {
  return batch !== undefined && samples !== undefined && { batch: samples };
}

/**
 * Checks every whole-number setting. The optimizer's values are checked where they are used, in Rust.
 *
 * @throws SettingError for the first one out of bounds.
 */
export function checkTraining(options: TrainingOptions): void {
  requireObject('options', options);
  for (const name of Object.keys(LIMITS) as (keyof typeof LIMITS)[]) {
    checkWhole(name, options[name], LIMITS[name]);
  }
  const rows = Math.floor(MAX_ELEMENTS / ((options.bits + 1) * Math.max(options.hidden, 8)));
  for (const name of ['samples', 'testSamples'] as const) {
    if (options[name] > rows) {
      const sizes = `${options.bits} bits and ${options.hidden} hidden states`;
      throw new SettingError(
        name,
        options[name],
        `at most ${rows} with ${sizes}, so that they fit in memory`,
      );
    }
  }
  if (options.batch > options.samples) {
    throw new SettingError('batch', options.batch, `at most the number of samples, ${options.samples}`);
  }
}
