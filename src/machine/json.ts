import { requireText } from './require.ts';
import { type TextPlace, textPlace } from './text-place.ts';

/** A text that is not JSON, or that readers understand in different ways. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  /** Counted from 1; undefined if the parser does not say where. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** The message without its place. */
  readonly problem: string;

  constructor(place: TextPlace | undefined, problem: string) {
    super(place === undefined ? problem : `line ${place.line}, column ${place.column}: ${problem}`);
    this.line = place?.line;
    this.column = place?.column;
    this.problem = problem;
  }
}

/** Maximum of lists and objects within each other: ours have six, and millions take the parser a minute. */
const MAX_DEPTH = 64;

/**
 * Parses JSON from any writer: with a byte order mark, any white space and any line ends. Only the value matters.
 *
 * @throws JsonError for text that is not JSON, and for a field that appears twice in one object: some readers keep the
 *   first
 */
export function parseJson(text: string): unknown {
  requireText('text', text);
  const json = text.replace(/^\ufeff/, '');
  const found = unfit(json);
  if (found?.deep) throw new JsonError(placeIn(json, found.at), found.problem);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    const { message } = error as SyntaxError;
    throw new JsonError(placeIn(json, placeOf(json, message)), `expected JSON: ${withoutPlace(message)}`);
  }
  if (found !== undefined) throw new JsonError(placeIn(json, found.at), found.problem);
  return value;
}

/** Where the parser stopped. Some versions of it give no position and only quote the text around it. */
function placeOf(json: string, message: string): number | undefined {
  const [, position] = / at position (\d+)/.exec(message) ?? [];
  if (position !== undefined) return Number(position);
  if (message.startsWith('Unexpected end')) return json.length;
  const [, start, cut, around = ''] =
    /^(Unexpected token '.+?'), (\.\.\.)?"(.*)"(?:\.\.\.)? is not valid JSON$/s.exec(message) ?? [];
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

function placeIn(json: string, at: number | undefined): TextPlace | undefined {
  return at === undefined ? undefined : textPlace(json, at);
}

interface Unfit {
  readonly at: number;
  readonly problem: string;
  /** Whether the parser would need too long for the text. */
  readonly deep?: true;
}

/** The first thing that makes a text unfit, although it may be JSON. */
function unfit(json: string): Unfit | undefined {
  // The fields of the objects around a place; undefined for a list, and for an object without any so far.
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < json.length; at++) {
    const sign = json[at];
    if (sign === '[' || sign === '{') open.push(undefined);
    else if (sign === ']' || sign === '}') open.pop();
    else if (sign === '"') {
      const start = at;
      at = closingQuote(json, start);
      if (!isField(json, at + 1)) continue;
      const name = json.slice(start, at + 1);
      const fields = open.pop() ?? new Set();
      // Escapes allow several spellings of one name.
      const key = name.includes('\\') ? unescaped(name) : name.slice(1, -1);
      if (fields.has(key))
        return { at: start, problem: `the field ${name} appears twice in one object; keep one` };
      open.push(fields.add(key));
    }
    if (open.length > MAX_DEPTH)
      return {
        at,
        problem: `expected at most ${MAX_DEPTH} lists and objects within each other, got more`,
        deep: true,
      };
  }
  return undefined;
}

/** The text that a name in JSON stands for, or itself if its escapes are wrong. */
function unescaped(name: string): string {
  try {
    return JSON.parse(name);
  } catch {
    return name;
  }
}

/**
 * The end of the string that begins here; that of the text if it does not end. Written by hand, because a regular
 * expression runs out of stack in a long one.
 */
export function closingQuote(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); ; end = json.indexOf('"', end + 1)) {
    if (end < 0) return json.length;
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
