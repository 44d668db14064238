import { ones } from '../cubes.ts';
import { MAX_INPUTS, MAX_TRANSITIONS } from '../limits.ts';
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
  const rows: Line[] = [];
  const heads = new Map<string, { line: number; words: string[] }>();
  const seen = new Set<string>();
  const own = new KissNames(notes);
  let line = 0;
  for (const raw of lines(text)) {
    line += 1;
    own.take(raw, line);
    const words = raw.replace(/#.*/, '').trim().split(/\s+/);
    const [first = ''] = words;
    if (first === '') continue;
    if (first === '.e' || first === '.end' || first === '.end_kiss') break;
    if (first.startsWith('.')) {
      const before = heads.get(first);
      if (before !== undefined)
        notes.push(`Line ${line}: ${first} stands on line ${before.line}, too; the last one counts.`);
      if (!KNOWN.has(first)) notes.push(`Line ${line}: ${shown(first)} is not read.`);
      else heads.set(first, { line, words: words.slice(1) });
    } else {
      const each = row(words, line);
      rows.push(each);
      if (rows.length > MAX_ROWS)
        throw new FormatError(line, `expected at most ${MAX_ROWS} rows, got more; some say the same`);
      for (const state of [each.state, each.next]) if (!ANY.has(state)) seen.add(state);
      checkStates(seen.size, line);
    }
  }
  const [firstRow] = rows;
  if (firstRow === undefined)
    throw new FormatError(undefined, 'expected KISS2, a row a line (inputs state next outputs), got no row');
  const width = (head: string, side: 'input' | 'output', found: number) => {
    const said = heads.get(head);
    if (said === undefined)
      notes.push(`There is no ${head}; the first row has ${found} ${side} bit${found === 1 ? '' : 's'}.`);
    const bits = said === undefined ? found : Number(said.words[0]);
    if (said !== undefined && Number.isNaN(bits))
      throw new FormatError(
        said.line,
        `${head}: expected how many ${side} bits there are, got ${shown(said.words[0] ?? '')}`,
      );
    checkBits(side, bits, said?.line ?? firstRow.line);
    return bits;
  };
  const inputs = width('.i', 'input', firstRow.inputs.length);
  const outputs = width('.o', 'output', firstRow.outputs.length);
  const draft = new Draft(names(['.ilb', '.inputs'], 'i', inputs));
  const reset = heads.get('.r');
  // The state of the first row comes first, even if rows for every state are above it.
  const specific = rows.find(({ state }) => !ANY.has(state)) ?? rows.find(({ next }) => !ANY.has(next));
  if (specific === undefined)
    throw new FormatError(firstRow.line, 'expected a state by its name in some row');
  const initial = reset?.words[0] ?? (ANY.has(specific.state) ? specific.next : specific.state);
  for (const each of rows) {
    for (const state of [each.state, each.next]) if (!ANY.has(state)) draft.state(state, each.line);
  }
  if (!draft.states.includes(initial))
    throw new FormatError(reset?.line, `.r: expected a state that a row names, got ${shown(initial)}`);
  if (reset === undefined)
    notes.push(`There is no .r; ${initial}, the first row's state, is the initial one.`);
  let steps = 0;
  for (const each of rows) {
    steps += addRow(draft, each, inputs, outputs);
    if (steps > MAX_TRANSITIONS)
      throw new FormatError(
        each.line,
        `expected rows that state at most ${MAX_TRANSITIONS} steps; they overlap`,
      );
  }
  count('.p', rows.length, 'row');
  count('.s', draft.states.length, 'state');
  const model = heads.get('.model')?.words[0];
  const machine = draft.finish(model ?? name, names(['.ob', '.outputs'], 'o', outputs), initial);
  if (machine.states.includes(ANYWHERE))
    notes.push(
      `Some steps lead to any state (*): after them nothing is asked of the outputs until a reset, a state named ${ANYWHERE}.`,
    );
  return { ...own.apply(machine), notes };

  function names(heads_: readonly string[], letter: string, bits: number): string[] {
    const said = heads_.map((head) => heads.get(head)).find((head) => head !== undefined);
    if (said === undefined) return bitNames(letter, bits);
    if (said.words.length === bits && new Set(said.words).size === bits) return said.words;
    notes.push(
      `Line ${said.line}: expected ${bits} names, each once, got ${said.words.length}; they are not used.`,
    );
    return bitNames(letter, bits);
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
    throw new FormatError(line, `expected ${width} ${side} bits of 0, 1 and -, got ${shown(text)}`);
  let value = 0;
  let care = 0;
  for (let bit = 0; bit < width; bit++) {
    if (text[bit] === '-') continue;
    care |= 1 << bit;
    if (text[bit] === '1') value |= 1 << bit;
  }
  return { value, care };
}

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
