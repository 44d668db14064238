import { describe, expect, test } from 'vitest';
import { RESET_BIT, stepsFromLines } from '../../src/runtime/index.ts';
import { adder, parity } from '../../src/tasks/index.ts';
import { all, lines } from './lines.ts';

const read = async (...text: string[]) => Buffer.concat(await all(stepsFromLines(adder, lines(...text))));
const STEPS = Buffer.from([RESET_BIT | 1, 2, RESET_BIT | 3, 0]);

describe('steps from lines', () => {
  test.each<[string, string[]]>([
    ['an empty line between numbers', ['10', '0 1', '', '', '11 # both', '00']],
    ['comments, which begin no number', ['10', '# note', '  # another', '01', '', '11', '00']],
    ['underscores', ['1_0', '0_1', '', '1_1', '0_0']],
    ['delimiters and quotes', ['1,0', '"0";"1"', '', '1\t1', '0 0']],
    ['names', ['a,b', '1,0', '0,1', '', '1,1', '0,0']],
    ['names in upper case', ['A,B', '1,0', '0,1', '', '1,1', '0,0']],
    ['no-break spaces', ['\ufeff1\u00a00', '0\u202f1\u00a0', '\u00a0', '1\u00a01', '0 0']],
    ['names in another order, and a reset', ['b,reset,a', '0,1,1', '1,0,0', '1,1,1', '0,0,0']],
    [
      'documents of stream --raw --json',
      [
        '{"event":"step","first":true,"inputs":"10","outputs":"1"}',
        '{"event":"step","first":false,"inputs":"01","outputs":"1"}',
        '{"event":"number","right":true,"steps":2}',
        '{"event":"step","first":true,"inputs":"11","outputs":"0"}',
        '{"event":"step","first":false,"inputs":"00","outputs":"1"}',
        '{"event":"end"}',
      ],
    ],
  ])('may have %s', async (_, text) => {
    expect(await read(...text)).toEqual(STEPS);
  });

  test.each([
    [['a,b,sum', '1,1,1'], 'line 2: states sum = 1, which is not what the adder gives there: "1,1,1"'],
    [['a,b,sum', '1,1,0', '0,0,x'], 'line 3: expected 0 or 1 as the output, got "x"'],
    [['a:1,b:0,reset:1,sum:1,h1:-0.98', 'a:0,b:0,reset:0,sum:1,h1:-0.98'], 'line 2: states sum = 1'],
    [['{"event":"step","first":true,"inputs":"10","outputs":"0"}'], 'line 1: states sum = 0'],
  ])('that state an output which is wrong are refused: %j', async (text, message) => {
    await expect(read(...text)).rejects.toThrow(message);
  });

  test('may state outputs', async () => {
    const text = ['a,sum,b', '1,1,0', '0,1,1', '', '1,0,1', '0,,0'];
    expect(await read(...text)).toEqual(STEPS);
  });

  test('of one input are a bit a line', async () => {
    expect(Buffer.concat(await all(stepsFromLines(parity, lines('1', '0'))))).toEqual(
      Buffer.from([RESET_BIT | 1, 0]),
    );
  });

  test.each<[string[], string]>([
    [['1'], 'line 1: expected a step of the adder, 2 bits, 0 or 1: ab, got "1"'],
    [['12'], 'got "12"'],
    [['101'], 'got "101"'],
    [['a,b', '1,0,1'], 'line 2: expected 2 columns, got 3'],
    [['a,b,reset', '1,0,x'], 'reset: expected 0 or 1, got "x"'],
    [['clk,a,b', '0,1,0'], 'expected a step a line, got a column for the clock'],
    [['{"event":"answer"}'], 'expected a step of stream --raw --json'],
    [[], 'expected steps, a line of bits each, got nothing'],
    [['# one', ''], 'expected steps, a line of bits each, got none'],
  ])('%j are refused', async (text, message) => {
    await expect(read(...text)).rejects.toThrow(message);
  });
});
