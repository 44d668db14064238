import type { Task } from '../tasks/index.ts';
import { abridged } from './numbers.ts';

/** The name under which the first step of a number is marked, as RESET does at pins. */
export const RESET_NAME = 'reset';

const PAIRS = /^[^\s:,"]+:-?[\d.]+(?:,[^\s:,"]+:-?[\d.]+)+$/;

/** Whether a line is a step as `stream --plotter` prints it: `a:1,b:0,reset:1,sum:1,h1:-0.98,…`. */
export function isPlotted(line: string): boolean {
  return PAIRS.test(line);
}

/**
 * The bits of such a line, first input first, whether a number begins with them, and the outputs, if all stand there.
 *
 * @throws RangeError for a line without the task's inputs
 */
export function plottedStep(
  task: Pick<Task, 'name' | 'inputs' | 'outputs'>,
  line: string,
): { inputs: string; first: boolean; outputs: string | undefined } {
  const values = new Map(line.split(',').map((pair) => pair.split(':') as [string, string]));
  const bits = task.inputs.map((input) => values.get(input) ?? '');
  const reset = values.get(RESET_NAME) ?? '0';
  if ([...bits, reset].some((bit) => bit !== '0' && bit !== '1'))
    throw new RangeError(
      `expected 0 or 1 for each input of the ${task.name}, ${task.inputs.join(' and ')}, got "${abridged(line)}"`,
    );
  const outputs = task.outputs.map((output) => values.get(output) ?? '').join('');
  const isWhole = outputs.length === task.outputs.length && /^[01]*$/.test(outputs);
  return { inputs: bits.join(''), first: reset === '1', outputs: isWhole ? outputs : undefined };
}
