import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MachineStepper } from '../../src/machine/index.ts';
import {
  type Notation,
  numbersFromLines,
  numbersFromWords,
  type StreamResult,
} from '../../src/runtime/index.ts';
import { adder, comparator, parity, subtractor, type Task, toSteps } from '../../src/tasks/index.ts';
import { RecordedComparison, resultJson, resultLine, Tally } from '../../src/view/index.ts';
import { all, lines } from './lines.ts';

const read = (text: string[], notation: Notation = {}, task: Task = adder) =>
  all(numbersFromLines(task, lines(...text), notation));

/** What a network answers that does what the machine says. */
function answerOf(task: Task, numbers: readonly bigint[]): StreamResult {
  const inputs = toSteps(task, numbers);
  const machine = new MachineStepper(task);
  return { numbers, inputs, outputs: inputs.map((word) => machine.step(word)), milliseconds: 1 };
}

const SUM = [[13n, 4n]];

test.each(['1\u00a0000 4', '1\u202f000,4', '13\u00a04'])(
  'a no-break space within numbers is named, as %j is one number or two',
  async (line) => {
    await expect(read([line])).rejects.toThrow(
      `line 1: expected blanks, tabs, commas or semicolons between numbers, got a no-break space, which may be within a number: "${line}"`,
    );
  },
);

describe('numbers from lines', () => {
  test.each<[string, string[], Notation?]>([
    ['blanks between', ['  13 \t4 ']],
    ['tabs between', ['13\t4']],
    ['no-break spaces around numbers, and lines of them', ['\ufeff\u00a0', '\u202f13,\u00a04\u00a0']],
    ['commas between', ['13, 4,,']],
    ['semicolons between', ['13;4']],
    ['quotes', ['"13","4"']],
    ['quotes and blanks', ['"13" "4"']],
    ['prefixes', ['0xD 0b1_00']],
    ['comments, empty lines and a byte order mark', ['\ufeff# a note', '', '13 4 # both', '   ']],
    ['an operator', ['13 + 4']],
    ['an operator without blanks', ['13+4']],
    ['a result', ['13 + 4 = 17']],
    ['names', ['a,b', '13,4']],
    ['names in another order, and other columns', ['"Note";"B";"A"', 'x;4;13', ';;']],
    ['names of others', ['x y', '13 4']],
    ['a column of results', ['a,b,sum', '13,4,17']],
    ['a line that names the delimiter', ['sep=;', '13;4']],
    ['a document of names', ['{"a": 13, "b": "4"}']],
    ['bits', ['00001101 100'], { base: 2 }],
    ['bits with a result', ['0b1101 + 0100 = 10001'], { base: 2 }],
    ['bits, least significant first', ['10110000 001'], { base: 2, bitOrder: 'lsb' }],
    ['hexadecimal', ['d 0x4'], { base: 16 }],
    ['leading zeros', ['0013 0004'], { base: 10 }],
    ['leading zeros that mean the same in octal', ['13 004']],
  ])('may have %s', async (_, text, notation) => {
    expect(await read(text, notation)).toEqual(SUM);
  });

  test('10 is ten where another number says that it is decimal', async () => {
    expect(await read(['10 4', '10 11'])).toEqual([
      [10n, 4n],
      [10n, 11n],
    ]);
    expect(await read(['1 0', '1 1'])).toHaveLength(2);
    expect(await read(['10 + 11 = 21'])).toEqual([[10n, 11n]]);
  });

  test('017 is seventeen where another number with zeros before it is decimal', async () => {
    expect(await read(['008 017', '0021 0004'])).toEqual([
      [8n, 17n],
      [21n, 4n],
    ]);
  });

  test.each<[string, string[], string, Notation?]>([
    ['octal or decimal', ['9 4', '017 9'], 'line 2: "017" is 17 in decimal and 15 in octal; say --base 10'],
    [
      'bits or decimal',
      ['00001101 4'],
      '"00001101" is 1101 in decimal and 13 in binary, or 176 with --bit-order lsb',
    ],
    ['bits or decimal without zeros', ['10 11'], 'line 1: "10" is 10 in decimal and 2 in binary'],
    ['bits beside a prefix', ['0b11 10'], 'is 10 in decimal and 2 in binary'],
    ['bits behind decimal numbers', ['13 4', '0011 0100'], 'line 2: "0011" is 11 in decimal and 3 in binary'],
    ['the digits of a thousand', ['1,000'], '"000" may be a number, bits, or the end of 1,000'],
    ['hexadecimal', ['ff 1a'], 'not a decimal number: "ff"; write 0xff'],
    [
      'a digit that the base has not',
      ['12 1'],
      '"12": expected digits 0 and 1, as --base 2 says',
      { base: 2 },
    ],
    ['a prefix of another base', ['0x1 1'], '"0x1": expected digits 0 to 9', { base: 10 }],
    ['0b in base 16', ['0b10 1'], '"0b10" is 2832 in base 16 and 2 with 0b as its prefix', { base: 16 }],
    [
      '0b and the other bit order',
      ['0b10 1'],
      'says 0b, most significant bit first',
      { base: 2, bitOrder: 'lsb' },
    ],
    ['names that may be numbers', ['a,b', '1,2'], '"a, b" may name columns, or be numbers', { base: 16 }],
    ['names in part', ['a,x', '1,2'], 'expected columns named as the inputs of the adder, a and b, got a, x'],
    ['a name twice', ['a,b,A', '1,2,3'], 'expected one column a, got 2'],
    ['a row that is too long', ['a,b', '2,3,4'], 'line 2: expected 2 columns'],
    ['a cell that is empty', ['2,,3'], 'expected 2 numbers for a and b of the adder, got 3'],
    ['another operator', ['13 - 4'], 'expected a + b, got "13 - 4"'],
    ['signs', ['+13 +4'], 'expected a + b, got "+13 +4"'],
    ['an operator twice', ['13 + + 4'], 'expected a + b, got "13 + + 4"'],
    ['an operator without a number', ['13 4 +'], 'expected a + b, got "13 4 +"'],
    [
      'a result that is wrong',
      ['61 + 20 = 82'],
      'the result of 61 and 20: expected 81, got 82 in "61 + 20 = 82"',
    ],
    [
      'a column of results that are wrong',
      ['a,b,sum', '61,20,82'],
      'line 2: the result of 61 and 20: expected 81, got 82 in "61,20,82"',
    ],
    ['a sign', ['13 -4'], 'not a number: "-4"'],
    ['a fraction', ['1.5 2'], 'not a number: "1.5"'],
    ['too few numbers', ['2 3', '4'], 'line 2: expected 2 numbers for a and b of the adder, got 1: "4"'],
    [
      'a blank that is none',
      ['1\u00a0000 2'],
      'line 1: expected blanks, tabs, commas or semicolons between numbers',
    ],
    ['quotes that do not match', ['"13,4'], 'expected CSV'],
    [
      'numbers that JSON has rounded',
      ['{"a": 9007199254740993, "b": 1}'],
      'expected a, a whole number from 0 to',
    ],
    ['broken JSON', ['{"a": '], 'expected a JSON object'],
    ['a sum that is cut', ['5 + 5 = 2 after 3 steps  ✓'], 'ends before its numbers do; leave it out'],
    ['digits that were left out', ['1234…5678 + 1 = 2  ✓'], 'is abridged'],
    ['escapes', ['\u001b[31m13 4'], 'not a number: "\\x1b[31m13"'],
    ['nothing', [], 'the input: expected numbers for a and b, got nothing'],
    ['only comments', ['# one', ''], 'expected numbers for a and b, got none'],
    ['only names', ['a,b'], 'expected numbers for a and b, got none'],
  ])('are refused with %s', async (_, text, message, notation) => {
    await expect(read(text, notation)).rejects.toThrow(message);
  });

  test.each([
    ['{"a":13,"b":4,"sum":18}', 'the result of 13 and 4: expected 17, got 18 in'],
    ['{"numbers":["61","20"],"answer":"82"}', 'the result of 61 and 20: expected 81, got 82'],
    [
      '{"numbers":["61","20"],"answer":"82","expected":"81","right":true}',
      'expected one result, got 81 and 82: ',
    ],
  ])('JSON that states a wrong result is refused: %s', async (line, message) => {
    await expect(all(numbersFromLines(adder, lines(line)))).rejects.toThrow(message);
  });

  test('JSON that says itself that its result is wrong is read', async () => {
    const line = '{"numbers":["61","20"],"answer":"82","expected":"81","right":false}';
    expect(await all(numbersFromLines(adder, lines(line)))).toEqual([[61n, 20n]]);
  });

  test('a message names the source', async () => {
    const source = numbersFromLines(adder, lines('# one', '4'), { source: 'sums.csv' });
    await expect(all(source)).rejects.toThrow('sums.csv, line 2: expected 2');
  });

  test('says what it assumed of names', async () => {
    const notes: string[] = [];
    const onNote = (text: string) => notes.push(text);
    await all(numbersFromLines(adder, lines('id,a,b', '1,13,4'), { onNote }));
    await all(numbersFromLines(adder, lines('first,second', '13,4'), { onNote }));
    expect(notes).toEqual(['line 1: skipped: id', 'line 1: first, second are taken for a, b']);
  });

  test('a minus sign with a blank on one side only may be a sign', async () => {
    expect(await read(['13 - 4', '13-4 = 9', '4 − 13 = −9'], {}, subtractor)).toHaveLength(3);
    await expect(read(['13 -4'], {}, subtractor)).rejects.toThrow('not a number: "-4"');
    await expect(read(['11 - 1 = 10'], { base: 2 }, subtractor)).rejects.toThrow('in decimal only');
  });

  test('bits under another task’s answers are refused', async () => {
    await expect(read(['{"numbers":["13","4"],"expected":"9"}'])).rejects.toThrow(
      'the result of 13 and 4: expected 17, got 9 in ',
    );
  });
});

test.each([adder, subtractor, comparator, parity])(
  'what stream prints of the $name is read back',
  async (task) => {
    const number = fc.bigInt({ min: 0n, max: 2n ** 100n });
    const short = fc.constantFrom(0n, 1n, 10n, 11n, 100n, 1101n);
    const question = fc.array(fc.oneof(number, short), {
      minLength: task.inputs.length,
      maxLength: task.inputs.length,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(question, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        fc.boolean(),
        async (questions, isWrong, isRecorded) => {
          const tally = new Tally();
          tally.add('right', 5, 1);
          const printed: StreamResult[] = questions.map((numbers) => answerOf(task, numbers));
          const shown = isWrong
            ? printed.map((each) => ({ ...each, outputs: each.outputs.map((bits) => 1 - bits) }))
            : printed;
          // Of recordings whose first output is otherwise.
          const streams = shown.map(({ inputs, outputs }) => ({
            inputs,
            steps: [{ word: inputs[0] ?? 0, output: 1 - (outputs[0] ?? 0), care: 1, line: 2 }],
          }));
          const recorded = isRecorded ? new RecordedComparison(task, streams) : undefined;
          const text = [
            ...shown.map((each) => resultLine(task, each, recorded?.add(each.outputs))),
            ...(recorded ? [recorded.line()] : []),
            ...tally.lines().split('\n'),
          ];
          expect(text.join('\n').includes('✗ a recorded bit differs')).toBe(isRecorded && !isWrong);
          expect(await read(text, {}, task)).toEqual(questions);
          const json = [...shown.map((each) => JSON.stringify(resultJson(task, each))), '{"event":"end"}'];
          expect(await read(json, { base: 2 }, task)).toEqual(questions);
        },
      ),
    );
  },
);

describe('numbers that are typed', () => {
  test.each<[string, Notation?]>([['13 4'], ['13 + 4'], ['13,4'], ['0xd 0b100'], ['1101 100', { base: 2 }]])(
    '%s',
    (text, notation) => {
      expect(numbersFromWords(adder, text, notation)).toEqual([13n, 4n]);
    },
  );

  test('10 is ten', () => {
    expect(numbersFromWords(adder, '10 11')).toEqual([10n, 11n]);
    expect(() => numbersFromWords(adder, '0011 1')).toThrow('"0011" is 11 in decimal and 3 in binary');
    expect(() => numbersFromWords(adder, '13')).toThrow('expected 2 numbers for a and b of the adder, got 1');
  });
});
