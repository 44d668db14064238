import { checkTask, type Task } from './task.ts';

/** A task as JSON in the format of machine files: one field on each line, and in tables one line for each state. */
export function taskText(task: Task): string {
  checkTask(task);
  const { name, about, inputs, outputs, states, initial, next, output, care, reading, symbols } = task;
  const words = 2 ** inputs.length;
  const field = (key: string, value: unknown) =>
    value === undefined ? [] : [`  ${JSON.stringify(key)}: ${JSON.stringify(value)}`];
  const table = (key: string, values: readonly number[]) => {
    const rows = states.map(
      (_, state) => `    ${values.slice(state * words, (state + 1) * words).join(', ')}`,
    );
    return `  ${JSON.stringify(key)}: [\n${rows.join(',\n')}\n  ]`;
  };
  const fields = [
    ...field('name', name),
    ...field('about', about),
    ...field('inputs', inputs),
    ...field('outputs', outputs),
    ...field('states', states),
    ...field('initial', initial),
    table('next', next),
    table('output', output),
    table('care', care),
    ...field('reading', reading),
    ...field('symbols', symbols),
  ];
  return `{\n${fields.join(',\n')}\n}\n`;
}
