/** Comments and quoted texts, whole or up to the end of the file. The group is a text's closing quote. */
export const SKIPPED =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|(?![\s\S]))|^[ \t]*#[^\n]*|"(?:[^"\\]|\\[\s\S])*("|\\?(?![\s\S]))/;
/** The same, and the beginning of a text in HTML. */
const TOKEN = new RegExp(`${SKIPPED.source}|<`, 'gm');

/**
 * DOT whose quoted texts are each on one line, as the parser needs it: ends of lines in them become `\n`, and those
 * after a backslash, which continue a text, are left out. The lines after a text keep their numbers.
 */
export function oneLineStrings(text: string): string {
  let result = '';
  let done = 0;
  for (TOKEN.lastIndex = 0; ; ) {
    const match = TOKEN.exec(text);
    if (match === null) return result + text.slice(done);
    const [token] = match;
    if (token === '<') TOKEN.lastIndex = endOfHtml(text, match.index);
    if (match[1] !== '"' || !token.includes('\n')) continue;
    const flat = token
      .replace(/\\(\r?\n|[\s\S])/g, (pair, after: string) => (after.endsWith('\n') ? '' : pair))
      .replace(/\r?\n/g, '\\n');
    result += text.slice(done, match.index) + flat + '\n'.repeat(token.split('\n').length - 1);
    done = TOKEN.lastIndex;
  }
}

/** The end of the text in HTML that begins here; brackets in it are balanced. */
export function endOfHtml(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '<') depth += 1;
    else if (text[at] === '>' && --depth === 0) return at + 1;
  }
  return start + 1;
}
