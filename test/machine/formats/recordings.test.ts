import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsOf, parseRecordings, readRecordings } from '../../../src/machine/formats/index.ts';
import {
  difference,
  type Machine,
  MachineStepper,
  minimize,
  tabulate,
  unpack,
} from '../../../src/machine/index.ts';
import { draws } from '../../draws.ts';
import { machines } from '../machines.ts';

/** Recordings of a machine: so many sequences of so many steps, with the inputs that `draw` gives. */
function record(
  machine: Machine,
  sequences: number,
  steps: number,
  draw: () => number,
  wrong = () => false,
): string {
  const stepper = new MachineStepper(machine);
  const lines = [[...machine.inputs, ...machine.outputs.map((name) => `out:${name}`)].join(',')];
  for (let sequence = 0; sequence < sequences; sequence++) {
    if (sequence > 0) lines.push('');
    stepper.reset();
    for (let step = 0; step < steps; step++) {
      const word = draw() % 2 ** machine.inputs.length;
      const output = unpack(stepper.step(word), machine.outputs.length).map((bit) =>
        wrong() ? 1 - bit : bit,
      );
      lines.push([...unpack(word, machine.inputs.length), ...output].join(','));
    }
  }
  return lines.join('\n');
}

/** A traffic light with a button: seven states, each of which waits for the tick. */
const crossing = tabulate({
  name: 'crossing',
  inputs: ['button', 'tick'],
  outputs: ['red', 'yellow', 'green', 'walk'],
  states: ['go', 'asked', 'slow', 'stop', 'walk', 'clear', 'ready'],
  initial: 0,
  step(state: number, [button, tick]: readonly number[]) {
    const next = state === 0 ? (button ? 1 : 0) : tick ? (state + 1) % 7 : state;
    const lights = ['0010', '0010', '0100', '1000', '1001', '1000', '1100'][next] as string;
    return { state: next, outputs: [...lights].map(Number) };
  },
});

/** Says so at every fifth 1. */
const counter: Machine = {
  ...{ name: 'counter', inputs: ['up'], outputs: ['fifth'], states: ['0', '1', '2', '3', '4'], initial: 0 },
  ...{ next: [0, 1, 1, 2, 2, 3, 3, 4, 4, 0], output: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1] },
  care: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
};

describe('parseRecordings', () => {
  test('finds the machine again that was recorded long enough', () => {
    fc.assert(
      fc.property(
        machines({ maxStates: 4, maxInputs: 1, maxOutputs: 2, partial: false }),
        fc.nat(),
        (machine, seed) => {
          const { machine: found } = parseRecordings(record(machine, 30, 20, draws(seed)), 'it');
          expect(found.states.length).toBeLessThanOrEqual(minimize(machine).states.length);
          const again = parseRecordings(record(machine, 30, 20, draws(seed)), 'it').machine;
          expect(again).toEqual(found);
          // What it says of the recordings is what they say.
          const stepper = new MachineStepper(machine);
          const other = new MachineStepper(found);
          const draw = draws(seed);
          for (let step = 0; step < 600; step++) {
            if (step % 20 === 0) {
              stepper.reset();
              other.reset();
            }
            const word = draw() % 2;
            expect(other.allows(stepper.step(word), other.step(word))).toBe(true);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  /** Changes after three equal inputs. */
  const debouncer = minimize({
    name: 'it',
    inputs: ['in'],
    outputs: ['out'],
    states: ['0', '0 then 1', '0 then 11', '1', '1 then 0', '1 then 00'],
    initial: 0,
    next: [0, 1, 0, 2, 0, 3, 4, 3, 5, 3, 0, 3],
    output: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 1],
  });

  test('one wrong bit in a hundred is found out and shown', () => {
    const draw = draws(5);
    let count = 0;
    let at = 0;
    const wrongLines: number[] = [];
    const wrong = () => {
      count += 1;
      at = count + 1 + Math.floor((count - 1) / 40);
      if (count % 97 !== 0) return false;
      wrongLines.push(at);
      return true;
    };
    const { machine, notes } = parseRecordings(record(debouncer, 50, 40, draw, wrong), 'it');
    expect(difference(machine, debouncer)).toBeUndefined();
    expect(notes.join('\n')).toContain(
      `${wrongLines.length} of 2000 recorded output bits (1.00 %) are taken to be wrong, on lines ${wrongLines.slice(0, 8).join(', ')} and`,
    );
  });

  test('a machine of which no clean stretch shows all is found in many recordings with wrong bits', () => {
    const chance = draws(9);
    const wrong = () => chance() % 50 === 0;
    const { machine, notes } = parseRecordings(record(crossing, 60, 30, draws(5), wrong), 'it');
    expect(difference(machine, crossing)).toBeUndefined();
    expect(machine.states).toHaveLength(7);
    expect(notes.join('\n')).toContain('142 of 7200 recorded output bits (1.97 %) are taken to be wrong');
  });

  test('a counter is found in one long recording with wrong bits', () => {
    let count = 0;
    const wrong = () => ++count % 97 === 0;
    const { machine, notes } = parseRecordings(record(counter, 1, 1000, draws(5), wrong), 'it');
    expect(difference(machine, counter)).toBeUndefined();
    expect(notes.join('\n')).toContain('10 of 1000 recorded output bits (1.00 %) are taken to be wrong');
  });

  test('a machine of seven states is found in one long recording with wrong bits', () => {
    const chance = draws(9);
    const wrong = () => chance() % 100 === 0;
    const { machine, notes } = parseRecordings(record(crossing, 1, 1000, draws(5), wrong), 'it');
    expect(difference(machine, crossing)).toBeUndefined();
    expect(machine.states).toHaveLength(7);
    expect(notes.join('\n')).toContain('of 4000 recorded output bits');
  });

  test.each([
    ['many recordings', 50, 20],
    ['one long recording', 1, 1000],
  ])('wrong inputs are told from wrong outputs in %s', (_, sequences, steps) => {
    const text = record(counter, sequences, steps, draws(5)).split('\n');
    const lines = [...text.keys()].filter(
      (at) => at > 200 && /^\d/.test(text[at] as string) && at % 97 === 0,
    );
    for (const at of lines) text[at] = (text[at] as string).replace(/^./, (bit) => String(1 - Number(bit)));
    const { machine, notes } = parseRecordings(text.join('\n'), 'it');
    expect(difference(machine, counter)).toBeUndefined();
    // Some change nothing before the next reset, so nobody can tell.
    expect(lines).toHaveLength(8);
    expect(notes.join('\n')).toMatch(
      /[678] of 1000 recorded input bits \(0\.[678]0 %\) are taken to be wrong, on lines [\d, ]+\.\n/,
    );
    expect(notes.join('\n')).toMatch(/machine inferred \(5 states\) predicts (100\.0|9[7-9]\.\d) %/);
  });

  describe('one odd bit', () => {
    const counted = (sequences: number, steps: number, odd: number) => {
      const text = record(counter, sequences, steps, draws(5)).split('\n');
      text[odd - 1] = (text[odd - 1] as string).replace(/.$/, (bit) => String(1 - Number(bit)));
      return text.join('\n');
    };

    test('in long recordings is named, and the machine found', () => {
      const { machine, notes } = parseRecordings(counted(20, 20, 4), 'it');
      expect(difference(machine, counter)).toBeUndefined();
      expect(notes).toContain(
        'The recordings contradict each other; a machine of 5 states does all but these: 1 of 400 recorded output bits (0.25 %) is taken to be wrong, on line 4.',
      );
    });

    test('in short ones that contradict each other is named, and a machine that does all but it', () => {
      expect(() => parseRecordings('x,y\n0,1\n1,0\n\n0,0\n1,0\n\n0,0\n\n0,0\n1,0\n\n0,0', 'it')).toThrow(
        'line 5: contradicts line 2: the same inputs since the reset, another output. A machine of 1 state does all but 1 of 8 recorded output bits (12.50 %), on line 2, but so few recordings leave open whether it is the right one',
      );
    });

    test('that makes the smallest machine large is named if a smaller one does all the others', () => {
      const modulo4 = tabulate({
        ...{ name: 'modulo 4', inputs: ['up'], outputs: ['full'], states: ['0', '1', '2', '3'], initial: 0 },
        step(state: number, [up = 0]: readonly number[]) {
          const next = (state + up) % 4;
          return { state: next, outputs: [next === 3 ? 1 : 0] };
        },
      });
      const text = record(modulo4, 6, 10, draws(5)).split('\n');
      text[2] = (text[2] as string).replace(/.$/, (bit) => String(1 - Number(bit)));
      const { machine, notes } = parseRecordings(text.join('\n'), 'it');
      expect(machine.states).toHaveLength(5);
      expect(notes).toContain(
        'A machine of 4 states does all but 1 of 60 recorded output bits (1.67 %), on line 3. The recordings are too few to tell whether that is a mistake in them: look there, or record more.',
      );
    });
  });

  /** Vends at the fifth coin or later, if a large one counts twice; detects a pattern; wanders without one. */
  const rare = [
    tabulate({
      name: 'vending',
      inputs: ['small', 'large'],
      outputs: ['vend'],
      states: ['0', '1', '2', '3', '4'],
      initial: 0,
      step(state: number, [small = 0, large = 0]: readonly number[]) {
        const credit = state + small + 2 * large;
        return credit < 5 ? { state: credit, outputs: [0] } : { state: 0, outputs: [1] };
      },
    }),
    tabulate({
      name: 'detector of 101100',
      inputs: ['x'],
      outputs: ['found'],
      states: ['0', '1', '2', '3', '4', '5'],
      initial: 0,
      step(state: number, [x]: readonly number[]) {
        const next = x ? [1, 1, 3, 4, 1, 3][state] : [0, 2, 0, 2, 5, 0][state];
        return { state: next as number, outputs: [Number(state === 5 && x === 0)] };
      },
    }),
    tabulate({
      name: 'maze of 15 states',
      inputs: ['left', 'right'],
      outputs: ['door'],
      states: Array.from({ length: 15 }, (_, state) => `${state}`),
      initial: 0,
      step(state: number, [left = 0, right = 0]: readonly number[]) {
        const way = left + 2 * right;
        const next = (state * (3 + way) + 7 * way + 1) % 15;
        return { state: next, outputs: [Number((state + 2 * way) % 5 === 0)] };
      },
    }),
  ];
  test.each(rare.map((machine) => [machine.name, machine] as const))(
    'the smallest machine is found where outputs are rare: %s',
    (_, machine) => {
      const draw = draws(3);
      // The lowest bits of these numbers repeat soon.
      const widely = () => draw() >> 8;
      const { machine: found, notes } = parseRecordings(record(machine, 200, 100, widely), 'it');
      expect(found.states).toHaveLength(minimize(machine).states.length);
      expect(difference(machine, found)).toBeUndefined();
      expect(notes).toContain(
        `No machine of fewer than ${found.states.length} states does what was recorded.`,
      );
    },
  );

  test.each([
    ['many recordings', 50, 100],
    ['one long recording', 1, 3000],
  ])('a counter to 12 is found in %s', (_, sequences, steps) => {
    const counter = tabulate({
      name: 'counter to 12',
      inputs: ['x'],
      outputs: ['carry'],
      states: Array.from({ length: 12 }, (_, state) => `${state}`),
      initial: 0,
      step(state: number, [x = 0]: readonly number[]) {
        return { state: (state + x) % 12, outputs: [Number(state + x === 12)] };
      },
    });
    const draw = draws(3);
    const { machine } = parseRecordings(
      record(counter, sequences, steps, () => draw() >> 8),
      'it',
    );
    expect(machine.states).toHaveLength(12);
    expect(difference(counter, machine)).toBeUndefined();
  });

  test('recordings that say less than the table of their machine are said to', () => {
    const draw = draws(3);
    const lines = Array.from({ length: 30 }, () => `${draw() & 1},${(draw() >> 3) & 1}`);
    expect(parseRecordings(['a,out', ...lines].join('\n'), 'it').notes).toContain(
      '30 output bits were recorded, and a table of 7 states takes 54: so few recordings hardly support it. Record more.',
    );
  });

  test('an output that is constant in the machine but not in the recordings is said to be rare, or wrong', () => {
    const lines = Array.from({ length: 400 }, (_, step) => {
      const x = (step * 7919) & 4 ? 1 : 0;
      return `${x},${1 - x},${step % 190 === 180 ? 1 : 0}`;
    });
    const text = ['x,other,open', ...lines].join('\n');
    const { machine, notes } = parseRecordings(text, 'it', ['other', 'open']);
    expect(machine.states).toHaveLength(1);
    expect(notes).toContainEqual(
      expect.stringMatching(/^open is always 0 in this machine, but 1 on lines 182, 372 of the recordings\./),
    );
  });

  test('patternless recordings are refused, however many', () => {
    const draw = draws(3);
    const lines = Array.from({ length: 20_000 }, () => `${draw() & 1},${(draw() >> 3) & 1}`);
    expect(() => parseRecordings(['a,out', ...lines].join('\n'), 'it')).toThrow(
      /no machine that fits says less than the 20000 recorded bits themselves\. The best small machine found, of \d+ states?, does \d+ of 20000 recorded output bits \(4\d\.\d\d %\) otherwise: too many to be mistakes/,
    );
  });

  test('one long sequence that says nothing until its end is not merged for ever', () => {
    const lines = Array.from({ length: 30_000 }, (_, step) => `0,${step === 29_999 ? 1 : 0}`);
    expect(() => parseRecordings(['a,out', ...lines].join('\n'), 'it')).toThrow(
      'does 1 of 30000 recorded output bits (0.00 %) otherwise, outputs that never change do 1',
    );
  });

  test('a machine that does little else than outputs which never change is refused', () => {
    // A pulse whenever the sum passes 97: too deep for the search, and a machine that never gives one does nearly all.
    const draw = draws(5);
    let sum = 0;
    const lines = Array.from({ length: 4000 }, () => {
      const x = (draw() >> 5) & 1;
      sum += x === 1 ? 3 : 1;
      const pulse = sum >= 97 ? 1 : 0;
      sum %= 97;
      return `${x},${pulse}`;
    });
    expect(() => parseRecordings(['x,pulse', ...lines].join('\n'), 'it')).toThrow(
      /^expected recordings of a machine with few states; the best one found, of \d+ states?, does .* otherwise, outputs that never change do \d+: what is rare may be lost\. Record more/,
    );
  });

  test('says what the recordings leave open', () => {
    const { machine, notes } = parseRecordings('x,y\n0,0\n0,0\n0,0\n1,1', 'it');
    expect(machine.states).toEqual(['s0']);
    expect(notes.join()).not.toContain('No machine of fewer than');
    expect(notes).toContain(
      'Recordings end with 1 in s0, and never go on from there: where that leads is a guess.',
    );
  });

  test('shows on which stream another machine of the same size differs', () => {
    const { notes } = parseRecordings('x,y\n0,0\n0,1\n1,0\n0,0\n', 'it');
    expect(notes.some((note) => note.includes('fits as well; the two first differ at the end of'))).toBe(
      true,
    );
  });

  test('reads separators, a reset column, times, words and quoted cells', () => {
    const text =
      'time;"reset";press;says\r\n0;1;coin;ok\r\n1;0;button;tea\r\n2;1;button;no\r\n3;0;coin;ok\r\n4;0;button;tea';
    const { machine, symbols, notes } = parseRecordings(text, 'it');
    expect(symbols).toEqual({
      inputs: [
        ['coin', 0],
        ['button', 1],
      ],
      outputs: [
        ['ok', 0],
        ['tea', 1],
        ['no', 2],
      ],
    });
    expect(notes).toContain('5 steps in 2 sequences were read.');
    expect(parseRecordings('a,y\n1,1\n', 'it').notes).toEqual(
      expect.arrayContaining([
        '1 step in 1 sequence was read.',
        expect.stringMatching(/^1 output bit was recorded/),
      ]),
    );
    expect(machine.states.length).toBe(2);
  });

  test.each([
    ['the index that pandas writes, and its floats', ',x,z,y\n0,0.0,0,0.0\n1,1.0,0,1.0\n2,0.0,0,0.0\n'],
    ['a comma at the end of each line', 'x,z,y,\n0,0,0,\n1,0,1,\n0,0,0,\n'],
    ['a line that names the delimiter', 'sep=;\nx;z;y\n0;0;0\n1;0;1\n0;0;0\n'],
    ['a comment before semicolons', '# made, by hand\nx;z;y\n0;0;0\n1;0;1\n0;0;0\n'],
  ])('of other programs are read: %s', (_, text) => {
    const { named, sequences } = readRecordings(text, 'it');
    expect([named.inputs, named.outputs]).toEqual([['x', 'z'], ['y']]);
    expect(sequences.flat().map(({ word, output }) => [word, output])).toEqual([
      [0, 0],
      [1, 1],
      [0, 0],
    ]);
    expect(columnsOf(text).filter(Boolean)).toEqual(['x', 'z', 'y']);
  });

  test('a column of a clock is said to be an input, and a column without a name to be ignored', () => {
    const { notes } = readRecordings(',CLK,x,y\n0,0,0,0\n1,1,0,1\n', 'it');
    expect(notes).toContainEqual(expect.stringMatching(/^The column CLK is an input, and each line a step/));
    expect(notes).toContain('A column without a name is ignored.');
  });

  test('an output that was not recorded may be anything', () => {
    expect(parseRecordings('x,y\n0,\n0,-\n0,1\n1,0', 'it').machine.care).toEqual([1, 1]);
  });

  test.each([
    [
      'x,y\n0,1\n\n0,0\n\n0,1',
      undefined,
      'line 4: contradicts line 2: the same inputs since the reset, another output',
    ],
    ['a,b,y\n0,1,1\n0,1', undefined, 'line 3: expected 3 columns, as line 1 has, got 2'],
    ['a,y\n0,1\n2,1', undefined, 'line 3: expected 0 or 1 in column a, got "2"'],
    [
      'A,B,Y\n00,1,1',
      undefined,
      'line 2: expected 0 or 1 in column A, got "00", which may be 2 bits or the number 0; give each bit a column',
    ],
    ['a,b,y\n0,,1', undefined, 'line 2: expected every input, got one that is empty or unknown'],
    ['0,1\n0,1', undefined, 'line 1: expected names of columns'],
    ['a,a,y\n0,0,0', undefined, 'expected each name once, got "a" twice'],
    ['a,y\n0,1', ['z'], 'expected an output column "z", got a, y'],
    ['y\n1', undefined, 'expected columns of inputs and of outputs'],
    ['', undefined, 'expected recordings'],
    [
      'a,y\n# "so"\n0,1\n\n# 5"\n1,"0\n0,0\n1,1\n',
      undefined,
      'line 6: expected CSV, got a quote that is never closed: "1,\\"0"; put quotes around whole cells or leave them out',
    ],
    ['a,y\n0,1\n1,0"0"\n', undefined, 'line 3: expected CSV, got a quote within a cell: "1,0\\"0\\""'],
    ['a,y\n0,1\n"1"1,0\n', undefined, 'line 3: expected CSV, got text behind a closing quote: "\\"1\\"1,0"'],
    ['a,y\n0,1\n1,"0\n0,0"\n1,1', undefined, 'line 3: expected 0 or 1 in column y, got "0\\n0,0"'],
    [`a,y\n${'0,1\n'.repeat(100_002)}`, undefined, 'line 100002: expected at most 100000 recorded steps'],
    [
      `${Array.from({ length: 13 }, (_, at) => `i${at}`)},y\n${'0,'.repeat(13)}1`,
      undefined,
      'line 1: expected 1–12 input bits, got 13',
    ],
  ])('%# is refused with its line', (text, outputs, message) => {
    expect(() => parseRecordings(text, 'it', outputs)).toThrow(message);
  });
});
