import { requireIterable, requireObject, requireText } from '../machine/require.ts';
import type { Task } from '../tasks/index.ts';
import { abridged } from './numbers.ts';
import { SourceError } from './source-error.ts';

/** What is said of a source beside its numbers or steps. */
export interface SourceOptions {
  /** What messages call the source, such as its file. */
  readonly source?: string | undefined;
  /** Told what was assumed of the source. */
  readonly onNote?: ((text: string) => void) | undefined;
}

/** What ends a stream of answers in our own output. */
const SUMMARY =
  /^(?:the network reproduces all [\d,]+ recorded |[\d,]+ of [\d,]+ recorded output bits? differs?, |[\d,]+ (?:results?|answers?), [\d,]+ errors?(?:, [\d,]+ not compared)?; [\d,]+ steps? in |latency [\d.]+ ms median, )/;

/** Blanks at which no line ends; spreadsheets and pages write them, some between the digits of one number. */
const NO_BREAK = /[\u00a0\u2007\u202f]/g;

const AROUND = /^[ \t\u00a0\u2007\u202f]+|[ \t\u00a0\u2007\u202f]+$/g;

/** A line with plain blanks in place of those at which no line ends. */
export const withPlainBlanks = (line: string) => line.replace(NO_BREAK, ' ');

const ESCAPE = '\u001b';
/** Codes that colour text (SGR), as our own output has at its ticks and crosses where colours were asked for. */
const COLOURS = new RegExp(`${ESCAPE}\\[[\\d;:]*m`, 'g');

/** Lines of others with the place that a message names. */
export class DataLines {
  readonly #lines: AsyncIterable<string>;
  readonly #options: SourceOptions;
  #at = 0;

  constructor(lines: AsyncIterable<string>, options: SourceOptions) {
    requireIterable('lines', lines);
    requireObject('options', options);
    this.#lines = lines;
    this.#options = options;
  }

  /**
   * Each line without its comment and the blanks around it. Lines that are nothing but a comment, and our own
   * summaries, are left out.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for await (const line of this.#lines) {
      this.#at += 1;
      requireText('line', line);
      const plain = /[✓✗]/.test(line) ? line.replace(COLOURS, '') : line;
      const text = (this.#at === 1 ? plain.replace(/^\uFEFF/, '') : plain).replace(AROUND, '');
      const data = text.startsWith('{') ? text : text.replace(/[ \t]*#.*/, '');
      // Spreadsheets may say their delimiter first; each line shows it again.
      const isDelimiter = this.#at === 1 && /^sep=.$/.test(text);
      if (!isDelimiter && !SUMMARY.test(text) && (data !== '' || text === '')) yield data;
    }
  }

  note(text: string): void {
    this.#options.onNote?.(`${this.#place()}: ${text}`);
  }

  /** An error at the line that was read last. */
  error(text: string): SourceError {
    return new SourceError(`${this.#place()}: ${text}`);
  }

  /** Runs what throws RangeErrors about the line that was read last. */
  at<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw error instanceof RangeError ? this.error(error.message) : error;
    }
  }

  /** {@link cellsOf} the line that was read last. */
  async cells(line: string, delimiter: string): Promise<string[]> {
    const cells = await cellsOf(line, delimiter).catch((error: unknown) => error as Error);
    if (!(cells instanceof Error)) return cells;
    throw cells instanceof RangeError ? this.error(cells.message) : cells;
  }

  /** For a source that has come to its end without what was expected of it. */
  nothing(expected: string): SourceError {
    const got = this.#at === 0 ? 'nothing' : 'none';
    return new SourceError(`${this.#options.source ?? 'the input'}: expected ${expected}, got ${got}`);
  }

  #place(): string {
    const { source } = this.#options;
    return `${source === undefined ? '' : `${source}, `}line ${this.#at}`;
  }
}

/** What stands between the cells of a line; a blank stands for any number of blanks. */
export function delimiterOf(line: string): string {
  const unquoted = line.replace(/"(?:[^"]|"")*"/g, '');
  return [';', '\t', ','].find((delimiter) => unquoted.includes(delimiter)) ?? ' ';
}

/**
 * The cells of a line, without the blanks around them and without empty cells at its end.
 *
 * @throws RangeError for quotes that do not match
 */
async function cellsOf(line: string, delimiter: string): Promise<string[]> {
  let cells: string[];
  if (line.includes('"')) {
    const { CsvError, parse } = await import('csv-parse/sync');
    try {
      [cells = []] = parse(line, { delimiter, trim: true, relax_column_count: true }) as string[][];
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      throw new RangeError(`expected CSV, got "${abridged(line)}": ${error.message}`);
    }
  } else {
    // A line without quotes is what stands between its delimiters.
    cells = line.split(delimiter).map((cell) => cell.replace(/^[ \t]+|[ \t]+$/g, ''));
  }
  if (delimiter === ' ') return cells.flatMap((cell) => cell.split('\t')).filter((cell) => cell !== '');
  while (cells.at(-1) === '') cells.pop();
  return cells;
}

/** Where a line has what is read of it. */
export interface Columns {
  readonly delimiter: string;
  /** How many cells a line has. */
  readonly count: number;
  /** For each input of the task its column. */
  readonly inputs: readonly number[];
  /** The column of the output, of a task with one. */
  readonly output: number | undefined;
  /** A 1 there begins a new stream. */
  readonly reset: number | undefined;
}

/** Whether a first line names columns. */
export const areNames = (cells: readonly string[]) =>
  cells.length > 0 && cells.every((cell) => /^[\p{L}_]/u.test(cell));

/**
 * What a line of names says: inputs by their names, in any order; or, where none of them stands there, by their place.
 *
 * @throws RangeError for names that leave open which column is which input
 */
export function columnsOf(
  { name, inputs, outputs }: Pick<Task, 'name' | 'inputs' | 'outputs'>,
  cells: readonly string[],
  delimiter: string,
  note: (text: string) => void,
): Columns {
  const find = (wanted: string) => {
    const found = [...cells.keys()].filter((index) => cells[index]?.toLowerCase() === wanted.toLowerCase());
    if (found.length > 1) throw new RangeError(`expected one column ${wanted}, got ${found.length}`);
    return found[0];
  };
  const [output, ...others] = outputs.map(find);
  const reset = find('reset') ?? find('rst');
  const named = inputs.map(find);
  const columns = { delimiter, count: cells.length, output: others.length > 0 ? undefined : output, reset };
  const shown = abridged(cells.join(', '), 80);
  if (named.every((column) => column !== undefined)) {
    const rest = cells.filter((_, index) => ![...named, columns.output, reset].includes(index));
    if (rest.length > 0) note(`skipped: ${abridged(rest.join(', '), 80)}`);
    return { ...columns, inputs: named };
  }
  const isByPlace =
    cells.length === inputs.length && [...named, output, reset].every((column) => column === undefined);
  if (!isByPlace)
    throw new RangeError(
      `expected columns named as the inputs of the ${name}, ${inputs.join(' and ')}, got ${shown}`,
    );
  note(`${shown} ${inputs.length === 1 ? 'is' : 'are'} taken for ${inputs.join(', ')}`);
  return { ...columns, inputs: inputs.map((_, index) => index) };
}
