import { describe, expect, test } from 'vitest';
import { parseRecordings, readRecordings } from '../../../src/machine/formats/index.ts';
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
    const { named, sequences } = readRecordings(`$scope module m $end ${text}`, 'it');
    expect(named.inputs).toEqual(['data.0', 'data.1']);
    expect(sequences[0]?.map(({ word, output, care }) => [word, output, care])).toEqual([
      [1, 1, 1],
      [2, 0, 1],
      [3, 0, 0],
    ]);
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
