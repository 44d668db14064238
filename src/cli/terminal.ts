import { fstatSync } from 'node:fs';
import { stripVTControlCharacters, styleText } from 'node:util';
import { printable } from '../runtime/printable.ts';

/** Breaks lines at a width; its tables of characters are loaded only for terminals. */
let wrapped: typeof import('wrap-ansi').default | undefined;

/** Loads what {@link shownOn} needs. */
export async function readyTerminal(isOne = isTerminal('stdout') || isTerminal('stderr')): Promise<void> {
  if (isOne) wrapped = (await import('wrap-ansi')).default;
}

type Stream = NodeJS.WriteStream;
type Style = Parameters<typeof styleText>[0];

/** Node makes its output streams when they are used, which takes it milliseconds; few commands use both. */
type Output = 'stdout' | 'stderr';
const DESCRIPTORS = { stdout: 1, stderr: 2 } as const;

/** Whether an output is a terminal; makes the stream of none that cannot be one. */
function isTerminal(output: Output): boolean {
  try {
    if (!fstatSync(DESCRIPTORS[output]).isCharacterDevice()) return false;
  } catch {
    // Closed; Node makes a stream of it that is no terminal.
  }
  return process[output].isTTY === true;
}

/** Listens for errors of an output from its first use on. */
export function onErrors(output: Output, listener: (error: NodeJS.ErrnoException) => void): void {
  const own = Object.getOwnPropertyDescriptor(process, output) as PropertyDescriptor;
  Object.defineProperty(process, output, {
    ...own,
    get() {
      Object.defineProperty(process, output, own);
      return process[output].on('error', listener);
    },
  });
}

/** Whether stderr is a terminal on which a line can be redrawn. */
export function redraws(): boolean {
  return process.env.TERM !== 'dumb' && isTerminal('stderr');
}

/** Arguments without `--no-color`, which may be anywhere before a `--`; it takes effect here. */
export function withoutColour(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  const before = end < 0 ? args.length : end;
  const kept = args.filter((arg, index) => index >= before || arg !== '--no-color');
  if (kept.length < args.length) {
    process.env.NO_COLOR = '1';
    delete process.env.FORCE_COLOR;
  }
  return kept;
}

/** Whether a stream takes colours: a terminal with colours, unless NO_COLOR is set; any stream with FORCE_COLOR. */
export function colourOf(stream: Stream): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  // A stream may look like a terminal without being one.
  return stream.isTTY === true && stream.hasColors?.() === true;
}

/** The width of a terminal; some, as in containers, say that theirs is 0. Without one, or for those, another width. */
export function columnsOf({ columns }: Stream, otherwise = 80): number {
  return columns || otherwise;
}

/** Text in a style, if the stream takes it. */
export function painted(style: Style, text: string, stream: Stream): string {
  return colourOf(stream) ? styleText(style, text, { validateStream: false }) : text;
}

/** Writes text for people, to the standard output by default. */
export function say(text: string, stream: Stream = process.stdout): void {
  stream.write(`${shownOn(stream, text.replace(/\n$/, ''))}\n`);
}

/** Writes one line that says what went wrong. */
export function tell(message: string): void {
  say(`${painted('red', 'carrybit:', process.stderr)} ${printable(message, 'many')}`, process.stderr);
}

/** Text for people: green ticks, red crosses and expected values, lines as long as the terminal is wide. */
export function shownOn(stream: Stream, text: string): string {
  const coloured = colourOf(stream)
    ? text
        .replaceAll('✓', painted('green', '✓', stream))
        .replace(/✗[^\n]*/g, (cross) => painted('red', cross, stream))
    : text;
  if (!stream.isTTY) return coloured;
  const columns = columnsOf(stream);
  // Lines that fit keep their blanks, because bits have to line up.
  const fits = (line: string) => stripVTControlCharacters(line).length <= columns;
  return coloured
    .split('\n')
    .map((line) => (fits(line) ? line : broken(line, columns)))
    .join('\n');
}

/**
 * Breaks a line into several. The others begin below its first word, or below the text after a short label and two
 * blanks.
 */
function broken(line: string, columns: number): string {
  const margin = /^(?:\S+ {2,}| *)(?=\S)/.exec(line)?.[0] ?? '';
  const head = margin.length <= columns / 2 ? margin : '';
  const rest = line.slice(head.length);
  return (
    head + (wrapped?.(rest, columns - head.length) ?? rest).replaceAll('\n', `\n${' '.repeat(head.length)}`)
  );
}
