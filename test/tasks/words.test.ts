import { describe, expect, test } from 'vitest';
import { checkTask, inputWords } from '../../src/tasks/index.ts';

const task = checkTask({
  ...{ name: 'door', inputs: ['i0', 'i1'], outputs: ['o'], states: ['s'], initial: 0 },
  ...{ next: [0, 0, 0, 0], output: [0, 0, 0, 0] },
  symbols: {
    inputs: [
      ['motor up', 0],
      ['stop', 1],
      ['ack, fin', 2],
      ['say "x"', 3],
    ],
  },
});

describe('inputWords', () => {
  test.each([
    ['motor up,stop,motor up', [0, 1, 0]],
    ['stop "motor up" stop', [1, 0, 1]],
    ['"ack, fin", stop', [2, 1]],
    ['say "x",11', [3, 3]],
    ['stop,stop\n10 ', [1, 1, 1]],
    ['stop,10,', [1, 1]],
    ['', []],
  ])('reads %j', (text, words) => {
    expect([...inputWords(task, text)]).toEqual(words);
  });

  test('names symbols in the form in which they are typed', () => {
    expect(() => inputWords(task, 'motor down')).toThrow(
      'not an input of door: "motor"; expected one of "motor up", stop, "ack, fin", "say "x"", or 2 bits (i0 i1)',
    );
  });

  test.each([
    ['stop,,10', 'place 2 of 3'],
    [',stop', 'place 1 of 2'],
    ['"ack, fin", ,stop', 'place 2 of 3'],
    ['stop,,', 'place 2 of 3'],
  ])('refuses %j, where an input is missing', (text, place) => {
    expect(() => inputWords(task, text)).toThrow(`expected an input at ${place}, got none`);
  });

  test('takes a long line in no time', () => {
    expect(inputWords(task, '00,'.repeat(1_000_000))).toHaveLength(1_000_000);
    expect(() => inputWords(task, '"\\'.repeat(1_000_001))).toThrow('not an input of door');
    expect(inputWords(task, 'stop "motor up" '.repeat(500_000))).toHaveLength(1_000_000);
  }, 5000);
});
