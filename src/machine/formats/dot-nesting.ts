import { endOfHtml, SKIPPED } from './dot-strings.ts';
import { FormatError } from './format-error.ts';

/** Maximum of braces within each other; a parser that calls itself for each takes few thousands. */
const MAX_NESTING = 64;
/** Maximum of edges in a row, `a -> b -> c`. */
const MAX_CHAIN = 1000;

/** What is skipped, the beginning of a text in HTML, and what is counted. */
const TOKEN = new RegExp(`${SKIPPED.source}|->|[<{}]`, 'gm');
/** One name between two edges; more are the end of one statement and the beginning of another. */
const NAME = /^\s*(?:"(?:[^"\\]|\\[\s\S])*"|[^\s"]+)\s*$/;

/** @throws FormatError with the line, for what would end the parser without one */
export function checkNesting(text: string): void {
  let depth = 0;
  let chain = 0;
  let lastEdge = 0;
  for (TOKEN.lastIndex = 0; ; ) {
    const match = TOKEN.exec(text);
    if (match === null) return;
    const [token] = match;
    if (token === '<') TOKEN.lastIndex = endOfHtml(text, match.index);
    else if (token === '->') {
      chain = NAME.test(text.slice(lastEdge, match.index)) ? chain + 1 : 1;
      lastEdge = TOKEN.lastIndex;
    } else if (token === '{') depth += 1;
    else if (token === '}') depth -= 1;
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
