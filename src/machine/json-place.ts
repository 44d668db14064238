import { closingQuote } from './json.ts';
import { type TextPlace, textPlace } from './text-place.ts';

/**
 * Where the value at `inputs[0]` or `reading.output[1]` begins; what follows such a path is ignored. Undefined if the
 * value is missing.
 *
 * @param json that has been parsed without an error
 */
export function placeInJson(json: string, path: string): TextPlace | undefined {
  const keys = /^(?:\.?[A-Za-z]\w*|\[\d+\])+/.exec(path)?.[0].match(/\w+/g);
  let at: number | undefined = skipSpace(json, json.startsWith('\ufeff') ? 1 : 0);
  for (const key of keys ?? []) {
    at = json[at] === '[' ? element(json, at, Number(key)) : field(json, at, key);
    if (at === undefined) return undefined;
  }
  return textPlace(json, at);
}

function element(json: string, list: number, index: number): number | undefined {
  if (!Number.isInteger(index)) return undefined;
  let at = skipSpace(json, list + 1);
  for (let before = 0; before < index && json[at] !== ']'; before++)
    at = afterComma(json, skipValue(json, at));
  return json[at] === ']' ? undefined : at;
}

function field(json: string, object: number, name: string): number | undefined {
  if (json[object] !== '{') return undefined;
  for (let at = skipSpace(json, object + 1); json[at] === '"'; ) {
    const end = closingQuote(json, at) + 1;
    const value = skipSpace(json, skipSpace(json, end) + 1);
    if (JSON.parse(json.slice(at, end)) === name) return value;
    at = afterComma(json, skipValue(json, value));
  }
  return undefined;
}

/** The end of the value that begins here. */
function skipValue(json: string, start: number): number {
  let depth = 0;
  for (let at = start; ; at++) {
    const sign = json[at] as string;
    if (sign === '"') at = closingQuote(json, at);
    else if (sign === '[' || sign === '{') depth++;
    else if (sign === ']' || sign === '}') depth--;
    else if (depth === 0) {
      while (/[^\s,\]}]/.test(json[at] ?? ',')) at++;
      return at;
    }
    if (depth === 0) return at + 1;
  }
}

/** The next value of a list or object, or the bracket that ends it. */
function afterComma(json: string, end: number): number {
  const at = skipSpace(json, end);
  return json[at] === ',' ? skipSpace(json, at + 1) : at;
}

function skipSpace(json: string, start: number): number {
  let at = start;
  while (' \t\r\n'.includes(json[at] ?? '.')) at++;
  return at;
}
