import { operatorOf } from '../../tasks/reading.ts';
import type { ShownTask } from '../frame.ts';
import { words } from './texts.ts';

/** The page's words for what a task does: not every task adds. */
export function taskWords(task: ShownTask) {
  const adds = operatorOf(task) === '+';
  return {
    feed: adds ? words.task.add : words.task.feed,
    invitation:
      task.reading === undefined
        ? words.task.typeInputs
        : adds
          ? words.task.addTwo
          : words.task.feedNumbers(task.inputs.length),
    result: adds ? words.task.sum : task.reading ? words.task.result : words.task.stream,
    results: adds ? words.task.sums : words.task.results,
    bit: words.task.bit(task.inputs.length),
  };
}
