import { requireText } from './require.ts';
/** A text that is not JSON, or that readers understand in different ways. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
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
    throw new JsonError(`expected JSON: ${(error as Error).message}`);
  }
  const twice = repeatedField(json);
  if (twice !== undefined) throw new JsonError(`the field ${twice} appears twice in one object; keep one`);
  return value;
}

/** The first name that appears twice in one object of a JSON text. */
function repeatedField(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; at++) {
    const sign = json[at];
    if (sign === '{' || sign === '[') open.push(new Set());
    else if (sign === '}' || sign === ']') open.pop();
    else if (sign === '"') {
      const end = closingQuote(json, at);
      const name = json.slice(at, end + 1);
      at = end;
      if (!isField(json, at + 1)) continue;
      const names = open.at(-1);
      // Escapes allow several spellings of one name.
      const key = JSON.parse(name) as string;
      if (names?.has(key)) return name;
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
