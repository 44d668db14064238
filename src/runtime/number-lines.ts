import { requireObject } from '../machine/require.ts';
import { operatorOf, type Task, toSteps } from '../tasks/index.ts';
import { neverComes, neverText } from './comparison.ts';
import {
  areNames,
  type Columns,
  columnsOf,
  DataLines,
  delimiterOf,
  type SourceOptions,
  withPlainBlanks,
} from './data-lines.ts';
import { type Notation, NumberText } from './number-text.ts';
import { abridged } from './numbers.ts';
import { isPlotted } from './plotted-step.ts';
import { expectedReading } from './stream-results.ts';

/** A line's numbers and, if the line has one, the result that it states. */
interface Row {
  readonly operands: readonly string[];
  readonly result?: string | undefined;
  /** The end of a line of our own output, which is decimal: a tick or a cross. */
  readonly isOurs?: boolean;
}

/** Between operands, of any task. */
const OPERATORS: Readonly<Record<string, RegExp>> = {
  '+': /[ \t]*\+[ \t]*/,
  // A minus sign with a blank on one side only may be the sign of a number.
  '-': /[ \t]+[-−][ \t]+|(?<=[^ \t])[-−](?=[^ \t])/,
  '>': /[ \t]*>[ \t]*/,
};

/** Two numbers, or one with its thousands apart. */
const WITHIN = /[\da-f][\u00a0\u2007\u202f]+[\da-f]/i;

/**
 * Reads numbers from lines of text, as many on each line as the task has inputs. They may be in columns with blanks,
 * tabs, commas or semicolons between them, quoted or not, with a line of names or without; or have the form `13 + 4`;
 * or be output of `stream`, also with `--json`. Empty lines and text after a # are skipped. A result on a line is
 * compared with the machine's. Input that can be read in two ways is refused.
 *
 * @throws SourceError at the first line that does not fit, and for a source without numbers
 */
export async function* numbersFromLines(
  task: Task,
  lines: AsyncIterable<string>,
  options: SourceOptions & Notation = {},
): AsyncGenerator<bigint[]> {
  requireObject('task', task, 'inputs');
  const data = new DataLines(lines, options);
  const text = new NumberText(options);
  let columns: Columns | undefined;
  let isFirst = true;
  let isEmpty = true;
  for await (const given of data) {
    if (given === '') continue;
    if (!given.startsWith('{') && WITHIN.test(given))
      throw data.error(
        `expected blanks, tabs, commas or semicolons between numbers, got a no-break space, which may be within a number: "${abridged(given)}"`,
      );
    const line = given.startsWith('{') ? given : withPlainBlanks(given);
    if (isPlotted(line))
      throw data.error(
        `expected numbers, got a step: "${abridged(line)}"; --raw reads what --plotter printed`,
      );
    let row = data.at(() => asJson(task, line) ?? asEquation(task, line));
    if (row === undefined) {
      const delimiter = columns?.delimiter ?? delimiterOf(line);
      const cells = await data.cells(line, delimiter);
      if (cells.length === 0) continue;
      if (isFirst && areNames(cells)) {
        columns = data.at(() => header(task, text, cells, delimiter, (note) => data.note(note)));
        isFirst = false;
        continue;
      }
      row = data.at(() => asColumns(task, line, cells, columns));
    }
    isFirst = false;
    if (row === 'skipped') continue;
    isEmpty = false;
    const known = row;
    yield data.at(() => read(task, text, known, line));
  }
  if (isEmpty)
    throw data.nothing(task.inputs.length === 1 ? 'numbers' : `numbers for ${task.inputs.join(' and ')}`);
}

/**
 * The numbers of one addition as people type it: `13 4`, `13 + 4`, `13,4`. Without a base, 10 means ten.
 *
 * @throws RangeError
 */
export function numbersFromWords(task: Task, typed: string, notation: Notation = {}): bigint[] {
  const line = typed.trim();
  const row = asEquation(task, line) ?? { operands: line.split(/[\s,;]+/).filter((word) => word !== '') };
  if (row.operands.length !== task.inputs.length)
    throw new RangeError(countOf(task, row.operands.length, line));
  return read(task, new NumberText(notation, true), row, line);
}

function countOf({ name, inputs }: Task, count: number, line: string): string {
  const expected =
    inputs.length === 1
      ? `1 number for ${inputs[0]} of the ${name}`
      : `${inputs.length} numbers for ${inputs.join(' and ')} of the ${name}`;
  return `expected ${expected}, got ${count}: "${abridged(line)}"`;
}

function header(
  task: Task,
  text: NumberText,
  cells: readonly string[],
  delimiter: string,
  note: (text: string) => void,
): Columns {
  const isOurs = task.inputs.every((name) => cells.includes(name));
  const areNumbers = cells.every((cell) => /^[\da-f]+$/i.test(cell));
  if (areNumbers && (text.base === 16 || (text.base === 'auto' && !isOurs)))
    throw new RangeError(
      `"${abridged(cells.join(', '))}" may name columns, or be numbers in base 16; write 0x before each number, or other names`,
    );
  return columnsOf(task, cells, delimiter, note);
}

function asColumns(
  task: Task,
  line: string,
  cells: readonly string[],
  columns: Columns | undefined,
): Row | 'skipped' {
  if (columns === undefined) {
    if (cells.length !== task.inputs.length) throw new RangeError(countOf(task, cells.length, line));
    return { operands: cells };
  }
  if (cells.every((cell) => cell === '')) return 'skipped';
  const operands = columns.inputs.map((column) => cells[column] ?? '');
  if (cells.length > columns.count || operands.includes(''))
    throw new RangeError(
      `expected ${columns.count} columns, as the first line has, got ${cells.length}: "${abridged(line)}"`,
    );
  const result = columns.output === undefined ? undefined : cells[columns.output];
  return { operands, result: result === '' ? undefined : result };
}

/** `13 + 4`, `13 + 4 = 17`, `13 + 4 = 17  ✓`, `13 + 4 = 16  ✗ right is 17`, `7: odd  ✓`; and what was recorded. */
function asEquation(task: Task, line: string): Row | undefined {
  const operator = operatorOf(task);
  const [, question = '', result, mark, right] =
    /^(.*?)(?:[ \t]*[=:][ \t]*([^=:✓✗]+?))?(?:[ \t]+(✓|✗ right is ([^;]+)(?:;.*)?|✗ .*recorded.*))?$/.exec(
      line,
    ) ?? [];
  const operands = operator === '' ? [question] : question.split(OPERATORS[operator] ?? operator);
  if (operands.length < 2 && result === undefined && mark === undefined) {
    const other = /(?:^|[ \t])([-+−*/×<>])[ \t]/.exec(line)?.[1];
    if (other === undefined) return undefined;
    throw new RangeError(`expected ${formOf(task)}, got "${abridged(line)}"`);
  }
  if (line.includes('…') && mark !== undefined)
    throw new RangeError(`"${abridged(line)}" is abridged; write the numbers with stream --json`);
  if (/ after \d+ steps?$/.test(result ?? ''))
    throw new RangeError(`"${abridged(line)}" ends before its numbers do; leave it out`);
  if (operands.includes('')) throw new RangeError(`expected ${formOf(task)}, got "${abridged(line)}"`);
  if (operands.length !== task.inputs.length) throw new RangeError(countOf(task, operands.length, line));
  return { operands, result: right ?? result, isOurs: mark !== undefined };
}

/** How numbers are written between operators, as `a + b`. */
function formOf(task: Task): string {
  const operator = operatorOf(task);
  return [task.inputs[0], ...(operator === '' ? [] : [operator, task.inputs[1]])].join(' ');
}

/** A document of `stream --json`, or an object with the inputs' names. */
function asJson(task: Task, line: string): Row | 'skipped' | undefined {
  if (!line.startsWith('{')) return undefined;
  const value = parsed(line);
  if (['end', 'step', 'number'].includes(String(value.event))) return 'skipped';
  const { numbers, right } = value;
  if (Array.isArray(numbers) && numbers.every((each) => typeof each === 'string')) {
    if (numbers.length !== task.inputs.length) throw new RangeError(countOf(task, numbers.length, line));
    const stated = (right === false ? ['expected'] : ['expected', 'answer'])
      .map((field) => value[field])
      .filter((each) => typeof each === 'string');
    const [result] = stated;
    if (stated.some((each) => each !== result))
      throw new RangeError(`expected one result, got ${stated.join(' and ')}: "${abridged(line, 80)}"`);
    return { operands: numbers, result, isOurs: true };
  }
  const result = task.outputs.length === 1 ? value[task.outputs[0] as string] : undefined;
  return {
    operands: task.inputs.map((input) => {
      const number = value[input];
      if (typeof number === 'string') return number;
      if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return String(number);
      const got = number === undefined ? 'none' : abridged(JSON.stringify(number));
      throw new RangeError(
        `expected ${input}, a whole number from 0 to 2^53 - 1 or a text, got ${got}: "${abridged(line)}"`,
      );
    }),
    result: typeof result === 'number' || typeof result === 'string' ? String(result) : undefined,
  };
}

function parsed(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line);
  } catch {
    throw new RangeError(`expected a JSON object, got "${abridged(line)}"`);
  }
}

/** Numbers whose steps all may come; a stated result is compared with the machine's. */
function read(
  task: Task,
  text: NumberText,
  { operands, result, isOurs = false }: Row,
  line: string,
): bigint[] {
  const notation = isOurs ? new NumberText({ base: 10 }) : text;
  const isNumber = task.reading?.output === 'unsigned' && result !== undefined;
  const numbers = notation.read(isNumber ? [...operands, result] : operands);
  const stated = isNumber ? String(numbers.pop()) : result;
  const never = neverComes(task, toSteps(task, numbers));
  if (never !== undefined) throw new RangeError(`"${abridged(line)}": ${neverText(task, never)}`);
  if (stated === undefined) return numbers;
  if (task.reading?.output === 'signed' && notation.base !== 10 && notation.base !== 'auto')
    throw new RangeError(`"${abridged(line)}" states a result, which is read in decimal only; leave it out`);
  const due = expectedReading(task, toSteps(task, numbers));
  if (stated.replace('−', '-').toLowerCase() === due) return numbers;
  throw new RangeError(
    `the result of ${numbers.map((number) => abridged(String(number))).join(' and ')}: expected ${abridged(due)}, got ${abridged(stated)} in "${abridged(line, 80)}"`,
  );
}
