import type { Space, Tables, Task, TrainingOptions, Widths } from 'carrybit';
import { parseTask } from 'carrybit/sweep-parts';
import * as z from 'zod';

/** Training options of a census; how many starts there are is said apart. */
export type Training = Omit<TrainingOptions, 'maxStarts'>;

/** A range of starts of one census: work of a few seconds. */
export interface CensusUnit {
  readonly kind: 'census';
  readonly task: Task;
  readonly training: Training;
  readonly widths: Widths;
  readonly first: number;
  readonly starts: number;
}

/** All networks of one number of bits. */
export interface SmallestUnit {
  readonly kind: 'smallest';
  readonly task: Task;
  readonly tables: Tables;
  readonly bits: number;
  readonly work: number;
}

/** The work that a worker does at a time. It is plain data and complete: machines are sent as tables. */
export type Unit = CensusUnit | SmallestUnit;

const count = z.int().min(0).max(1_000_000_000);

/** What became of the starts of a range. */
export const counts = z.strictObject({
  learned: count,
  proven: count,
  notQuantizable: count,
  undecided: count,
  disproved: z.record(z.string().regex(/^[1-9]\d{0,5}$/), count),
  /** What became of those that the first rounding does not prove. */
  pursued: z.strictObject({ networks: count, rounded: count, tuned: count }),
});

const space = z.looseObject({ bits: z.int(), outcome: z.string() });
const searched = z.strictObject({
  network: z.looseObject({ hidden: z.int() }).nullable(),
  examined: z.array(space),
});

export type Counts = z.infer<typeof counts>;

/** Networks that are proven, in whatever rounding. */
export const provenOf = ({ proven, pursued }: Counts) => proven + pursued.rounded + pursued.tuned;

export interface Searched {
  /** The smallest network with so many bits, null when there is none. */
  readonly network: object | null;
  readonly examined: readonly Space[];
}

/** The result of a unit: `value` depends on the unit alone, the rest on the worker. */
export interface Outcome {
  readonly value: Counts | Searched;
  readonly elapsed_ms: number;
  readonly worker: string;
}

/** The fields of a unit from a queue; the functions that use them check the values. */
const travelling = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('census'),
    task: z.unknown(),
    training: z.looseObject({ seed: count.or(z.int()), hidden: z.int() }),
    widths: z.strictObject({ weightBits: z.int(), stateBits: z.int(), tableBits: z.int() }),
    first: count,
    starts: count.min(1),
  }),
  z.strictObject({
    kind: z.literal('smallest'),
    task: z.unknown(),
    tables: z.enum(['any', 'monotone', 'tanh']),
    bits: z.int().min(1).max(1024),
    work: z.int().min(1),
  }),
]);

/** @throws an Error for data that is not a unit */
export function checkUnit(value: unknown): Unit {
  const unit = travelling.parse(value);
  return { ...unit, task: parseTask(JSON.stringify(unit.task), 'the job’s machine') } as Unit;
}

/** @throws an Error for an outcome that this unit cannot have */
export function checkOutcome(unit: Unit, value: unknown): Outcome {
  const schema = unit.kind === 'census' ? counts : searched;
  const outcome = z
    .strictObject({ value: schema, elapsed_ms: z.number().min(0), worker: z.string().max(256) })
    .parse(value);
  if (unit.kind === 'census') {
    const { learned, proven, notQuantizable, undecided, disproved, pursued } = outcome.value as Counts;
    const judged = proven + notQuantizable + undecided + sum(Object.values(disproved));
    if (learned > unit.starts || judged !== learned || pursued.networks > learned - proven)
      throw new Error(
        `expected ${learned} of ${unit.starts} starts to be judged, got ${judged}, ${pursued.networks} of them pursued`,
      );
  }
  // Not what the schema made of it: the order of fields stays what it was.
  return value as Outcome;
}

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
