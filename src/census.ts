import { BYTE_WIDTHS, type Widths } from './fixed/index.ts';
import { requireObject } from './machine/require.ts';
import { checkTask, type TaskInput } from './tasks/index.ts';
import { judge } from './train.ts';
import {
  allStarts,
  completeTraining,
  floatNetwork,
  type RestartHooks,
  type TrainingOptions,
} from './training/index.ts';

/** What became of the first starts of a seed. */
export interface Census {
  readonly starts: number;
  /** Answered every test sample right. */
  readonly learned: number;
  readonly proven: number;
  readonly notQuantizable: number;
  readonly undecided: number;
  /** Disproved networks by the number of steps of the shortest counterexample. */
  readonly disproved: Readonly<Record<number, number>>;
}

export const NO_STARTS: Census = {
  starts: 0,
  learned: 0,
  proven: 0,
  notQuantizable: 0,
  undecided: 0,
  disproved: {},
};

/** How many networks were disproved, by counterexamples of any length. */
export function countDisproved({ disproved }: Census): number {
  return Object.values(disproved).reduce((sum, count) => sum + count, 0);
}

/**
 * Trains every start up to `maxStarts`, the same ones as {@link train}, quantizes and proves those that learned, and
 * yields the counts after each piece of work. Goes on from an earlier census of the same task, options and widths.
 *
 * @throws SettingError, or an Error with code CARRYBIT_INVALID_ARGUMENT, for settings that make no sense.
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
  const shape = { inputs: task.inputs.length, hidden: options.hidden, outputs: task.outputs.length };
  const count = { ...earlier, disproved: { ...earlier.disproved } };
  for await (const attempts of allStarts(task, options, earlier.starts, hooks)) {
    for (const attempt of attempts) {
      count.starts++;
      if (attempt.exact < 1) continue;
      count.learned++;
      const verdict = judge(task, attempt, floatNetwork(shape, attempt.parameters), widths);
      if ('proof' in verdict) count.proven++;
      else if (verdict.reason === 'not quantizable') count.notQuantizable++;
      else if (verdict.reason === 'undecided') count.undecided++;
      else if (verdict.reason === 'disproved') {
        const steps = verdict.counterexample.inputs.length;
        count.disproved[steps] = (count.disproved[steps] ?? 0) + 1;
      }
    }
    yield { ...count, disproved: { ...count.disproved } };
  }
}
