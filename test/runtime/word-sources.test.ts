import { describe, expect, test } from 'vitest';
import { numbersFromLines, randomInputs, stepsFromLines, wordsFromLines } from '../../src/runtime/index.ts';
import { adder, parity, type Task } from '../../src/tasks/index.ts';
import { all, lines } from './lines.ts';

const vending: Task = {
  ...parity,
  symbols: {
    inputs: [
      ['none', 0],
      ['coin', 1],
    ],
  },
};
/** Its word 1 is called 0. */
const turned: Task = {
  ...parity,
  symbols: {
    inputs: [
      ['1', 0],
      ['0', 1],
    ],
  },
};

const read = async (task: Task, ...text: string[]) =>
  (await all(wordsFromLines(task, lines(...text)))).map((words) => [...words]);

describe('streams of inputs from lines', () => {
  test('steps that the plotter got are read, and one that states a wrong output is refused', async () => {
    const steps = ['x:1,reset:1,odd:1,h1:0.5', 'x:1,reset:0,odd:0,h1:0.5'];
    expect(await read(parity, ...steps)).toEqual([[1, 1]]);
    await expect(read(parity, steps[0] as string, 'x:1,reset:0,odd:1,h1:0.5')).rejects.toThrow(
      'line 2: states 1, which is not what the parity gives there',
    );
  });

  test.each<[Task, string[], number[][]]>([
    [
      vending,
      ['coin', '# note', 'none', '', 'coin,coin'],
      [
        [1, 0],
        [1, 1],
      ],
    ],
    [adder, ['10,01 # both', '11', '', '00'], [[1, 2, 3], [0]]],
    [parity, ['0110'], [[0, 1, 1, 0]]],
    [turned, ['0110', '1'], [[1, 0, 0, 1, 0]]],
    [
      vending,
      ['coin,none → 1,1  ✓', 'coin → 0  ✗ right is 1', '2 results, 1 error; 3 steps in 1 s, 3 bits/s'],
      [[1, 0], [1]],
    ],
    [adder, ['a 101  b 011 → sum 110  ✓'], [[1, 2, 3]]],
    [adder, ['{"event":"answer","numbers":["1"],"inputs":["10","01"]}', '{"event":"end"}'], [[1, 2]]],
  ])('%# may be written so', async (task, text, due) => {
    expect(await read(task, ...text)).toEqual(due);
  });

  test.each<[Task, string[], string]>([
    [vending, ['coin', 'cent'], 'line 2: not an input of parity: "cent"'],
    [adder, ['a 101  c 011 → sum 110  ✓'], 'expected a, b, got "a 101  c 011"'],
    [adder, ['a 1…1  b 0…1 → sum 1…0  ✓'], 'is abridged'],
    [adder, ['{"event":"answer"}'], 'expected an answer of stream --json with its inputs'],
    [adder, [], 'expected inputs, got nothing'],
    [adder, ['', '# one'], 'expected inputs, got none'],
  ])('%# are refused', async (task, text, message) => {
    await expect(read(task, ...text)).rejects.toThrow(message);
  });
});

/** Parity of which never two ones follow each other. */
const single: Task = {
  ...parity,
  states: ['after 0', 'after 1'],
  next: [0, 1, 0, -1],
  output: [0, 1, 0, 0],
  care: [1, 1, 1, 0],
};

describe('an input that never comes', () => {
  const never = (line: number, step: number) =>
    expect.stringMatching(
      new RegExp(`^line ${line}: .*step ${step} is .* = 1, which never comes in the state after 1`),
    );
  const refused = async (source: AsyncIterable<unknown>) => {
    const taken: unknown[] = [];
    try {
      for await (const each of source) taken.push(each);
    } catch (error) {
      return { taken: taken.length, message: (error as Error).message };
    }
    return { taken: taken.length };
  };

  test('is refused with its line and step, in words, bits and numbers; streams before it are taken', async () => {
    expect(await refused(wordsFromLines(single, lines('10', '', '0', '1', '1')))).toEqual({
      taken: 1,
      message: never(5, 3),
    });
    expect(await refused(stepsFromLines(single, lines('1', '', '1', '1')))).toEqual({
      taken: 2,
      message: never(4, 2),
    });
    expect(await refused(numbersFromLines(single, lines('5', '6')))).toEqual({
      taken: 1,
      message: never(2, 3),
    });
  });

  test('is not drawn', async () => {
    const calculates: Task = { ...single, reading: { operator: '', extraSteps: 0, output: 'unsigned' } };
    for (const task of [single, calculates])
      for (const words of randomInputs(task, 1, 20, 20)) {
        expect(words).toBeInstanceOf(Uint8Array);
        expect((words as Uint8Array).join('')).not.toContain('11');
      }
  });
});
