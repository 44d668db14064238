import type { DFA } from 'refa';
import { minimize } from '../minimize.ts';
import { type Coding, codeOf } from './codes.ts';
import { Draft } from './draft.ts';
import { FormatError, shown } from './format-error.ts';
import { MAX_READ_STATES, type Parsed } from './parsed.ts';

/** Maximum of states in intermediate automata; beyond it the error is that the machine has too many states. */
const MAX_NODES = { nondeterministic: 1500, deterministic: 1024 };
const MAX_REPEAT = 1000;
const MAX_TOKENS = 2000;
const MAX_DEPTH = 200;
/** Each symbol becomes one character, from this one on; these characters have no meaning in expressions. */
const CODE_POINT_BASE = 0xe000;

const TOKEN = /\s+|#.*|[()|*+?.]|\{\d+(?:,\d*)?\}|"[^"\n]*"|[\p{L}\p{N}_-]+|[\s\S]/gu;

/**
 * Reads a regular expression over named symbols as an acceptor: its output `match` says after each step whether the
 * stream so far matches as a whole. `coin coin (button | cancel)*`: names with white space between them, `( )`, `|`,
 * `*`, `+`, `?`, `{2}`, `{2,}`, `{2,4}`, and `.` for any symbol. A first line `symbols: coin, button, cancel` declares
 * symbols that the expression does not mention.
 *
 * @throws FormatError
 */
export async function parseExpression(
  text: string,
  name: string,
  coding: Coding = 'binary',
): Promise<Parsed> {
  const listed = /^\s*symbols\s*:(.*)$/m.exec(text);
  const tokens = tokensOf(listed ? text.replace(listed[0], listed[0].replace(/\S/g, ' ')) : text);
  const symbols = listed ? (listed[1] ?? '').split(/[\s,]+/).filter(Boolean) : [];
  const twice = symbols.find((symbol, index) => symbols.indexOf(symbol) !== index);
  if (twice !== undefined) throw new FormatError(1, `expected each symbol once, got ${shown(twice)} twice`);
  for (const { text, line } of tokens) {
    const symbol = symbolOf(text);
    if (symbol === undefined || symbols.includes(symbol)) continue;
    if (listed)
      throw new FormatError(line, `expected one of the symbols ${symbols.join(', ')}, got ${shown(symbol)}`);
    symbols.push(symbol);
  }
  if (symbols.length === 0)
    throw new FormatError(
      undefined,
      'expected an expression over symbols, as coin coin (button | cancel)*, got none',
    );
  const code = codeOf('input', symbols, coding);
  const characters = symbols.map((_, index) => String.fromCodePoint(CODE_POINT_BASE + index));
  const dfa = await automaton(source(tokens, symbols, characters));
  const draft = new Draft(code.bits);
  const names = new Map<DFA.ReadonlyNode | undefined, string>([[dfa.initial, 'start']]);
  const reached: (DFA.ReadonlyNode | undefined)[] = [dfa.initial];
  for (const node of reached) {
    for (const [index, symbol] of symbols.entries()) {
      const next = node?.out.get(CODE_POINT_BASE + index);
      if (!names.has(next)) {
        names.set(next, next === undefined ? 'no more' : `s${names.size}`);
        reached.push(next);
      }
      const output = next !== undefined && dfa.finals.has(next as DFA.Node) ? 1 : 0;
      const row = { next: names.get(next) as string, output, care: 1, line: 1 };
      draft.add(names.get(node) as string, code.of(symbol).value, row, symbol);
    }
  }
  // The output belongs to steps, not to states, so some states of the acceptor are equivalent.
  const machine = minimize(draft.finish(name, ['match'], 'start'));
  const matchesNothing = dfa.finals.has(dfa.initial) ? ['The stream without a step matches, too.'] : [];
  return {
    machine,
    ...(code.symbols && { symbols: { inputs: code.symbols } }),
    notes: [`Symbols: ${symbols.join(', ')}.`, ...matchesNothing],
  };
}

interface Token {
  readonly text: string;
  readonly line: number;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (const [token] of text.matchAll(TOKEN)) {
    if (!/^(\s|#)/.test(token)) tokens.push({ text: token, line });
    line += token.split('\n').length - 1;
    if (tokens.length > MAX_TOKENS)
      throw new FormatError(
        line,
        `expected an expression of at most ${MAX_TOKENS} words and signs, got more`,
      );
  }
  return tokens;
}

/** The symbol of a token, if it is one. */
function symbolOf(token: string): string | undefined {
  if (/^"[^"]+"$/.test(token)) return token.slice(1, -1);
  return /^[\p{L}\p{N}_-]+$/u.test(token) ? token : undefined;
}

/** The expression with characters for symbols. @throws FormatError for an invalid expression */
function source(tokens: readonly Token[], symbols: readonly string[], characters: readonly string[]): string {
  const open: Token[] = [];
  // Whether there is something that can be repeated.
  let hasOperand = false;
  const parts = tokens.map(({ text, line }) => {
    const symbol = symbolOf(text);
    if (symbol !== undefined || text === '.') {
      hasOperand = true;
      return symbol === undefined ? `[${characters.join('')}]` : characters[symbols.indexOf(symbol)];
    }
    if (text === '(' || text === '|') {
      if (text === '(') open.push({ text, line });
      if (open.length > MAX_DEPTH)
        throw new FormatError(line, `expected at most ${MAX_DEPTH} parentheses in each other, got more`);
      hasOperand = false;
      return text === '(' ? '(?:' : text;
    }
    if (text === ')') {
      if (open.pop() === undefined) throw new FormatError(line, 'expected a ( before this )');
      hasOperand = true;
      return text;
    }
    if (!/^([*+?]|\{.*\})$/.test(text)) throw new FormatError(line, `expected a symbol, got ${shown(text)}`);
    if (!hasOperand) throw new FormatError(line, `expected a symbol or a ) before ${text}`);
    const [min = 0, max = min] = (text.match(/\d+/g) ?? []).map(Number);
    if (max > MAX_REPEAT || min > max)
      throw new FormatError(
        line,
        `expected at most ${MAX_REPEAT} repetitions, the smaller number first, got ${text}`,
      );
    hasOperand = false;
    return text;
  });
  const [left] = open;
  if (left) throw new FormatError(left.line, 'expected a ) for this (');
  return parts.join('');
}

/** @throws FormatError for an automaton of too many states */
async function automaton(source: string): Promise<DFA> {
  // Ten times as large as all readers together.
  const { DFA, JS, NFA, TooManyNodesError } = await import('refa');
  try {
    const { expression, maxCharacter } = JS.Parser.fromLiteral({ source, flags: 'u' }).parse();
    const nfa = NFA.fromRegex(
      expression,
      { maxCharacter },
      {},
      new NFA.LimitedNodeFactory(MAX_NODES.nondeterministic),
    );
    const dfa = DFA.fromFA(nfa, new DFA.LimitedNodeFactory(MAX_NODES.deterministic));
    dfa.minimize();
    return dfa;
  } catch (error) {
    if (!(error instanceof TooManyNodesError)) throw error;
    throw new FormatError(
      undefined,
      `expected an expression of at most ${MAX_READ_STATES} states, got far more on the way to them; repeat less`,
    );
  }
}
