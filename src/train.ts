import {
  type Apart,
  BYTE_WIDTHS,
  checkWidths,
  type FixedNetwork,
  QuantizeError,
  quantize,
  type Scales,
  type Widths,
  whereApart,
} from './fixed/index.ts';
import { FULL_PURSUIT, Judge, type Pursuit } from './judge.ts';
import { MachineStepper } from './machine/index.ts';
import { requireObject } from './machine/require.ts';
import type { TrainedOrigin } from './network/document.ts';
import { type Counterexample, type Proof, type Proven, prove } from './proof/index.ts';
import { checkTask, type Task, type TaskInput } from './tasks/index.ts';
import {
  completeTraining,
  type FloatNetwork,
  floatNetwork,
  minibatches,
  type RestartHooks,
  restarts,
  type TrainedStart,
  type TrainingOptions,
} from './training/index.ts';
import { version } from './version.ts';

/** Why a start was not kept. */
export type Dropped = { readonly start: number } & (
  | {
      readonly reason: 'not learned';
      readonly accuracy: number;
      /** @deprecated The name of `accuracy` in 0.1; it will be removed after 0.2. */
      readonly exact: number;
    }
  | { readonly reason: 'not quantizable' }
  | {
      /** About the first rounding, before any fine-tuning. */
      readonly reason: 'disproved';
      readonly counterexample: Counterexample;
      /** Whether the float network fails on it, too, and where the two differ. */
      readonly apart: Apart;
    }
  | { readonly reason: 'undecided'; readonly pairs: number }
);

/** A start that was proven. */
export interface Kept {
  /** Number of the rounding, from 1 on. */
  readonly rounding: number;
  /** Rounds of fine-tuning. */
  readonly rounds: number;
  /** The float parameters that were rounded: those of the start, after fine-tuning if there was any. */
  readonly float: FloatNetwork;
  readonly fixed: FixedNetwork;
  readonly proof: Proven;
}

/** A network with everything known about its origin. */
export type Training = {
  readonly task: Task;
  readonly options: TrainingOptions;
  readonly widths: Widths;
  /** Every finished start before the proven one, in order; all of them if none is proven. */
  readonly dropped: readonly Dropped[];
} & (
  | ({
      readonly outcome: 'proven';
      /** The start that was proven. */
      readonly trained: TrainedStart;
      /** @deprecated The name of `trained` in 0.1; it will be removed after 0.2. */
      readonly attempt: TrainedStart;
    } & Kept)
  | {
      /** `exhausted`: no start within maxStarts was proven; `interrupted`: the signal aborted first. */
      readonly outcome: 'exhausted' | 'interrupted';
      /** The best start: of those with the most correct samples, the first. */
      readonly trained: TrainedStart | undefined;
      /** @deprecated The name of `trained` in 0.1; it will be removed after 0.2. */
      readonly attempt: TrainedStart | undefined;
      readonly float: FloatNetwork | undefined;
      readonly fixed: FixedNetwork | undefined;
      readonly proof: undefined;
    }
);

/**
 * The whole data flow, from a task to a proven network. Draws samples, trains fresh starts, rounds each one that has
 * learned, fine-tunes what rounding breaks, proves it, and goes on with the next start until one is proven.
 *
 * @param settings the default of each one is in {@link DEFAULT_TRAINING}
 * @param pursuit how much is tried on a start that has learned; carrybit 0.1 had one rounding and no fine-tuning
 * @throws MachineError for an invalid task; SettingError, FixedNetworkError or an Error with code
 *   CARRYBIT_INVALID_ARGUMENT for invalid settings and widths
 */
export async function train(
  given: TaskInput,
  settings: Partial<TrainingOptions> = {},
  widths: Widths = BYTE_WIDTHS,
  hooks: RestartHooks & { readonly onDropped?: ((dropped: Dropped) => void) | undefined } = {},
  pursuit: Pursuit = FULL_PURSUIT,
): Promise<Training> {
  const task = checkTask(given);
  const options = completeTraining(settings);
  checkWidths(widths);
  const shape = shapeOf(task, options.hidden);
  const known = { task, options, widths };
  const judge = new Judge(task, options.hidden, widths);
  const dropped: Dropped[] = [];
  let best: TrainedStart | undefined;
  let complete = true;
  for await (const trained of restarts(task, options, hooks)) {
    // Nothing is judged after an unfinished start: the result could not be repeated.
    complete &&= trained.finished;
    if (complete) {
      const verdict = judged(judge, known, trained, pursuit);
      if ('proof' in verdict)
        return { ...known, ...verdict, outcome: 'proven', trained, attempt: trained, dropped };
      dropped.push(verdict);
      hooks.onDropped?.(verdict);
    }
    if (best === undefined || trained.accuracy > best.accuracy) best = trained;
  }
  const float = best && floatNetwork(shape, best.parameters);
  const outcome = hooks.signal?.aborted ? 'interrupted' : 'exhausted';
  return {
    ...known,
    outcome,
    trained: best,
    attempt: best,
    float,
    fixed: float && quantized(float, widths),
    proof: undefined,
    dropped,
  };
}

/** The provenance in the network file of a training; undefined if no start was finished. */
export function originOf(training: Training): TrainedOrigin | undefined {
  requireObject('training', training, 'options', 'dropped');
  const { options, trained, dropped } = training;
  if (trained === undefined) return undefined;
  return {
    options,
    start: trained.start,
    exact: trained.accuracy,
    ...(training.outcome === 'proven' && { rounding: training.rounding, rounds: training.rounds }),
    dropped: countDropped(dropped),
    version: version(),
  };
}

/** Whether a start has learned, fits, and is proven. */
export function judged(
  judge: Judge,
  { task, options, widths }: Pick<Training, 'task' | 'options' | 'widths'>,
  { start, accuracy, parameters }: Pick<TrainedStart, 'start' | 'accuracy' | 'parameters'>,
  pursuit: Pursuit = FULL_PURSUIT,
): Dropped | Kept {
  if (accuracy < 1) return { start, reason: 'not learned', accuracy, exact: accuracy };
  const found = judge.judgeAndTune(parameters, options, () => minibatches(task, options), pursuit);
  if (found.verdict === 'not quantizable') return { start, reason: found.verdict };
  if (found.verdict === 'undecided') return { start, reason: found.verdict, pairs: found.pairs };
  if (found.verdict === 'proven') {
    const { rounding, rounds, float, fixed } = found;
    return { rounding, rounds, float, fixed, proof: agreed(prove(fixed, task), found.verdict) };
  }
  const float = floatNetwork(shapeOf(task, options.hidden), parameters);
  const fixed = quantize(float, widths);
  const { counterexample } = agreed(prove(fixed, task), found.verdict);
  return { start, reason: 'disproved', counterexample, apart: apart(task, float, fixed, counterexample) };
}

function shapeOf({ inputs, outputs }: Task, hidden: number) {
  return { inputs: inputs.length, hidden, outputs: outputs.length };
}

/** The prover must find what the judge has found. */
function agreed<Verdict extends Proof['verdict']>(proof: Proof, verdict: Verdict) {
  if (proof.verdict !== verdict)
    throw new Error(
      `a network was judged as ${verdict} and is ${proof.verdict}; this is a fault of carrybit`,
    );
  return proof as Extract<Proof, { verdict: Verdict }>;
}

/** Whether learning or rounding is the cause of a disproof, and where float and fixed network differ. */
function apart(
  task: Task,
  float: FloatNetwork,
  fixed: FixedNetwork,
  { inputs, expected }: Counterexample,
): Apart {
  const machine = new MachineStepper(task);
  const care = inputs.map((word) => {
    machine.step(word);
    return machine.care;
  });
  return whereApart(float, fixed, inputs, expected, care);
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
