import { constantBits, type FixedNetwork, WIDTH_LIMITS, type Widths } from './fixed/index.ts';
import { requireObject } from './machine/require.ts';
import { type Proven, prove } from './proof/index.ts';
import { checkTask, type Task, type TaskInput } from './tasks/index.ts';
import { quantized } from './train.ts';
import {
  completeTraining,
  type FloatNetwork,
  floatNetwork,
  type RestartHooks,
  restarts,
  type TrainedStart,
  type TrainingOptions,
} from './training/index.ts';

/** A proven network; no other network found has at most its widths in all three. */
export interface Shrunk {
  readonly bits: number;
  /** The start that was rounded. */
  readonly trained: TrainedStart;
  /** @deprecated The name of `trained` in 0.1; it will be removed after 0.2. */
  readonly attempt: TrainedStart;
  readonly float: FloatNetwork;
  readonly fixed: FixedNetwork;
  readonly proof: Proven;
}

/**
 * Scales to try, relative to the one that fits every weight: coarser by one bit, up to finer by two with large weights
 * clamped.
 */
const FINER = [0, 1, 2, -1];
/** A table spans ±2^this. */
const SPANS = [2, 1, 3, 0, 4];
/** A proof of such a small network reaches few pairs; one that reaches more takes too long. */
const PAIRS = 100_000;

/**
 * Searches for the smallest constants that are still proven. Trains `maxStarts` starts, and on each one that learned
 * tries every width, scale and table span that would be an improvement.
 *
 * @returns the frontier, smallest first: no network in it has all widths at most those of another.
 */
export async function shrink(
  given: TaskInput,
  settings: Partial<TrainingOptions> = {},
  hooks: RestartHooks & {
    readonly onStart?: ((start: number, smallest: Shrunk | undefined) => void) | undefined;
  } = {},
): Promise<Shrunk[]> {
  requireObject('hooks', hooks);
  const task = checkTask(given);
  const options = completeTraining(settings);
  const shape = { inputs: task.inputs.length, hidden: options.hidden, outputs: task.outputs.length };
  const candidates = allWidths()
    .map((widths) => ({ widths, bits: constantBits({ ...shape, ...widths }) }))
    .sort((a, b) => a.bits - b.bits);
  let frontier: Shrunk[] = [];
  for await (const trained of restarts(task, options, hooks)) {
    // A network found after an unfinished start could not be found again.
    if (!trained.finished) break;
    if (trained.accuracy === 1) {
      const float = floatNetwork(shape, trained.parameters);
      for (const { widths, bits } of candidates) {
        if (frontier.some(({ fixed }) => covers(widths, fixed))) continue;
        const found = provable(task, float, widths);
        if (found === undefined) continue;
        frontier = frontier.filter(({ fixed }) => !covers(fixed, widths));
        frontier.push({ bits, trained, attempt: trained, float, ...found });
      }
    }
    hooks.onStart?.(trained.start, smallest(frontier));
  }
  return frontier.sort((a, b) => a.bits - b.bits);
}

function smallest(frontier: readonly Shrunk[]): Shrunk | undefined {
  return frontier.reduce<Shrunk | undefined>(
    (min, each) => (min && min.bits <= each.bits ? min : each),
    undefined,
  );
}

/** The first scale and span with which these widths are proven. */
function provable(
  task: Task,
  float: FloatNetwork,
  widths: Widths,
): { fixed: FixedNetwork; proof: Proven } | undefined {
  const fitting = quantized(float, widths);
  if (fitting === undefined) return undefined;
  for (const finer of FINER) {
    const fractionBits = fitting.fractionBits + finer;
    for (const span of SPANS) {
      const indexShift = fractionBits + widths.stateBits + span - widths.tableBits;
      if (fractionBits < -8 || fractionBits > 15 || indexShift < 0 || indexShift > 15) continue;
      const fixed = quantized(float, widths, { fractionBits, indexShift });
      if (fixed === undefined) continue;
      const proof = prove(fixed, task, PAIRS);
      if (proof.verdict === 'proven') return { fixed, proof };
    }
  }
  return undefined;
}

/** Whether `wide` has at least the widths of `narrow`, so that knowing `narrow` makes it uninteresting. */
function covers(wide: Widths, narrow: Widths): boolean {
  return (
    wide.weightBits >= narrow.weightBits &&
    wide.stateBits >= narrow.stateBits &&
    wide.tableBits >= narrow.tableBits
  );
}

function allWidths(): Widths[] {
  const range = ([min, max]: readonly [number, number]) =>
    Array.from({ length: max - min + 1 }, (_, index) => min + index);
  const { weightBits, stateBits, tableBits } = WIDTH_LIMITS;
  return range(weightBits).flatMap((weight) =>
    range(stateBits).flatMap((state) =>
      range(tableBits).map((table) => ({ weightBits: weight, stateBits: state, tableBits: table })),
    ),
  );
}
