import { addonIfAny, type Restarts } from '#native';
import { BYTE_WIDTHS, type Widths } from './fixed/index.ts';
import { Judge } from './judge.ts';
import { checkMachine } from './machine/index.ts';
import { requireObject } from './machine/require.ts';
import { checkTask, type Task, type TaskInput } from './tasks/index.ts';
import {
  chunks,
  completeTraining,
  minibatches,
  type RestartHooks,
  type SampleTensors,
  type TrainedStart,
  type TrainingOptions,
} from './training/index.ts';
import { nativeTables } from './training/native-tables.ts';

/** What happened to the first starts of a seed. All counts except `pursued` are about the first rounding alone. */
export interface Census {
  readonly starts: number;
  /** Every output was correct on every test sample. */
  readonly learned: number;
  readonly proven: number;
  readonly notQuantizable: number;
  readonly undecided: number;
  /** Disproved networks by the number of steps of the shortest counterexample. */
  readonly disproved: Readonly<Record<number, number>>;
  /** What happened to the networks that the first rounding does not prove; carrybit 0.1 did not pursue them. */
  readonly pursued: {
    /** On how many networks other roundings and fine-tuning were tried. */
    readonly networks: number;
    /** Proven in another rounding. */
    readonly rounded: number;
    /** Proven after fine-tuning. */
    readonly tuned: number;
  };
}

export const NO_STARTS: Census = {
  starts: 0,
  learned: 0,
  proven: 0,
  notQuantizable: 0,
  undecided: 0,
  disproved: {},
  pursued: { networks: 0, rounded: 0, tuned: 0 },
};

/** How many networks were disproved, by counterexamples of any length. */
export function countDisproved({ disproved }: Census): number {
  return Object.values(disproved).reduce((sum, count) => sum + count, 0);
}

/** Networks that are proven, in any rounding. */
export function countProven({ proven, pursued }: Census): number {
  return proven + pursued.rounded + pursued.tuned;
}

/**
 * Trains every start up to `maxStarts`, the same ones as {@link train}, judges those that learned as {@link train}
 * does, and yields the counts after each chunk of work. Continues an earlier census of the same task, options and
 * widths. With the addon all of it is done in Rust, on all cores.
 *
 * @throws SettingError, FixedNetworkError or an Error with code CARRYBIT_INVALID_ARGUMENT, for invalid settings and
 *   widths.
 */
export async function* census(
  given: TaskInput,
  settings: Partial<TrainingOptions> = {},
  earlier: Census = NO_STARTS,
  hooks: Pick<RestartHooks, 'signal'> = {},
  widths: Widths = BYTE_WIDTHS,
): AsyncGenerator<Census> {
  requireObject('earlier', earlier, 'starts', 'disproved');
  requireObject('hooks', hooks);
  const task = checkTask(given);
  const options = completeTraining(settings);
  const count = counting(task, options, widths);
  let sum = earlier;
  for await (const chunk of chunks(task, options, earlier.starts, hooks, count)) {
    sum = added(sum, chunk);
    yield sum;
  }
}

type Counting = (native: Restarts, first: number, count: number) => Promise<Census>;

function counting(task: Task, options: TrainingOptions, widths: Widths): Counting {
  const addon = addonIfAny();
  if (addon === undefined) return countingInTypeScript(task, options, widths);
  const shape = { inputs: task.inputs.length, hidden: options.hidden, outputs: task.outputs.length };
  const judge = new addon.Judge(nativeTables(checkMachine(task)), shape, widths);
  return async (native, first, count) => {
    const { disproved, rounded, tuned, ...counts } = await judge.census(native, first, count);
    const networks = counts.learned - counts.proven;
    return { ...counts, disproved: Object.fromEntries(disproved), pursued: { networks, rounded, tuned } };
  };
}

/** The same counts from the judge in TypeScript; a test compares them with those of Rust. */
export function countingInTypeScript(task: Task, options: TrainingOptions, widths: Widths): Counting {
  const judge = new Judge(task, options.hidden, widths);
  let epoch: SampleTensors[] | undefined;
  const epochOnce = () => {
    epoch ??= minibatches(task, options);
    return epoch;
  };
  const one = ({ accuracy, parameters, finished }: TrainedStart): Census => {
    if (!finished) return NO_STARTS;
    const starts = { ...NO_STARTS, starts: 1 };
    if (accuracy < 1) return starts;
    const learned = { ...starts, learned: 1 };
    const first = judge.judge(parameters, 1);
    if (first.verdict === 'proven') return { ...learned, proven: 1 };
    const all = judge.judgeAndTune(parameters, options, epochOnce);
    const proven = all.verdict === 'proven' ? all : undefined;
    const pursued = {
      networks: 1,
      rounded: proven?.rounds === 0 ? 1 : 0,
      tuned: proven && proven.rounds > 0 ? 1 : 0,
    };
    if (first.verdict === 'undecided') return { ...learned, undecided: 1, pursued };
    if (first.verdict === 'not quantizable') return { ...learned, notQuantizable: 1, pursued };
    return { ...learned, disproved: { [first.counterexample.length]: 1 }, pursued };
  };
  return async (native, first, count) =>
    (await native.runAll(first, count)).map(one).reduce(added, NO_STARTS);
}

/** The sum of two censuses. */
export function added(sum: Census, other: Census): Census {
  const disproved: Record<number, number> = { ...sum.disproved };
  for (const [steps, networks] of Object.entries(other.disproved))
    disproved[Number(steps)] = (disproved[Number(steps)] ?? 0) + networks;
  return {
    starts: sum.starts + other.starts,
    learned: sum.learned + other.learned,
    proven: sum.proven + other.proven,
    notQuantizable: sum.notQuantizable + other.notQuantizable,
    undecided: sum.undecided + other.undecided,
    disproved,
    pursued: {
      networks: sum.pursued.networks + other.pursued.networks,
      rounded: sum.pursued.rounded + other.pursued.rounded,
      tuned: sum.pursued.tuned + other.pursued.tuned,
    },
  };
}
