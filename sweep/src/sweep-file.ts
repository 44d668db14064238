import {
  OPTIMIZER_DEFAULTS,
  type OptimizerRule,
  type Tables,
  type TrainingOptions,
  WIDTH_LIMITS,
  type Widths,
} from 'carrybit';
import { parseJson } from 'carrybit/sweep-parts';
import * as z from 'zod';
import { SweepError } from './sweep-error.ts';

const whole = (min: number, max: number) => z.int().min(min).max(max);
const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(1000);
const width = ([min, max]: readonly [number, number]) => whole(min, max);

const rules = Object.values(OPTIMIZER_DEFAULTS).map(({ optimizer }) => optimizer);
/** An optimizer by its name alone, or with some of its numbers. */
const optimizer = z.union([
  z.enum(rules.map(({ kind }) => kind)),
  ...rules.map(({ kind, ...numbers }) => {
    const given = Object.keys(numbers).map((name) => [name, z.number().optional()]);
    return z.strictObject({ kind: z.literal(kind), ...Object.fromEntries(given) });
  }),
]);

const census = z
  .strictObject({
    starts: whole(1, 1_000_000_000).describe('Starts of each combination.'),
    seeds: listOf(whole(0, 2 ** 32 - 1)).default([1]),
    hidden: listOf(whole(1, 256)).default([3]),
    widths: listOf(
      z.strictObject({
        weightBits: width(WIDTH_LIMITS.weightBits),
        stateBits: width(WIDTH_LIMITS.stateBits),
        tableBits: width(WIDTH_LIMITS.tableBits),
      }),
    ).default([{ weightBits: 8, stateBits: 8, tableBits: 8 }]),
    optimizers: listOf(optimizer).default(['rmsprop']),
    training: z
      .strictObject({
        bits: whole(1, 1024).optional(),
        samples: whole(1, 1_000_000).optional(),
        testSamples: whole(1, 1_000_000).optional(),
        batch: whole(1, 1_000_000).optional(),
        epochs: whole(1, 100_000).optional(),
        overlapping: z.boolean().optional(),
        precision: z.enum(['float32', 'float64']).optional(),
      })
      .default({})
      .describe('What all combinations share; what is left out is what `carrybit train` does.'),
  })
  .describe('Counts what becomes of every start of every combination, as `carrybit census` does.');

const smallest = z
  .strictObject({
    tables: listOf(z.enum(['any', 'monotone', 'tanh'])).default(['any', 'monotone', 'tanh']),
    minBits: whole(1, 1024).default(1).describe('Networks of fewer bits are known not to exist.'),
    maxBits: whole(1, 1024).default(64).describe('Networks of more bits are not looked for.'),
    work: whole(1, 2 ** 40)
      .default(2 ** 31)
      .describe('Rows of weights looked at for one space and shift, about a thousand in a microsecond.'),
  })
  .refine(({ minBits, maxBits }) => minBits <= maxBits, { error: 'expected minBits of at most maxBits' })
  .describe('Searches all constants for the smallest network, as `carrybit smallest` does.');

/** The file that `carrybit sweep` reads. */
export const sweepSchema = z
  .strictObject({
    format: z.literal('carrybit-sweep-1'),
    machines: listOf(z.string().min(1).max(4096)).describe(
      'Built-in tasks by name, and files with machines, relative to this one: KISS2, DOT, JSON, or recordings in CSV.',
    ),
    census: census.optional(),
    smallest: smallest.optional(),
  })
  .refine((sweep) => sweep.census !== undefined || sweep.smallest !== undefined, {
    error: 'expected census, smallest, or both',
  });

/** An optimizer's rule of which numbers may be left out. */
export type SomeNumbers<Rule> = Rule extends OptimizerRule ? Pick<Rule, 'kind'> & Partial<Rule> : never;

/** A sweep file with all its defaults. */
export interface SweepFile {
  readonly machines: readonly string[];
  readonly census?:
    | {
        readonly starts: number;
        readonly seeds: readonly number[];
        readonly hidden: readonly number[];
        readonly widths: readonly Widths[];
        readonly optimizers: readonly (OptimizerRule['kind'] | SomeNumbers<OptimizerRule>)[];
        readonly training: Partial<TrainingOptions>;
      }
    | undefined;
  readonly smallest?:
    | {
        readonly tables: readonly Tables[];
        readonly minBits: number;
        readonly maxBits: number;
        readonly work: number;
      }
    | undefined;
}

/** Reads a sweep file's text. @throws SweepError naming the first thing that is wrong, and where */
export function parseSweep(text: string, path: string): SweepFile {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    throw new SweepError('file', `${path}: ${(error as Error).message}`);
  }
  const parsed = sweepSchema.safeParse(value);
  if (parsed.success) return parsed.data as SweepFile;
  const [issue] = parsed.error.issues;
  const place = issue?.path.map(String).join('.');
  throw new SweepError('file', `${path}: ${place ? `${place}: ` : ''}${issue?.message ?? 'no sweep file'}`);
}
