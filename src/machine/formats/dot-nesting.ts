import { endOfHtml } from './dot-strings.ts';
import { FormatError } from './format-error.ts';

/** Maximum of braces within each other; a parser that calls itself for each takes few thousands. */
const MAX_NESTING = 64;
/** Maximum of edges in a row, `a -> b -> c`. */
const MAX_CHAIN = 1000;

/** Comments, quoted texts, the beginning of a text in HTML, and what is counted. */
const TOKEN = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|^[ \t]*#[^\n]*|"(?:[^"\\]|\\[\s\S])*"|->|[<{};\]]/gm;

/** @throws FormatError with the line, for what would end the parser without one */
export function checkNesting(text: string): void {
  let depth = 0;
  let chain = 0;
  for (TOKEN.lastIndex = 0; ; ) {
    const match = TOKEN.exec(text);
    if (match === null) return;
    const [token] = match;
    if (token === '<') TOKEN.lastIndex = endOfHtml(text, match.index);
    else if (token === '->') chain += 1;
    else if (token === '{') depth += 1;
    else if (token === '}') depth -= 1;
    if (token === '{' || token === '}' || token === ';' || token === ']') chain = 0;
    const line = () => text.slice(0, match.index).split('\n').length;
    if (depth > MAX_NESTING)
      throw new FormatError(
        line(),
        `expected at most ${MAX_NESTING} braces within each other, got more; leave the subgraphs out`,
      );
    if (chain > MAX_CHAIN)
      throw new FormatError(
        line(),
        `expected at most ${MAX_CHAIN} edges in a row, got more; write each edge by itself`,
      );
  }
}
