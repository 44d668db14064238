import { describe, expect, test } from 'vitest';
import { kiss2Text, parseKiss2 } from '../../../src/machine/formats/index.ts';
import { MachineStepper } from '../../../src/machine/index.ts';

const read = (...rows: string[]) => parseKiss2(rows.join('\n'), 'it');

describe('parseKiss2', () => {
  test('reads cubes, names, don’t-cares and the reset state', () => {
    const { machine, notes } = read(
      '# a comment',
      '.i 2',
      '.o 2',
      '.ilb go stop',
      '.p 4',
      '.s 2',
      '.r run',
      '1- idle run 1-',
      '00 idle idle 00',
      '-1 run idle 01 # another',
      '-0 run run -1',
      '.e',
      '11 lost lost 11',
    );
    expect(notes).toEqual([]);
    expect(machine).toEqual({
      name: 'it',
      inputs: ['go', 'stop'],
      outputs: ['o0', 'o1'],
      states: ['idle', 'run'],
      initial: 1,
      next: [0, 1, -1, 1, 1, 1, 0, 0],
      output: [0, 1, 0, 1, 2, 2, 2, 2],
      care: [3, 1, 0, 1, 2, 2, 3, 3],
    });
  });

  test('takes the first row’s state without .r, and survives wrong counts, saying so', () => {
    const { machine, notes } = read('.i 1', '.o 1', '.p 9', '.s 5', '- b a 1', '- a b 0');
    expect(machine.states[machine.initial]).toBe('b');
    expect(notes).toEqual([
      "There is no .r; b, the first row's state, is the initial one.",
      'Line 3: .p says 9, there are 2 rows.',
      'Line 4: .s says 5, there are 2 states.',
    ]);
  });

  test('takes the last of two .r, saying so', () => {
    const { machine, notes } = read('.i 1', '.o 1', '.r a', '.r b', '- a b 0', '- b a 1');
    expect([machine.states[machine.initial], notes]).toEqual([
      'b',
      ['Line 4: .r stands on line 3, too; the last one counts.'],
    ]);
  });

  test('a row for every state holds in each of them', () => {
    const { machine } = read('.i 1', '.o 1', '.r a', '1 * a 1', '0 a b 0', '0 b b 0');
    expect([machine.states, machine.next, machine.output]).toEqual([
      ['a', 'b'],
      [1, 0, 1, 0],
      [0, 1, 0, 1],
    ]);
  });

  test('after a step to any state nothing is asked', () => {
    const { machine, notes } = read('.i 1', '.o 1', '.r a', '1 a * 1', '0 a a 0');
    const stepper = new MachineStepper(machine);
    expect([stepper.step(1), stepper.care]).toEqual([1, 1]);
    expect([stepper.step(0), stepper.care, stepper.step(1), stepper.care]).toEqual([0, 0, 0, 0]);
    expect(notes.at(-1)).toContain('lead to any state');
  });

  test('rows that overlap and agree are one, the more precise one counts', () => {
    const { machine } = read('.i 2', '.o 2', '.r a', '1- a a 1-', '-1 a a -0', '00 a a 00');
    expect([machine.output, machine.care]).toEqual([
      [0, 1, 0, 1],
      [3, 1, 2, 3],
    ]);
  });

  test.each([
    [
      ['.i 2', '.o 1', '0- a a 0', '-0 a b 0'],
      'line 4: contradicts line 3: "a", input -0 leads to "a" there and to "b" here',
    ],
    [
      ['.i 1', '.o 1', '0 a a 0', '0 a a 1'],
      'line 4: contradicts line 3: "a", input 0 has another output there',
    ],
    [['.i 13', '.o 1', `${'0'.repeat(13)} a a 1`], 'line 1: expected 1–12 input bits, got 13'],
    [['.i 1', '.o 17', `0 a a ${'0'.repeat(17)}`], 'line 2: expected 1–16 output bits, got 17'],
    [['.i one', '.o 1', '0 a a 1'], 'line 1: .i: expected how many input bits there are, got "one"'],
    [['.i 2', '.o 1', '0 a a 1'], 'line 3: expected 2 input bits of 0, 1 and -, got "0"'],
    [['.i 1', '.o 1', '0 a a 2'], 'line 3: expected 1 output bit of 0, 1 and -, got "2"'],
    [['.i 1', '.o 1', '0 a'], 'line 3: expected inputs, state, next state and outputs, got "0 a"'],
    // Rows are checked by themselves first: a fault at the end of a large file is found before its steps are made.
    [
      ['.i 1', '.o 1', '0 a a 0', '0 a b 0', '0- a a 0'],
      'line 5: expected 1 input bit of 0, 1 and -, got "0-"',
    ],
    [['.i 1', '.o 1', '0 * a 0', `0 a ${'b'.repeat(65)} 0`], "line 4: expected a state's name"],
    [['.i 1', '.o 1', '0 * * 0'], 'line 3: expected a state by its name in some row'],
    [['.i 1', '.o 1', '.r z', '0 a a 1'], 'line 3: .r: expected a state that a row names, got "z"'],
    [
      ['.i 1', '.o 1', '0 a b\u001b[31m 1'],
      'line 3: expected a state\'s name of 1–64 characters without control characters, got "b\\u001b[31m"',
    ],
    [['.i 1', '.o 1', `0 ${'a'.repeat(65)} b 1`], "line 3: expected a state's name of 1–64 characters"],
    [['.i 1', '.o 1'], 'expected KISS2'],
    [
      ['.i 1', '.o 1', ...Array.from({ length: 300 }, (_, at) => `0 s${at} s${at + 1} 1`)],
      'line 258: expected at most 256 states',
    ],
    [
      ['.i 1', '.o 1', '0 a a 1\n'.repeat(2 ** 20 + 1)],
      'line 1048579: expected at most 1048576 rows, got more; some say the same',
    ],
  ])('%# is refused with its line', (rows, message) => {
    expect(() => read(...rows)).toThrow(message);
  });

  test('names that KISS2 cannot hold are changed, said, and kept in comments', () => {
    const machine = parseKiss2('.i 1\n.o 2\n.r a\n- a b 10\n- b a 01', 'it').machine;
    const named = {
      machine: { ...machine, states: ['all well', '*'], name: 'two words', inputs: ['to be'] },
      symbols: {
        inputs: [['not to be', 0]] as const,
        outputs: [
          ['a "quoted\\ one"', 1],
          ['two', 2],
        ] as const,
      },
    };
    const { text, lost } = kiss2Text(named);
    expect(lost).toEqual([
      'The state "all well" is written as all_well; a comment keeps its name, which carrybit reads.',
      'The state "*" is written as _; a comment keeps its name, which carrybit reads.',
      'The input "to be" is written as to_be; a comment keeps its name, which carrybit reads.',
      'Symbols of inputs are written as bits; comments keep them, which carrybit reads.',
      'Symbols of outputs are written as bits; comments keep them, which carrybit reads.',
    ]);
    const again = parseKiss2(text, 'it');
    expect([again.machine, again.symbols]).toEqual([named.machine, named.symbols]);
    // Other readers skip comments.
    const bare = parseKiss2(text.replace(/^#.*\n/gm, ''), 'it');
    expect([bare.machine.states, bare.machine.inputs, bare.symbols]).toEqual([
      ['all_well', '_'],
      ['to_be'],
      undefined,
    ]);
  });

  test('comments that name what is not there are said to be unused', () => {
    const { machine, symbols, notes } = read(
      ...['#.state z "zed"', '#.state a "b"', '#.in 00 "x"', '#.in 0 "x"', '#.in 1 "x"', '#.in 1 "\\q"'],
      ...['#.other "y"', '# .in 1 "z"', '.i 1', '.o 1', '.r a', '- a b 1', '- b a 0', '.e'],
    );
    expect([machine.states, symbols]).toEqual([['a', 'b'], { inputs: [['x', 0]] }]);
    expect(notes.filter((note) => note.includes('is not used')).map((note) => note.split(':')[0])).toEqual([
      ...['Line 6', 'Line 3', 'Line 5', 'Line 1', 'Line 2'],
    ]);
    expect(notes).toContain('Line 1: the name "zed" is not used: it fits nothing, or is taken.');
  });
});
