import { operatorOf } from '../../tasks/reading.ts';
import type { ShownTask } from '../frame.ts';

/** What the page calls what a task does: not every one adds. */
export function taskWords(task: ShownTask) {
  const adds = operatorOf(task) === '+';
  const numbers = task.inputs.length === 1 ? 'a number' : 'two numbers';
  return {
    feed: adds ? 'Add' : 'Feed',
    invitation: task.reading === undefined ? 'Type inputs' : adds ? 'Add two numbers' : `Feed ${numbers}`,
    answer: adds ? 'Sum' : task.reading ? 'Answer' : 'Stream',
    answers: adds ? 'latest sums' : 'latest answers',
    bit: task.inputs.length === 1 ? 'a bit of the number' : 'one bit of each number',
  };
}
