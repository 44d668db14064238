import { FormatError, shown } from './format-error.ts';
import { type Edge, isStep, type RecordedClock, secondsOf } from './vcd-clock.ts';

/** A row of recorded steps: the cells of its columns, none for a reset. */
export interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Steps, and what the names in the first row mean. */
export interface Table {
  readonly rows: readonly Row[];
  /** Columns that are outputs. */
  readonly outputs: readonly string[];
  /** The signal that is taken as the output because none is named. */
  readonly assumed?: string | undefined;
}

/** One bit of a signal. */
interface Bit {
  readonly name: string;
  /** The name of the whole signal. */
  readonly signal: string;
  value: string;
}

/** A time at which a step may be, with the levels just before it. */
interface Moment {
  readonly before: readonly string[];
  readonly line: number;
  /** Begins a new sequence instead of a step. */
  readonly isReset: boolean;
  /** The rising edge of the clock that makes the step, if there is a clock. */
  readonly edge?: Edge;
}

/** Whether a text is a value change dump. */
export function isVcd(text: string): boolean {
  return /^\ufeff?\s*\$(date|version|timescale|comment|scope|var)\b/.test(text.slice(0, 4096));
}

/** The signal of a dump that is its clock, if any; without one every change is a step. */
export const clockOf = (text: string): string | undefined =>
  signalsOf(text).find((name) => IS_CLOCK.test(name));

/** Names of the signals that a dump declares, and of the bits of wider ones. */
export function signalsOf(text: string): string[] {
  const [head = ''] = text.split('$enddefinitions', 1);
  return [...head.matchAll(/\$var\s+\S+\s+(\d+)\s+\S+\s+(\S+)/g)].flatMap(([, width, name = '']) =>
    width === '1' ? [name] : [name, ...bitsOf(name, Math.min(Number(width), MAX_WIDTH))],
  );
}

/** Names of the bits of a signal. */
const bitsOf = (signal: string, width: number) =>
  Array.from({ length: width }, (_, bit) => (width === 1 ? signal : `${signal}.${bit}`));

/** Maximum of bits of a signal. */
const MAX_WIDTH = 64;

const IS_CLOCK = /^(clk|clock)$/i;
const IS_RESET = /^(reset|rst)$/i;
const VALUES: Readonly<Record<string, string>> = { '0': '0', '1': '1' };

/**
 * Reads a value change dump (IEEE 1364) of two-valued signals as a table of steps; its first row has the names. With a
 * signal named clk or clock, each rising edge of it is a step: inputs have the values just before this edge, outputs
 * those just before the next. If the clock is a button, an edge that follows a fall too closely is a bounce and not a
 * step. A signal named reset that rises begins a new sequence, and while it is high no edge is a step. Without a clock,
 * every time at which something changes is a step.
 *
 * @param outputs signals that are outputs, or bits of them; the last signal if none are named
 * @param clock what drives the clock; if undefined, the edges themselves tell or are refused
 * @throws FormatError
 */
export function vcdTable(text: string, outputs: readonly string[] | undefined, clock?: RecordedClock): Table {
  const bits: Bit[] = [];
  const byCode = new Map<string, Bit[]>();
  const scopes: string[] = [];
  const moments: Moment[] = [];
  let unit: number | undefined;
  const lines = text.split(/\r?\n/);
  let at = 0;
  let rest: string[] = [];
  // Words of the file with their lines: a declaration may span several lines.
  const word = (): string | undefined => {
    while (rest.length === 0) {
      if (at >= lines.length) return undefined;
      rest = (lines[at] as string).split(/\s+/).filter((each) => each !== '');
      at += 1;
    }
    return rest.shift();
  };
  const toEnd = (): string[] => {
    const words: string[] = [];
    for (let next = word(); next !== '$end'; next = word()) {
      if (next === undefined) throw new FormatError(at, 'expected $end, got the end of the file');
      words.push(next);
    }
    return words;
  };
  const level = (name: RegExp) => bits.find((bit) => name.test(bit.name))?.value;
  let settled: string[] = [];
  let before: { clock?: string | undefined; reset?: string | undefined } = {};
  let changed = false;
  let time = 0;
  let line = 1;
  let fell: number | undefined;
  const endTime = () => {
    const hasClock = bits.some(({ name }) => IS_CLOCK.test(name));
    const now = { clock: level(IS_CLOCK), reset: level(IS_RESET) };
    const isEdge = hasClock ? before.clock === '0' && now.clock === '1' : changed;
    const values = bits.map(({ value }) => value);
    if (isEdge || (now.reset === '1' && before.reset === '0'))
      moments.push({
        before: hasClock ? settled : values,
        line,
        isReset: now.reset === '1',
        ...(hasClock && { edge: { line, low: fell === undefined ? undefined : time - fell } }),
      });
    if (before.clock === '1' && now.clock === '0') fell = time;
    before = now;
    settled = values;
    changed = false;
  };
  for (let next = word(); next !== undefined; next = word()) {
    if (next === '$scope') scopes.push(toEnd()[1] ?? '');
    else if (next === '$upscope') {
      toEnd();
      scopes.pop();
    } else if (next === '$var') declare(toEnd(), scopes, bits, byCode, at);
    else if (next === '$timescale') unit = secondsOf(toEnd().join(' '));
    else if (
      next === '$dumpvars' ||
      next === '$dumpall' ||
      next === '$dumpon' ||
      next === '$dumpoff' ||
      next === '$end'
    )
      continue;
    else if (next.startsWith('$')) toEnd();
    else if (next.startsWith('#')) {
      const later = /^#[0-9]+$/.test(next) ? Number(next.slice(1)) : Number.NaN;
      if (!(later >= time))
        throw new FormatError(at, `expected a time as #${time} or later, got ${shown(next)}`);
      endTime();
      [time, line] = [later, at];
    } else if (/^[bBrR]/.test(next)) {
      const code = word();
      if (/^[rR]/.test(next))
        throw new FormatError(at, `expected signals of 0 and 1, got the real number ${next.slice(1)}`);
      change(next.slice(1), code, byCode, at);
      changed = true;
    } else if (/^[01xXzZ]/.test(next)) {
      change(next[0] as string, next.slice(1), byCode, at);
      changed = true;
    } else throw new FormatError(at, `expected a time or a change of a signal, got ${shown(next)}`);
  }
  endTime();
  if (clock !== undefined && !bits.some(({ name }) => IS_CLOCK.test(name)))
    throw new FormatError(
      undefined,
      `expected a signal named clk or clock with --clock ${clock}, got ${bits.map(({ name }) => name).join(', ')}; rename the one that is the clock`,
    );
  const edges = moments.flatMap(({ isReset, edge }) => (isReset || edge === undefined ? [] : [edge]));
  const counts = isStep(edges, unit, clock);
  const steps = moments.filter(({ isReset, edge }) => isReset || edge === undefined || counts(edge));
  return tableOf(bits, steps, settled, outputs);
}

function declare(
  words: string[],
  scopes: readonly string[],
  bits: Bit[],
  byCode: Map<string, Bit[]>,
  line: number,
) {
  const [kind = '', size = '', code = '', name = ''] = words;
  const width = Number(size);
  if (!(width >= 1 && width <= MAX_WIDTH) || code === '' || name === '' || /^real/.test(kind))
    throw new FormatError(line, `expected a signal of 1–${MAX_WIDTH} bits, got ${shown(words.join(' '))}`);
  // A signal may have a name in each scope; the first one is used.
  if (byCode.has(code)) return;
  const taken = bits.some((bit) => bit.name === name || bit.name.startsWith(`${name}.`));
  const full = taken ? [...scopes, name].join('.') : name;
  const own = bitsOf(full, width).map((bit) => ({ name: bit, signal: full, value: 'x' }));
  byCode.set(code, own);
  bits.push(...own);
}

function change(value: string, code: string | undefined, byCode: Map<string, Bit[]>, line: number): void {
  const own = byCode.get(code ?? '');
  if (own === undefined)
    throw new FormatError(line, `expected a signal that is declared, got ${shown(code ?? '')}`);
  const filler = /^[01]/.test(value) ? '0' : (value[0] ?? 'x');
  const levels = value.padStart(own.length, filler);
  for (const [bit, each] of own.entries()) each.value = levels[levels.length - 1 - bit] as string;
}

function tableOf(
  bits: readonly Bit[],
  steps: readonly Moment[],
  last: readonly string[],
  outputs: readonly string[] | undefined,
): Table {
  const hasClock = bits.some(({ name }) => IS_CLOCK.test(name));
  const columns = [...bits.keys()].filter((bit) => {
    const { name } = bits[bit] as Bit;
    return !IS_CLOCK.test(name) && !IS_RESET.test(name);
  });
  const named = columns.map((column) => bits[column] as Bit);
  const signals = [...new Set(named.map(({ signal }) => signal))];
  const lost = outputs?.find((output) => !named.some(({ name, signal }) => [name, signal].includes(output)));
  if (lost !== undefined)
    throw new FormatError(1, `expected an output signal ${shown(lost)}, got ${signals.join(', ')}`);
  const assumed = outputs === undefined ? signals.at(-1) : undefined;
  const chosen = new Set(outputs ?? (assumed === undefined ? [] : [assumed]));
  const isOutput = named.map(({ name, signal }) => chosen.has(name) || chosen.has(signal));
  const rows = steps.map(({ before, line, isReset }, index): Row => {
    if (isReset) return { cells: [], line };
    const after = hasClock ? (steps[index + 1]?.before ?? last) : before;
    const cells = columns.map((column, place) => {
      const value = (isOutput[place] ? after : before)[column] ?? 'x';
      return VALUES[value] ?? '-';
    });
    return { cells, line };
  });
  const names = named.map(({ name }) => name);
  return {
    rows: [{ cells: names, line: 1 }, ...rows],
    outputs: names.filter((_, place) => isOutput[place]),
    assumed,
  };
}
