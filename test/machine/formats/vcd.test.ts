import { describe, expect, test } from 'vitest';
import { columnsOf, parseRecordings, readRecordings } from '../../../src/machine/formats/index.ts';
import { difference, type Machine, MachineStepper } from '../../../src/machine/index.ts';

const HEAD = `$date today $end
$version a logic analyzer $end
$timescale 1 ns $end
$scope module top $end
$var wire 1 ! clk $end
$var wire 1 " reset $end
$var wire 1 # x $end
$var reg 1 $ odd $end
$upscope $end
$enddefinitions $end
`;

const parity: Machine = {
  ...{ name: 'it', inputs: ['x'], outputs: ['odd'], states: ['even', 'odd'], initial: 0 },
  ...{ next: [0, 1, 1, 0], output: [0, 1, 1, 0], care: [1, 1, 1, 1] },
};

/** A dump of a machine of one input and one output: the output settles after each edge. */
function dump(machine: Machine, sequences: readonly (readonly number[])[]): string {
  const stepper = new MachineStepper(machine);
  let time = 0;
  const later = () => {
    time += 5;
    return `#${time}`;
  };
  const lines = ['#0', '$dumpvars', '0!', '0"', '0#', '0$', '$end'];
  for (const sequence of sequences) {
    lines.push(later(), '1"', later(), '1!', later(), '0!', '0"');
    stepper.reset();
    for (const word of sequence) {
      lines.push(later(), `${word}#`, later(), '1!', later(), `${stepper.step(word)}$`);
      lines.push(later(), '0!');
    }
  }
  return `${HEAD}${lines.join('\n')}\n`;
}

/** A dump in µs of the levels of clk, reset, x and odd, from one time to the next. */
const levels = (
  ...changes: readonly (readonly [time: number, clk: number, reset: number, x: number, odd: number])[]
) =>
  `${HEAD.replace('1 ns', '1 us')}${changes.map(([time, clk, reset, x, odd]) => `#${time}\n${clk}!\n${reset}"\n${x}#\n${odd}$\n`).join('')}`;

const STEPS = [
  [1, 1],
  [1, 0],
  [0, 0],
  [1, 1],
] as const;

/** Presses of a button: x and the output after it; contacts bounce where they open and close. */
function presses(bounces: boolean, gap_us = 40_000): string {
  let time = 0;
  const changes: [number, number, number, number, number][] = [];
  const after = (us: number, clk: number, x: number, odd: number) => {
    time += us;
    changes.push([time, clk, 0, x, odd]);
  };
  after(0, 0, 0, 0);
  let was = 0;
  for (const [x, odd] of STEPS) {
    after(gap_us, 0, x, was);
    after(900, 1, x, was);
    after(4, 1, x, odd);
    if (bounces) for (const clk of [0, 1, 0, 1]) after(700, clk, x, odd);
    after(60_000, 1, x, odd);
    if (bounces) for (const clk of [0, 1]) after(1500, clk, x, odd);
    after(2000, 0, x, odd);
    was = odd;
  }
  return levels(...changes);
}

const wordsOf = (text: string, clock?: 'button' | 'electronic') =>
  readRecordings(text, 'it', undefined, undefined, clock).sequences.map((sequence) =>
    sequence.map(({ word, output }) => [word, output]),
  );

describe('the clock of a dump', () => {
  test('that is a button which bounces makes one step of a press, as on the board', () => {
    expect(wordsOf(presses(true), 'button')).toEqual([STEPS]);
    expect(wordsOf(presses(true), 'electronic')).toEqual([expect.objectContaining({ length: 16 })]);
  });

  test('is refused where its edges may be bounces or steps, with both readings', () => {
    expect(() => wordsOf(presses(true))).toThrow(
      'line 36: the clock rises less than 7.2 ms after it fell, as a button does that bounces, and so do 12 of its 16 edges: expected --clock button, which makes 4 steps of them, or --clock electronic, which makes 16',
    );
  });

  test('needs no option where both readings are the same, or where it never rests', () => {
    expect(wordsOf(presses(false))).toEqual([STEPS]);
    expect(wordsOf(presses(false, 2000))).toEqual([STEPS]);
  });

  test('counts as pressed again after 7.2 ms without contact, not after less', () => {
    const again = (low: number) =>
      levels([0, 0, 0, 0, 0], [9, 1, 0, 0, 0], [99, 0, 0, 1, 0], [99 + low, 1, 0, 1, 1]);
    expect(wordsOf(again(7200), 'button')).toEqual([
      [
        [0, 0],
        [1, 1],
      ],
    ]);
    expect(wordsOf(again(7199), 'button')).toEqual([[[0, 1]]]);
  });

  test('that is a button is pressed before or after reset alone, which begins a new sequence', () => {
    const text = levels(
      ...([
        [0, 0, 0, 1, 0],
        [10_000, 1, 0, 1, 1],
        [20_000, 0, 0, 1, 1],
      ] as const),
      ...([
        [30_000, 0, 1, 1, 1],
        [40_000, 0, 0, 1, 0],
        [50_000, 1, 0, 1, 1],
      ] as const),
    );
    expect(wordsOf(text)).toEqual([[[1, 1]], [[1, 1]]]);
  });

  test.each([
    [presses(true).replace(/\$timescale.*\n/, ''), 'expected a $timescale, as $timescale 1 us $end'],
    [
      presses(true).replace(' clk ', ' pin_4 '),
      'expected a signal named clk or clock with --clock button, got pin_4, reset',
    ],
  ])('that is said to be a button needs times and a name', (text, message) => {
    expect(() => wordsOf(text, 'button')).toThrow(message);
  });
});

describe('a value change dump', () => {
  test('is read step by step, at the rising edges of its clock', () => {
    const { named, sequences } = readRecordings(
      dump(parity, [
        [1, 0, 1],
        [0, 1],
      ]),
      'it',
    );
    expect(named).toEqual({ name: 'it', inputs: ['x'], outputs: ['odd'] });
    expect(sequences.map((sequence) => sequence.map(({ word, output }) => [word, output]))).toEqual([
      [
        [1, 1],
        [0, 1],
        [1, 0],
      ],
      [
        [0, 0],
        [1, 1],
      ],
    ]);
  });

  test('is a machine again', () => {
    const streams = Array.from({ length: 12 }, (_, index) =>
      Array.from({ length: 8 }, (_, bit) => ((index * 37) >> bit) & 1),
    );
    const { machine } = parseRecordings(dump(parity, streams), 'it');
    expect(difference(machine, parity)).toBeUndefined();
  });

  test('without a clock is a step at each time, vectors are bits, and x is not recorded', () => {
    const text = `$var wire 2 a data $end $var wire 1 b y $end $enddefinitions $end\n#1\nb1 a\n1b\n#2\nb10 a\n0b\n#3\nb11 a\nxb\n`;
    const { named, sequences, notes } = readRecordings(`$scope module m $end ${text}`, 'it');
    expect(named.inputs).toEqual(['data.0', 'data.1']);
    expect(notes).toContain(
      'No signal is named clk or clock, so each time at which something changes is a step, bounces of buttons too.',
    );
    expect(sequences[0]?.map(({ word, output, care }) => [word, output, care])).toEqual([
      [1, 1, 1],
      [2, 0, 1],
      [3, 0, 0],
    ]);
  });

  const bus = `$scope module m $end $var wire 1 a x $end $var wire 2 b out [1:0] $end $var wire 1 c clk $end $enddefinitions $end
#0\n0a\nb00 b\n0c\n#1\n1c\n#2\nb01 b\n0c\n1a\n#3\n1c\n#4\nb11 b\n`;

  test('has its whole last signal as outputs, and a bus that is named is all of its bits', () => {
    const { named, sequences, notes } = readRecordings(bus, 'it');
    expect([named.inputs, named.outputs]).toEqual([['x'], ['out.0', 'out.1']]);
    expect(sequences[0]?.map(({ word, output }) => [word, output])).toEqual([
      [0, 1],
      [1, 3],
    ]);
    expect(notes).toContain(
      'The last signal, out, is taken as the output, all 2 bits of it (others: --outputs a,b).',
    );
    const given = readRecordings(bus, 'it', ['out']);
    expect([given.named, given.sequences]).toEqual([named, sequences]);
    expect(given.notes.join()).not.toContain('taken as the output');
    expect(readRecordings(bus, 'it', ['out.1']).named.inputs).toEqual(['x', 'out.0']);
    expect(() => readRecordings(bus, 'it', ['y'])).toThrow('expected an output signal "y", got x, out');
    expect(columnsOf(bus)).toEqual(expect.arrayContaining(['x', 'out', 'out.0', 'out.1']));
  });

  test('whose steps contradict each other is told what a step is', () => {
    const what =
      /A step is a rising edge of clk, with the inputs just before it and the outputs just before the next one/;
    const text = dump(parity, [[1], [1], [1]]).replace('1$', '0$');
    expect(() => parseRecordings(text, 'it')).toThrow(/^line \d+: contradicts line \d+: /);
    expect(() => parseRecordings(text, 'it')).toThrow(what);
    const streams = Array.from({ length: 12 }, (_, index) =>
      Array.from({ length: 8 }, (_, bit) => ((index * 37) >> bit) & 1),
    );
    const clean = dump(parity, streams);
    expect(parseRecordings(clean, 'it').notes.join()).not.toMatch(what);
    const { notes } = parseRecordings(clean.replace('1$', '0$'), 'it');
    expect(notes).toContainEqual(expect.stringMatching(what));
  });

  test.each([
    ['#0\n1?', 'line 12: expected a signal that is declared, got "?"'],
    ['#0\nr1.5 !', 'line 12: expected signals of 0 and 1, got the real number 1.5'],
    ['#0\nhello', 'line 12: expected a time or a change of a signal, got "hello"'],
    ['#5\n1!\n#3', 'line 13: expected a time as #5 or later, got "#3"'],
    ['#-5', 'line 11: expected a time as #0 or later, got "#-5"'],
    ['#soon', 'line 11: expected a time as #0 or later, got "#soon"'],
    ['', 'expected recordings'],
  ])('with %j is refused with its line', (rest, message) => {
    expect(() => readRecordings(`${HEAD}${rest}`, 'it')).toThrow(message);
  });
});
