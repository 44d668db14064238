import { ones } from '../cubes.ts';
import { MAX_INPUTS, MAX_OUTPUTS, MAX_TRANSITIONS } from '../limits.ts';
import { ANYWHERE, Draft } from './draft.ts';
import { FormatError, shown } from './format-error.ts';
import { KissNames } from './kiss2-names.ts';
import { bitNames, checkBits, checkStates, MAX_READ_STATES, type Parsed } from './parsed.ts';

/** Before a step it stands for every state, after a step for any state. */
export const ANY = new Set(['*', 'ANY', '-']);

/** Maximum of rows: one for each input word of each state. */
const MAX_ROWS = MAX_READ_STATES * 2 ** MAX_INPUTS;

/**
 * Reads KISS2, the state tables of SIS and the LGSynth benchmarks. Each row is a line, `inputs state next outputs`. A
 * `-` in the inputs means both values, in the outputs a don't-care bit. `*` or `ANY` means every state before a step,
 * and any state after it. A step without a row never comes.
 *
 * @param name of the machine, if the text has none
 * @throws FormatError
 */
export function parseKiss2(text: string, name: string): Parsed {
  const notes: string[] = [];
  const heads = new Map<string, { line: number; words: readonly string[] }>();
  /** The states, with the lines on which they stand first. */
  const seen = new Map<string, number>();
  const own = new KissNames(notes);
  let rows = 0;
  let firstRow: Line | undefined;
  let specific: Line | undefined;
  // Rows are not kept, but read twice: a large file with an error at its end is refused sooner.
  for (const { line, words } of statements(text, (comment, at) => own.take(comment, at))) {
    const [first = ''] = words;
    if (first.startsWith('.')) {
      const before = heads.get(first);
      if (before !== undefined)
        notes.push(`Line ${line}: ${first} stands on line ${before.line}, too; the last one counts.`);
      if (!KNOWN.has(first)) notes.push(`Line ${line}: ${shown(first)} is not read.`);
      else heads.set(first, { line, words: words.slice(1) });
      continue;
    }
    const each = row(words, line);
    rows += 1;
    if (rows > MAX_ROWS)
      throw new FormatError(line, `expected at most ${MAX_ROWS} rows, got more; some say the same`);
    firstRow ??= each;
    checkRow(each, stated('.i', firstRow.inputs.length), stated('.o', firstRow.outputs.length));
    // The state of the first row comes first, even if rows for every state are above it.
    if (specific === undefined && !ANY.has(each.state)) specific = each;
    for (const state of [each.state, each.next])
      if (!ANY.has(state) && !seen.has(state)) seen.set(state, line);
    checkStates(seen.size, line);
  }
  if (firstRow === undefined)
    throw new FormatError(undefined, 'expected KISS2, a row a line (inputs state next outputs), got no row');
  const found = firstRow;
  const width = (head: string, side: 'input' | 'output', bitsFound: number) => {
    const said = heads.get(head);
    if (said === undefined)
      notes.push(
        `There is no ${head}; the first row has ${bitsFound} ${side} bit${bitsFound === 1 ? '' : 's'}.`,
      );
    const bits = said === undefined ? bitsFound : Number(said.words[0]);
    if (said !== undefined && Number.isNaN(bits))
      throw new FormatError(
        said.line,
        `${head}: expected how many ${side} bits there are, got ${shown(said.words[0] ?? '')}`,
      );
    checkBits(side, bits, said?.line ?? found.line);
    return bits;
  };
  const inputs = width('.i', 'input', found.inputs.length);
  const outputs = width('.o', 'output', found.outputs.length);
  const draft = new Draft(names(['.ilb', '.inputs'], 'i', inputs));
  const reset = heads.get('.r');
  const [some] = seen.keys();
  if (some === undefined) throw new FormatError(found.line, 'expected a state by its name in some row');
  const initial = reset?.words[0] ?? specific?.state ?? some;
  for (const [state, line] of seen) draft.state(state, line);
  if (!draft.states.includes(initial))
    throw new FormatError(reset?.line, `.r: expected a state that a row names, got ${shown(initial)}`);
  if (reset === undefined)
    notes.push(`There is no .r; ${initial}, the first row's state, is the initial one.`);
  let steps = 0;
  for (const { line, words } of statements(text)) {
    if (words[0]?.startsWith('.')) continue;
    steps += addRow(draft, row(words, line), inputs, outputs);
    if (steps > MAX_TRANSITIONS)
      throw new FormatError(line, `expected rows that state at most ${MAX_TRANSITIONS} steps; they overlap`);
  }
  count('.p', rows, 'row');
  count('.s', draft.states.length, 'state');
  const model = heads.get('.model')?.words[0];
  const machine = draft.finish(model ?? name, names(['.ob', '.outputs'], 'o', outputs), initial);
  if (machine.states.includes(ANYWHERE))
    notes.push(
      `Some steps lead to any state (*): after them nothing is asked of the outputs until a reset, a state named ${ANYWHERE}.`,
    );
  return { ...own.apply(machine), notes };

  function names(heads_: readonly string[], letter: string, bits: number): readonly string[] {
    const said = heads_.map((head) => heads.get(head)).find((head) => head !== undefined);
    if (said === undefined) return bitNames(letter, bits);
    if (said.words.length === bits && new Set(said.words).size === bits) return said.words;
    notes.push(
      `Line ${said.line}: expected ${bits} name${bits === 1 ? '' : 's'}, each once, got ${said.words.length}; they are not used.`,
    );
    return bitNames(letter, bits);
  }

  /** The width that a head says so far, if it may be one. */
  function stated(head: string, otherwise: number): number {
    const bits = Number(heads.get(head)?.words[0]);
    return bits >= 1 && bits <= MAX_OUTPUTS ? bits : otherwise;
  }

  function count(head: string, found: number, what: string): void {
    const said = heads.get(head);
    if (said !== undefined && Number(said.words[0]) !== found)
      notes.push(
        `Line ${said.line}: ${head} says ${said.words[0] ?? 'nothing'}, there ${found === 1 ? 'is' : 'are'} ${found} ${what}${found === 1 ? '' : 's'}.`,
      );
  }
}

const KNOWN = new Set([
  '.i',
  '.o',
  '.p',
  '.s',
  '.r',
  '.ilb',
  '.ob',
  '.model',
  '.inputs',
  '.outputs',
  '.start_kiss',
  '.type',
]);

interface Line {
  readonly inputs: string;
  readonly state: string;
  readonly next: string;
  readonly outputs: string;
  readonly line: number;
}

function row(words: readonly string[], line: number): Line {
  const [inputs = '', state = '', next = '', ...outputs] = words;
  if (outputs.length === 0)
    throw new FormatError(
      line,
      `expected inputs, state, next state and outputs, got ${shown(words.join(' '))}`,
    );
  return { inputs, state, next, outputs: outputs.join(''), line };
}

/** @returns the number of steps that the row states */
function addRow(
  draft: Draft,
  { inputs, state, next, outputs, line }: Line,
  width: number,
  bits: number,
): number {
  const input = cube(inputs, width, 'input', line);
  const { value: output, care } = cube(outputs, bits, 'output', line);
  const free = (2 ** width - 1) & ~input.care;
  const step = { next: ANY.has(next) ? undefined : next, output, care, line };
  const from = ANY.has(state) ? draft.states : [state];
  for (const each of from) {
    // Every subset of the free bits, the empty one last.
    for (let some = free; ; some = (some - 1) & free) {
      draft.add(each, input.value | some, step, inputs);
      if (some === 0) break;
    }
  }
  return from.length * 2 ** (width - ones(input.care));
}

/** Bits and dashes as a value and the bits that it fixes. */
function cube(
  text: string,
  width: number,
  side: 'input' | 'output',
  line: number,
): { value: number; care: number } {
  if (text.length !== width || /[^01-]/.test(text))
    throw new FormatError(
      line,
      `expected ${width} ${side} bit${width === 1 ? '' : 's'} of 0, 1 and -, got ${shown(text)}`,
    );
  let value = 0;
  let care = 0;
  for (let bit = 0; bit < width; bit++) {
    if (text[bit] === '-') continue;
    care |= 1 << bit;
    if (text[bit] === '1') value |= 1 << bit;
  }
  return { value, care };
}

/** The lines that say something, up to the end, in words. @param onComment gets each line that has a comment */
function* statements(
  text: string,
  onComment: (line: string, at: number) => void = () => {},
): Generator<{ readonly line: number; readonly words: readonly string[] }> {
  let line = 0;
  for (const raw of lines(text)) {
    line += 1;
    const hash = raw.indexOf('#');
    if (hash >= 0) onComment(raw, line);
    const words = (hash < 0 ? raw : raw.slice(0, hash)).trim().split(/\s+/);
    if (words[0] === '') continue;
    if (words[0] === '.e' || words[0] === '.end' || words[0] === '.end_kiss') return;
    yield { line, words };
  }
}

/** @throws FormatError for a row of other bits */
function checkRow({ inputs, outputs, line }: Line, width: number, bits: number): void {
  if (inputs.length !== width || outputs.length !== bits || NO_BIT.test(inputs) || NO_BIT.test(outputs)) {
    cube(inputs, width, 'input', line);
    cube(outputs, bits, 'output', line);
  }
}

const NO_BIT = /[^01-]/;

/** One line after another: a large text with an error at its beginning is not split as a whole. */
export function* lines(text: string): Generator<string> {
  let from = text.startsWith('\ufeff') ? 1 : 0;
  while (from <= text.length) {
    const to = text.indexOf('\n', from);
    const line = text.slice(from, to < 0 ? undefined : to);
    yield line.endsWith('\r') ? line.slice(0, -1) : line;
    if (to < 0) return;
    from = to + 1;
  }
}
