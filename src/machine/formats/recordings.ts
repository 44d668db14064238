import { CsvError, parse } from 'csv-parse/sync';
import { type Code, type Coding, codeOf } from './codes.ts';
import { FormatError, shown } from './format-error.ts';
import { type Interface, infer } from './infer.ts';
import { checkBits, type Parsed } from './parsed.ts';
import type { RecordedStep, Sequence } from './prefix-tree.ts';
import { clockOf, isVcd, type Row, signalsOf, type Table, vcdTable } from './vcd.ts';
import type { RecordedClock } from './vcd-clock.ts';

/** Maximum of recorded steps. */
const MAX_STEPS = 100_000;

/** Spellings of a bit in recordings. */
const BITS: Readonly<Record<string, '0' | '1' | '-'>> = {
  ...{ '0': '0', '0.0': '0', false: '0', low: '0', off: '0', l: '0' },
  ...{ '1': '1', '1.0': '1', true: '1', high: '1', on: '1', h: '1' },
  ...{ '': '-', '-': '-', x: '-', z: '-' },
};

/** Recordings of a device: its bits, and their values from one reset to the next. */
export interface Recordings {
  readonly named: Interface;
  readonly sequences: readonly Sequence[];
  readonly notes: readonly string[];
  /**
   * What a step is, if the file leaves that to a convention: recordings that contradict each other may not keep to it.
   */
  readonly convention?: string | undefined;
}

/**
 * Reads recordings in CSV or VCD and infers the smallest machine that does what they show.
 *
 * @throws FormatError
 */
export function parseRecordings(
  text: string,
  name: string,
  outputs?: readonly string[],
  coding: Coding = 'binary',
  clock?: RecordedClock,
): Parsed {
  const { named, sequences, notes, convention } = readRecordings(text, name, outputs, coding, clock);
  const { symbols } = named;
  try {
    const { machine, notes: found, wrong } = infer(sequences, named);
    const isDoubtful = convention !== undefined && wrong.inputs.length + wrong.outputs.length > 0;
    return {
      machine,
      ...(symbols && { symbols }),
      notes: [...notes, ...found, ...(isDoubtful ? [`${convention}.`] : [])],
    };
  } catch (error) {
    if (!(error instanceof FormatError) || convention === undefined) throw error;
    throw new FormatError(error.line, `${error.problem}. ${convention}`);
  }
}

/**
 * Reads recordings in CSV or VCD. In VCD a step is a rising edge of a signal named clk or clock, or without one every
 * change. In CSV the first line names the columns. A blank line, or a 1 in a column named reset, begins a new sequence
 * at the initial state. Outputs are the named columns, those whose name begins with `out:`, or the last one. Columns of
 * times are ignored. A column may hold words instead of bits if it is the only one of its side. An empty output bit was
 * not recorded.
 *
 * @param clock in VCD: what drives the clock; if undefined, its edges tell or are refused
 * @throws FormatError
 */
export function readRecordings(
  text: string,
  name: string,
  outputs?: readonly string[],
  coding: Coding = 'binary',
  clock?: RecordedClock,
): Recordings {
  const table: Table | undefined = isVcd(text) ? vcdTable(text, outputs, clock) : undefined;
  const [head, ...rows] = table?.rows ?? csvTable(text);
  if (head === undefined || rows.length === 0)
    throw new FormatError(
      undefined,
      'expected recordings: a line of names, then a line a step, or a Value Change Dump, got none',
    );
  const notes: string[] = [];
  const columns = roles(head, table?.outputs ?? outputs, notes);
  if (table?.assumed !== undefined)
    notes.push(
      `The last signal, ${table.assumed}, is taken as the output${table.outputs.length > 1 ? `, all ${table.outputs.length} bits of it` : ''} (others: --outputs a,b).`,
    );
  const steps = rows.filter(({ cells }) => !isBlank(cells));
  if (steps.length > MAX_STEPS)
    throw new FormatError(
      steps[MAX_STEPS]?.line,
      `expected at most ${MAX_STEPS} recorded steps, got ${steps.length}; a part of the recordings is enough`,
    );
  for (const { cells, line } of steps) {
    if (cells.length !== head.cells.length)
      throw new FormatError(
        line,
        `expected ${head.cells.length} columns, as line ${head.line} has, got ${cells.length}`,
      );
  }
  const input = side('input', columns.inputs, head, steps, coding);
  const output = side('output', columns.outputs, head, steps, coding);
  const sequences: RecordedStep[][] = [[]];
  for (const { cells, line } of rows) {
    if (isBlank(cells)) {
      sequences.push([]);
      continue;
    }
    const reset =
      columns.reset === undefined ? '0' : (BITS[(cells[columns.reset] ?? '').toLowerCase()] ?? '-');
    if (reset === '1') sequences.push([]);
    const { value: word, care: whole } = input.word(cells, line);
    if (whole !== 2 ** input.code.bits.length - 1)
      throw new FormatError(
        line,
        'expected every input, got one that is empty or unknown (x, z, -); fill it or leave the line out',
      );
    const { value, care } = output.word(cells, line);
    sequences.at(-1)?.push({ word, output: value & care, care, line });
  }
  const clocks = table ? [] : head.cells.filter((cell) => /^(clk|clock)$/i.test(cell));
  if (clocks.length > 0)
    notes.push(
      `The column ${clocks[0]} is an input, and each line a step. To have steps at its edges, record VCD, or keep only the lines at which it rises and leave it out.`,
    );
  const edges = table && clockOf(text);
  if (table && edges === undefined)
    notes.push(
      'No signal is named clk or clock, so each time at which something changes is a step, bounces of buttons too.',
    );
  const symbols = {
    ...(input.code.symbols && { inputs: input.code.symbols }),
    ...(output.code.symbols && { outputs: output.code.symbols }),
  };
  const recorded = sequences.filter(({ length }) => length > 0);
  notes.push(
    `${steps.length} step${steps.length === 1 ? '' : 's'} in ${recorded.length} sequence${recorded.length === 1 ? '' : 's'} ${steps.length === 1 ? 'was' : 'were'} read.`,
  );
  const named = {
    ...{ name, inputs: input.code.bits, outputs: output.code.bits },
    ...(Object.keys(symbols).length > 0 && { symbols }),
  };
  return { named, sequences: recorded, notes, ...(edges !== undefined && { convention: stepsAt(edges) }) };
}

const stepsAt = (clock: string) =>
  `A step is a rising edge of ${clock}, with the inputs just before it and the outputs just before the next one: for a device that samples at the falling edge record ${clock} inverted, and for one whose outputs follow its inputs at once write the steps as CSV`;

/** Names of a recording's columns or signals, from its head. */
export function columnsOf(text: string): string[] {
  if (isVcd(text)) return signalsOf(text);
  const first = headOf(text);
  return first.split(delimiterOf(first)).map((name) => name.trim());
}

/** A line with which spreadsheets name the delimiter, before the line of names. */
const SEPARATOR = /^(\ufeff?)sep=[^\n]*/i;

/** The line of names: the first one that is no comment and does not name the delimiter. */
function headOf(text: string): string {
  return /^(?:(?:#|sep=)[^\n]*\n|\s*\n)*([^\r\n]*)/i.exec(text.replace(/^\ufeff/, ''))?.[1] ?? '';
}

const delimiterOf = (first: string) => [',', ';', '\t'].find((each) => first.includes(each)) ?? ',';

const isBlank = (cells: readonly string[]) => cells.every((cell) => cell === '');

/** Reported before millions of lines are parsed. */
function checkLength(text: string): void {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  if (count > MAX_STEPS + 1)
    throw new FormatError(
      MAX_STEPS + 2,
      `expected at most ${MAX_STEPS} recorded steps, got ${count}; a part of the recordings is enough`,
    );
}

function csvTable(text: string): Row[] {
  checkLength(text);
  const delimiter = delimiterOf(headOf(text));
  const rows: Row[] = [];
  let lines = 0;
  try {
    parse(text.replace(SEPARATOR, '$1#'), {
      ...{ delimiter, bom: true, trim: true, comment: '#', comment_no_infix: true },
      ...{ relax_column_count: true, skip_empty_lines: false },
      on_record: (cells: string[], info) => {
        lines = info.lines;
        // A quoted cell may hold ends of lines; the record begins before them.
        rows.push({ cells, line: lines - (cells.join('').split('\n').length - 1) });
        return null;
      },
    });
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw notCsv(text, error, lines);
  }
}

const QUOTE_PROBLEMS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote that is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'text behind a closing quote',
  INVALID_OPENING_QUOTE: 'a quote within a cell',
};

/** @param after lines of the last record */
function notCsv(text: string, { code, lines }: CsvError, after: number): FormatError {
  const problem = QUOTE_PROBLEMS[code] ?? 'a line that cannot be read';
  const rest = text.split('\n').slice(after);
  // The parser notices an unclosed quote at the end of the text; it opens after the last record.
  const index =
    code === 'CSV_QUOTE_NOT_CLOSED'
      ? rest.findIndex((line) => line.includes('"') && !line.startsWith('#'))
      : Number(lines) - after - 1;
  return new FormatError(
    after + index + 1,
    `expected CSV, got ${problem}: ${shown(rest[index]?.trim() ?? '')}; put quotes around whole cells or leave them out`,
  );
}

interface Columns {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly reset: number | undefined;
}

function roles(head: Row, outputs: readonly string[] | undefined, notes: string[]): Columns {
  const names = head.cells;
  if (names.some((cell) => ['0', '1'].includes(cell)))
    throw new FormatError(
      head.line,
      `expected names of columns, got ${shown(names.join(','))}; put a line of names first`,
    );
  const twice = names.find((cell, index) => cell !== '' && names.indexOf(cell) !== index);
  if (twice !== undefined)
    throw new FormatError(head.line, `expected each name once, got ${shown(twice)} twice`);
  const lost = outputs?.find((output) => !names.includes(output));
  if (lost !== undefined)
    throw new FormatError(head.line, `expected an output column ${shown(lost)}, got ${names.join(', ')}`);
  const isTime = (cell: string) => /^(time|timestamp)([ _[(].*)?$/i.test(cell);
  const isReset = (cell: string) => /^(reset|rst)$/i.test(cell);
  const rest = [...names.keys()].filter((index) => {
    const cell = names[index] as string;
    return outputs?.includes(cell) || !(cell === '' || isTime(cell) || isReset(cell));
  });
  if (names.includes('')) notes.push('A column without a name is ignored.');
  const prefixed = rest.filter((index) => /^out:/i.test(names[index] as string));
  const chosen = outputs
    ? rest.filter((index) => outputs.includes(names[index] as string))
    : prefixed.length > 0
      ? prefixed
      : rest.slice(-1);
  const inputs = rest.filter((index) => !chosen.includes(index));
  if (inputs.length === 0 || chosen.length === 0)
    throw new FormatError(
      head.line,
      `expected columns of inputs and of outputs, got ${rest.length === 0 ? 'neither' : `only ${shown(rest.map((index) => names[index]).join(','))}`}`,
    );
  if (outputs === undefined && prefixed.length === 0)
    notes.push(
      `The last column, ${names[chosen[0] as number]}, is taken as the output (others: --outputs a,b, or out:a in the first line).`,
    );
  const reset = names.findIndex((cell, index) => isReset(cell) && !rest.includes(index));
  return { inputs, outputs: chosen, reset: reset < 0 ? undefined : reset };
}

/** What a cell such as 00 may mean. */
const severalBits = (cell: string) =>
  /^[01]{2,}$/.test(cell)
    ? `, which may be ${cell.length} bits or the number ${Number(cell)}; give each bit a column`
    : '';

/** The columns of one side as words: bits, or the symbols of a single column. */
function side(
  which: 'input' | 'output',
  columns: readonly number[],
  head: Row,
  rows: readonly Row[],
  coding: Coding,
) {
  const names = columns.map((column) => (head.cells[column] as string).replace(/^(in|out):/i, ''));
  const [only] = columns;
  const odd = (cells: readonly string[]) =>
    columns.find((column) => BITS[(cells[column] as string).toLowerCase()] === undefined);
  const values =
    columns.length === 1 && only !== undefined ? rows.map(({ cells }) => cells[only] as string) : [];
  if (
    only !== undefined &&
    rows.some(({ cells }) => odd(cells) !== undefined) &&
    !values.some((value) => /^[01]?$/.test(value)) &&
    values.length > 0
  ) {
    const code = codeOf(
      which,
      [...new Set(rows.map(({ cells }) => cells[only] as string))].filter(Boolean),
      coding,
    );
    const word = (cells: readonly string[]) =>
      cells[only] === '' ? { value: 0, care: 0 } : code.of(cells[only] as string);
    return { code, word };
  }
  checkBits(which, columns.length, head.line);
  const code: Code = codeOf(which, ['0'.repeat(columns.length)], coding, names);
  const word = (cells: readonly string[], line: number) => {
    const column = odd(cells);
    if (column !== undefined)
      throw new FormatError(
        line,
        `expected 0 or 1 in column ${head.cells[column]}, got ${shown(cells[column] as string)}${severalBits(cells[column] as string)}`,
      );
    return code.of(columns.map((each) => BITS[(cells[each] as string).toLowerCase()]).join(''));
  };
  return { code, word };
}
