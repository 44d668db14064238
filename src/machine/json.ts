import { requireText } from './require.ts';
/** A text that is not JSON, or whose meaning depends on who reads it. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

/**
 * Parses JSON as other programs write it: with a byte order mark, with any white space and line ends. What counts is
 * the value.
 *
 * @throws JsonError for what is no JSON, and for a field that stands twice in one object: some readers keep the first
 */
export function parseJson(text: string): unknown {
  requireText('text', text);
  const json = text.replace(/^\ufeff/, '');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new JsonError(`this is not JSON: ${(error as Error).message}`);
  }
  const twice = repeatedField(json);
  if (twice !== undefined) throw new JsonError(`the field ${twice} stands twice in one object`);
  return value;
}

/** Strings, with the colon after a field's name, and what opens and closes objects and lists. */
const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g;

/** The first name that stands twice in one object of a text that is JSON. */
function repeatedField(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, colon] of json.matchAll(TOKENS)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (colon !== undefined) {
      const name = token.slice(0, -colon.length);
      const names = open.at(-1);
      // Escapes write one name in several ways.
      const key = JSON.parse(name) as string;
      if (names?.has(key)) return name;
      names?.add(key);
    }
  }
  return undefined;
}
