import type { Coding, Parsed, RecordedClock } from '../machine/formats/index.ts';
import { MAX_DOT_CHARACTERS } from '../machine/formats/limits.ts';
import { MAX_NAME, MachineError } from '../machine/index.ts';
import { requireText } from '../machine/require.ts';
import { type Format, formatByExtension } from './extensions.ts';
import { MachineFileError, parseTask } from './parse-task.ts';
import { checkTask, type Task, type TaskInput } from './task.ts';

export type { Format };

/** A machine that was read, with what was assumed, chosen or ignored, one sentence each. */
export interface ReadMachine {
  readonly task: Task;
  readonly format: Format | 'module';
  readonly notes: readonly string[];
}

/** Settings that a file does not contain. */
export interface ReadingOptions {
  /** How symbols become bits. */
  readonly coding?: Coding | undefined;
  /** Columns of recordings that are outputs, by name. */
  readonly outputs?: readonly string[] | undefined;
  /** What drives the clock of recordings in VCD; without it the edges of the clock tell. */
  readonly clock?: RecordedClock | undefined;
}

/** Maximum of characters in a text of each format. */
const MAX_LENGTH: Readonly<Record<Format, number>> = {
  kiss2: 2 ** 26,
  dot: MAX_DOT_CHARACTERS,
  json: 2 ** 25,
  csv: 2 ** 25,
  vcd: 2 ** 24,
  regex: 2 ** 16,
};

/**
 * Reads a machine from KISS2, DOT, JSON, recordings in CSV or VCD, or a regular expression.
 *
 * @param path of the file, for messages, the machine's name, and the format by its extension
 * @throws MachineFileError
 */
export async function parseMachine(
  text: string,
  path: string,
  options: ReadingOptions = {},
): Promise<ReadMachine> {
  requireText('text', text);
  requireText('path', path);
  const format = formatOf(text, path);
  if (text.length > MAX_LENGTH[format])
    throw new MachineFileError(
      `${path}: expected at most ${MAX_LENGTH[format]} characters of ${format}, got ${text.length}; ${format === 'csv' || format === 'vcd' ? 'leave some of the recordings out' : 'minimize the machine or leave some out'}`,
    );
  if (format === 'json') return { task: parseTask(text, path), format, notes: [] };
  const parse = await reader(format);
  return fromParsed(path, format, () => parse(text, machineName(path), options));
}

type Reader = (text: string, name: string, options: ReadingOptions) => Parsed | Promise<Parsed>;

/** A reader is loaded when it is used: the libraries of some are ten times as large as everything else. */
async function reader(format: Exclude<Format, 'json'>): Promise<Reader> {
  if (format === 'kiss2') return (await import('../machine/formats/kiss2.ts')).parseKiss2;
  if (format === 'dot') {
    const { parseDot } = await import('../machine/formats/dot.ts');
    return (text, name, { coding }) => parseDot(text, name, coding);
  }
  if (format === 'regex') {
    const { parseExpression } = await import('../machine/formats/expression.ts');
    return (text, name, { coding }) => parseExpression(text, name, coding);
  }
  const { parseRecordings } = await import('../machine/formats/recordings.ts');
  return (text, name, { coding, outputs, clock }) => parseRecordings(text, name, outputs, coding, clock);
}

/** Runs a reader and makes a task of its result. @throws MachineFileError for its FormatError and MachineError */
export async function fromParsed(
  path: string,
  format: ReadMachine['format'],
  parse: () => Parsed | Promise<Parsed>,
): Promise<ReadMachine> {
  try {
    const { machine, notes, ...more } = await parse();
    return { task: checkTask({ ...machine, ...more } as TaskInput), format, notes };
  } catch (error) {
    if (error instanceof Error && (error.name === 'FormatError' || error instanceof MachineError))
      throw new MachineFileError(`${path}: ${error.message}`);
    throw error;
  }
}

/** The format by the extension, else by the first text that is not a comment. @throws MachineFileError */
function formatOf(text: string, path: string): Format {
  const known = formatByExtension(path);
  if (known !== undefined) return known;
  const start = text
    .slice(0, 4096)
    .replace(/^\ufeff/, '')
    .replace(/^(\s+|\/\/.*|#.*|\/\*[\s\S]*?\*\/)+/, '');
  if (start.startsWith('{')) return 'json';
  if (/^\$\w+\b/.test(start)) return 'vcd';
  if (/^(strict\s+)?(di)?graph\b/i.test(start)) return 'dot';
  if (
    /^\.(start_kiss|model|inputs|i|o|p|s|r|ilb|ob)\b/.test(start) ||
    /^[01-]+\s+\S+\s+\S+\s+[01-]+/.test(start)
  )
    return 'kiss2';
  if (/^(export|import|const|let|var|function|class)\s/.test(start))
    throw new MachineFileError(
      `${path}: expected a machine as data, got code; carrybit train --machine reads code from .mjs and .ts files`,
    );
  if (/^[^\n,;\t]+[,;\t]/.test(start)) return 'csv';
  // Text that was pasted has no extension to correct.
  if (!/\.\w+$/.test(path))
    throw new MachineFileError(
      `${path}: expected a machine: KISS2, DOT, JSON or recordings, got ${JSON.stringify(start.slice(0, 20))}; carrybit train --machine also reads .regex, .mjs and .ts files`,
    );
  throw new MachineFileError(
    `${path}: expected a machine: KISS2 (.kiss2), DOT (.dot), JSON (.json), recordings (.csv, .vcd), a regular expression (.regex), or a module (.mjs, .ts)`,
  );
}

/** The file's name without its extension. */
export function machineName(path: string): string {
  const file = path
    .replace(/^.*[\\/]/, '')
    .replace(/\.[^.]+$/, '')
    .replace(/\p{C}/gu, '')
    .slice(0, MAX_NAME);
  return file || 'machine';
}
