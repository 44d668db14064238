import { requireText } from './require.ts';

/** A text that is not JSON, or that readers understand in different ways. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  /** Counted from 1; undefined if the parser does not say where. */
  readonly line: number | undefined;
  /** The message without its line. */
  readonly problem: string;

  constructor(line: number | undefined, problem: string) {
    super(line === undefined ? problem : `line ${line}: ${problem}`);
    this.line = line;
    this.problem = problem;
  }
}

/**
 * Parses JSON from any writer: with a byte order mark, any white space and any line ends. Only the value matters.
 *
 * @throws JsonError for text that is not JSON, and for a field that appears twice in one object: some readers keep the
 *   first
 */
export function parseJson(text: string): unknown {
  requireText('text', text);
  const json = text.replace(/^\ufeff/, '');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    const { message } = error as SyntaxError;
    throw new JsonError(lineOf(json, placeOf(json, message)), `expected JSON: ${withoutPlace(message)}`);
  }
  const twice = repeatedField(json);
  if (twice !== undefined)
    throw new JsonError(
      lineOf(json, twice.at),
      `the field ${twice.name} appears twice in one object; keep one`,
    );
  return value;
}

/** Where the parser stopped. Some versions of it give no position and only quote the text around it. */
function placeOf(json: string, message: string): number | undefined {
  const [, position] = / at position (\d+)/.exec(message) ?? [];
  if (position !== undefined) return Number(position);
  if (message.startsWith('Unexpected end')) return json.length;
  const [, start, cut, around = ''] =
    /^(Unexpected token .+), (\.\.\.)?"(.*)"(?:\.\.\.)? is not valid JSON$/s.exec(message) ?? [];
  if (start === undefined) return undefined;
  if (cut !== undefined) return json.indexOf(around) + CONTEXT;
  // Nothing is cut off before the place: the shortest part with the same problem ends there.
  for (let end = 1; end <= around.length; end++) {
    try {
      JSON.parse(json.slice(0, end));
    } catch (error) {
      if ((error as SyntaxError).message.startsWith(start)) return end - 1;
    }
  }
  return undefined;
}

/** How many characters before the place are quoted where the text before them is cut off. */
const CONTEXT = 10;

/** The parser's message without the position and the quoted text, which may be several lines long. */
const withoutPlace = (message: string) =>
  message.replace(/ (in JSON )?at position \d+.*$|, (\.\.\.)?".*$/s, '');

function lineOf(json: string, at: number | undefined): number | undefined {
  return at === undefined ? undefined : json.slice(0, at).split('\n').length;
}

/** The first name that appears twice in one object of a JSON text, and where it does so. */
function repeatedField(json: string): { name: string; at: number } | undefined {
  const open: Set<string>[] = [];
  const signs = /["[\]{}]/g;
  for (let sign = signs.exec(json); sign !== null; sign = signs.exec(json)) {
    const [mark] = sign;
    if (mark === '{' || mark === '[') open.push(new Set());
    else if (mark === '}' || mark === ']') open.pop();
    else {
      const end = closingQuote(json, sign.index);
      signs.lastIndex = end + 1;
      if (!isField(json, end + 1)) continue;
      const name = json.slice(sign.index, end + 1);
      const names = open.at(-1);
      // Escapes allow several spellings of one name.
      const key = JSON.parse(name) as string;
      if (names?.has(key)) return { name, at: sign.index };
      names?.add(key);
    }
  }
  return undefined;
}

/**
 * The end of the string that begins here. Written by hand, because a regular expression runs out of stack in a long
 * one.
 */
function closingQuote(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); ; end = json.indexOf('"', end + 1)) {
    let first = end;
    while (json[first - 1] === '\\') first--;
    if ((end - first) % 2 === 0) return end;
  }
}

/** Whether a colon follows, after white space. */
function isField(json: string, start: number): boolean {
  let at = start;
  while (' \t\r\n'.includes(json[at] ?? '.')) at++;
  return json[at] === ':';
}
