import { describe, expect, test } from 'vitest';
import { FIRST, numbersFromLines, randomNumbers, stepsFromLines } from '../../src/runtime/index.ts';
import { adder, parity } from '../../src/tasks/index.ts';

async function* lines(...text: string[]) {
  yield* text;
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('random numbers', () => {
  test('are those of the seed, in number and size as asked', () => {
    const draw = (seed: number) => [...randomNumbers(adder, seed, 100, 50)];
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    const all = draw(7).flat();
    expect(all.length).toBe(100);
    expect(all.every((number) => number < 2n ** 100n)).toBe(true);
    expect(all.some((number) => number >= 2n ** 99n)).toBe(true);
  });
});

describe('numbers from lines', () => {
  test('may stand in any notation, with comments and empty lines between', async () => {
    const text = lines('13 4', '', '# nothing', '0xff,0b11 # both', `  ${10n ** 50n}\t1  `);
    expect(await all(numbersFromLines(adder, text))).toEqual([
      [13n, 4n],
      [255n, 3n],
      [10n ** 50n, 1n],
    ]);
    expect(await all(numbersFromLines(parity, lines('7', '0')))).toEqual([[7n], [0n]]);
  });

  test.each([
    [['1 2', '3'], 'line 2 has 1 numbers, the adder takes 2: "3"'],
    [['1 2 3'], 'line 1 has 3 numbers, the adder takes 2'],
    [['', '1 x'], 'line 2: "x" is no number'],
    [['1 -2'], 'line 1: "-2" is no number'],
  ])('%j are refused', async (text, message) => {
    await expect(all(numbersFromLines(adder, lines(...text)))).rejects.toThrow(message);
  });
});

describe('steps from lines', () => {
  test('are a line a step, an empty line begins a new number', async () => {
    const steps = await all(stepsFromLines(adder, lines('10', '0 1', '', '', '11 # both', '00')));
    expect(Buffer.concat(steps)).toEqual(Buffer.from([FIRST | 1, 2, FIRST | 3, 0]));
  });

  test.each([
    ['1', 'line 1 is "1"; a step of the adder is 2 bits, 0 or 1: ab'],
    ['12', 'line 1 is "12"'],
    ['101', 'line 1 is "101"'],
  ])('%j is refused', async (text, message) => {
    await expect(all(stepsFromLines(adder, lines(text)))).rejects.toThrow(message);
  });
});
