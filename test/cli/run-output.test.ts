import { describe, expect, test } from 'vitest';
import { GpioOutput } from '../../src/cli/run-output.ts';
import type { Shown, StreamOutput } from '../../src/cli/stream-base.ts';
import { type Task, tasks } from '../../src/tasks/index.ts';
import { resultJson } from '../../src/view/index.ts';
import { proven } from '../fixed/networks.ts';

const { fixed: network } = await proven('parity');
/** Parity of streams in which never two ones follow each other, and whose first output is free. */
const single: Task = {
  ...(tasks.get('parity') as Task),
  states: ['after 0', 'after 1'],
  next: [0, 1, 0, -1],
  output: [0, 1, 0, 0],
  care: [1, 1, 0, 0],
};

/** What is shown of these steps at pins; `reset` ends a number. */
function shownOf(task: Task, ...changes: (readonly [inputs: number, outputs: number] | 'reset')[]) {
  const said: unknown[] = [];
  const output = {
    begin() {},
    steps() {},
    note: (text: string) => said.push(text),
    result: (result: Parameters<typeof resultJson>[1]) => said.push(resultJson(task, result).right),
    number: (verdict: string) => said.push(verdict),
    end: (tally: { lines(): string }) => said.push(tally.lines().split(' in ')[0]),
  } as unknown as StreamOutput;
  const gpio = new GpioOutput({ name: 'pins', task, network } satisfies Shown, output);
  for (const change of changes)
    gpio.take(
      change === 'reset' ? { kind: 'reset' } : { kind: 'step', inputs: change[0], outputs: change[1] },
    );
  gpio.end();
  return said;
}

describe('what happens at pins', () => {
  const never = 'step 2 is x = 1, which never comes in the state after 1, as the machine says';

  test('is said at once where an input never comes, and nothing is compared until RESET', () => {
    expect(shownOf(single, [1, 1], [1, 0], [0, 1], 'reset', [1, 1], [0, 1], 'reset')).toEqual([
      `${never}: nothing is compared from there to the next RESET`,
      null,
      true,
      '2 results, 0 errors, 1 not compared; 5 steps',
    ]);
  });

  test('is wrong where it was wrong before', () => {
    expect(shownOf(single, [1, 0], [1, 0], 'reset').slice(1)).toEqual([false, '1 result, 1 error; 2 steps']);
  });

  test('is judged over any number of steps, without the outputs that are free', () => {
    const pairs = Array.from(
      { length: 2100 },
      () =>
        [
          [1, 1],
          [0, 1],
        ] as const,
    ).flat();
    expect(shownOf(single, ...pairs, 'reset')).toEqual(['right', '1 result, 0 errors; 4,200 steps']);
    expect(shownOf(single, ...pairs, [1, 0], 'reset')[0]).toBe('wrong');
  });
});
