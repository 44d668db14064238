import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wordOf, wordText } from '../../src/machine/index.ts';
import { networkText } from '../../src/network/index.ts';
import { parseNetwork } from '../../src/network/parse-network.ts';
import {
  adder,
  checkTask,
  MachineFileError,
  parseMachine,
  parseTask,
  type Task,
  taskText,
} from '../../src/tasks/index.ts';
import { documentOf, proven } from '../fixed/networks.ts';
import { machines } from '../machine/machines.ts';

const named: Task = checkTask({
  ...adder,
  symbols: {
    inputs: [
      ['none', 0],
      ['both', 3],
    ],
    outputs: [['one', 1]],
  },
});

describe('symbols', () => {
  test('name words; others are bits', () => {
    expect([0, 1, 2, 3].map((word) => wordText(named, 'inputs', word))).toEqual(['none', '10', '01', 'both']);
    expect(['none', '10', '01', 'both', '1', 'x'].map((text) => wordOf(named, 'inputs', text))).toEqual([
      0,
      1,
      2,
      3,
      undefined,
      undefined,
    ]);
    expect([wordText(named, 'outputs', 1), wordText(named, 'outputs', 1, 0)]).toEqual(['one', '-']);
  });

  test.each<[unknown, string]>([
    [[], 'symbols: expected an object'],
    [{ input: [] }, 'symbols.input: expected inputs or outputs'],
    [{ inputs: [] }, 'symbols.inputs: expected a list of 1–4 names'],
    [{ inputs: [['', 1]] }, 'symbols.inputs[0]: expected a name of 1–64 characters'],
    [{ inputs: [['a', 4]] }, 'symbols.inputs[0]: expected a word, 0–3, got 4'],
    [
      {
        inputs: [
          ['a', 1],
          ['a', 2],
        ],
      },
      'symbols.inputs[1]: expected each name and each word once, got a, 2',
    ],
    [
      {
        inputs: [
          ['a', 1],
          ['b', 1],
        ],
      },
      'symbols.inputs[1]: expected each name and each word once, got b, 1',
    ],
  ])('%j is refused', (symbols, message) => {
    expect(() => checkTask({ ...adder, symbols: symbols as never })).toThrow(message);
  });

  test('stand in the network file and come out of it', async () => {
    const document = documentOf(await proven());
    expect(parseNetwork(networkText(document), 'it').symbols).toBeUndefined();
    const changed = networkText({ ...document, symbols: { inputs: [['far', 9]] } });
    expect(() => parseNetwork(changed, 'it')).toThrow('it: symbols.inputs[0]: expected a word, 0–3, got 9');
    const unsigned = networkText({ ...document, symbols: { inputs: [['both', 3]] } });
    expect(() => parseNetwork(unsigned, 'it')).toThrow('digests.file');
  });
});

describe('JSON', () => {
  test('what is written is read as the same task', () => {
    fc.assert(
      fc.property(machines(), (machine) => {
        const task = checkTask({ ...machine, about: 'any', symbols: { outputs: [['x "y"', 1]] } });
        expect(parseTask(taskText(task), 'it')).toEqual(task);
      }),
    );
  });
});

describe('parseMachine goes by extension, else by content', () => {
  test.each([
    ['it.json', taskText(adder), 'json'],
    ['it', taskText(adder), 'json'],
    ['it.KISS2', '.i 1\n.o 1\n- a a 1', 'kiss2'],
    ['it', '# comment\n.i 1\n.o 1\n- a a 1', 'kiss2'],
    ['it', '.model x\n.start_kiss\n.i 1\n.o 1\n- a a 1\n.end_kiss', 'kiss2'],
    ['it.gv', 'digraph { a -> a [label="x/1"] }', 'dot'],
    ['it.txt', '/* by hand */ digraph { a -> a [label="x/1"] }', 'dot'],
    ['it', 'x,y\n0,1\n1,0', 'csv'],
  ])('%s: %j is %s', async (path, text, format) => {
    expect((await parseMachine(text, path)).format).toBe(format);
  });

  test('and refuses what is none', async () => {
    await expect(parseMachine('hello world', 'it.txt')).rejects.toThrow(MachineFileError);
    await expect(parseMachine('hello world', 'it.txt')).rejects.toThrow(
      'it.txt: expected a machine: KISS2 (.kiss2)',
    );
    await expect(parseMachine('export const inputs = ["a", "b"];', 'it')).rejects.toThrow(
      'it: expected a machine as data, got code',
    );
    await expect(parseMachine('# mine\nhello world', 'it')).rejects.toThrow(
      'it: expected a machine: KISS2, DOT, JSON or recordings, got "hello world"; carrybit train --machine also reads .regex, .mjs and .ts files',
    );
  });
});
