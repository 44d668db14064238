import {
  BYTE_WIDTHS,
  checkWidths,
  type FixedNetwork,
  QuantizeError,
  quantize,
  type Scales,
  type Widths,
} from './fixed/index.ts';
import { type Counterexample, type Proven, prove } from './proof/index.ts';
import { checkTask, type Task, type TaskInput } from './tasks/index.ts';
import {
  type Attempt,
  completeTraining,
  type FloatNetwork,
  floatNetwork,
  type RestartHooks,
  restarts,
  type TrainingOptions,
} from './training/index.ts';

/** Why a start was not kept. */
export type Dropped = { readonly start: number } & (
  | { readonly reason: 'not learned'; readonly exact: number }
  | { readonly reason: 'not quantizable' }
  | { readonly reason: 'disproved'; readonly counterexample: Counterexample }
  | { readonly reason: 'undecided'; readonly pairs: number }
);

/** A network with all that is known of where it comes from. */
export type Training = {
  readonly task: Task;
  readonly options: TrainingOptions;
  readonly widths: Widths;
  /** Every finished start before the proven one, in order; all of them when none is. */
  readonly dropped: readonly Dropped[];
} & (
  | {
      readonly outcome: 'proven';
      readonly attempt: Attempt;
      readonly float: FloatNetwork;
      readonly fixed: FixedNetwork;
      readonly proof: Proven;
    }
  | {
      /** `exhausted`: no start within maxStarts was proven; `interrupted`: the signal came first. */
      readonly outcome: 'exhausted' | 'interrupted';
      /** The best start: of those with the most exact answers, the first. */
      readonly attempt: Attempt | undefined;
      readonly float: FloatNetwork | undefined;
      readonly fixed: FixedNetwork | undefined;
      readonly proof: undefined;
    }
);

/**
 * The way of the data, from a task to a proven network: draw samples, train from fresh starts, quantize what has
 * learned, prove it, and go on with the next start until a proof holds.
 *
 * @param settings what is left out is {@link DEFAULT_TRAINING}'s
 * @throws MachineError for no task; SettingError, FixedNetworkError or an Error with code CARRYBIT_INVALID_ARGUMENT for
 *   settings and widths that make no sense
 */
export async function train(
  given: TaskInput,
  settings: Partial<TrainingOptions> = {},
  widths: Widths = BYTE_WIDTHS,
  hooks: RestartHooks & { readonly onDropped?: ((dropped: Dropped) => void) | undefined } = {},
): Promise<Training> {
  const task = checkTask(given);
  const options = completeTraining(settings);
  checkWidths(widths);
  const shape = { inputs: task.inputs.length, hidden: options.hidden, outputs: task.outputs.length };
  const known = { task, options, widths };
  const dropped: Dropped[] = [];
  let best: Attempt | undefined;
  let complete = true;
  for await (const attempt of restarts(task, options, hooks)) {
    // After an unfinished start nothing is judged any more: the result could not be repeated.
    complete &&= attempt.finished;
    if (complete) {
      const float = floatNetwork(shape, attempt.parameters);
      const verdict = judge(task, attempt, float, widths);
      if ('proof' in verdict) return { ...known, ...verdict, outcome: 'proven', attempt, float, dropped };
      dropped.push(verdict);
      hooks.onDropped?.(verdict);
    }
    if (best === undefined || attempt.exact > best.exact) best = attempt;
  }
  const float = best && floatNetwork(shape, best.parameters);
  const outcome = hooks.signal?.aborted ? 'interrupted' : 'exhausted';
  return {
    ...known,
    outcome,
    attempt: best,
    float,
    fixed: float && quantized(float, widths),
    proof: undefined,
    dropped,
  };
}

/** Whether a start has learned, fits, and is proven. */
export function judge(
  task: Task,
  { start, exact }: Attempt,
  float: FloatNetwork,
  widths: Widths,
): Dropped | { fixed: FixedNetwork; proof: Proven } {
  if (exact < 1) return { start, reason: 'not learned', exact };
  const fixed = quantized(float, widths);
  if (fixed === undefined) return { start, reason: 'not quantizable' };
  const proof = prove(fixed, task);
  if (proof.verdict === 'proven') return { fixed, proof };
  if (proof.verdict === 'undecided') return { start, reason: 'undecided', pairs: proof.pairs };
  return { start, reason: 'disproved', counterexample: proof.counterexample };
}

/** The fixed network, or nothing when its weights do not fit. */
export function quantized(float: FloatNetwork, widths: Widths, scales?: Scales): FixedNetwork | undefined {
  try {
    return quantize(float, widths, scales);
  } catch (error) {
    if (error instanceof QuantizeError) return undefined;
    throw error;
  }
}

/** How many starts were dropped, by reason. */
export function countDropped(dropped: readonly Dropped[]) {
  const count = (reason: Dropped['reason']) => dropped.filter((each) => each.reason === reason).length;
  return {
    notLearned: count('not learned'),
    notQuantizable: count('not quantizable'),
    disproved: count('disproved'),
    undecided: count('undecided'),
  };
}
