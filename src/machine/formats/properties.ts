import type { Machine } from '../machine.ts';
import type { Symbols } from '../symbols.ts';
import { exploreSteps } from './explore-steps.ts';
import { FormatError, shown } from './format-error.ts';
import { lines } from './kiss2.ts';

/** A property as a monitor: its output is 1 in a step that violates the property. */
export interface Property {
  /** The property as it is written. */
  readonly text: string;
  /** The line of a list, counted from 1; undefined for a monitor that is a file of its own. */
  readonly line: number | undefined;
  readonly monitor: Machine & { readonly symbols?: Symbols | undefined };
}

/** A monitor's step: whether the property is violated, and the next state. */
type Step = (state: never, bits: readonly number[]) => { state: unknown; bad: boolean };

/** A name of an input, output or symbol; in quotes if it has white space. */
const NAME = String.raw`("[^"]+"|\S+)`;
const bare = (name: string) => name.replace(/^"(.+)"$/, '$1');
const named = (names: string) => (names.match(new RegExp(NAME, 'g')) ?? []).map(bare);

/** How each kind of property is written, and its monitor. */
const KINDS: readonly {
  readonly usage: string;
  readonly pattern: RegExp;
  monitor(match: RegExpExecArray): { inputs: string[]; initial: unknown; step: Step };
}[] = [
  {
    usage: 'never A B …: these are never 1 in the same step',
    pattern: /^never (.+)$/,
    monitor: ([, names = '']) => ({
      inputs: named(names),
      initial: 0,
      step: (state, bits) => ({ state, bad: bits.every((bit) => bit === 1) }),
    }),
  },
  {
    usage: 'at most one of A B …',
    pattern: /^at most one of (.+)$/,
    monitor: ([, names = '']) => ({
      inputs: named(names),
      initial: 0,
      step: (state, bits) => ({ state, bad: bits.filter((bit) => bit === 1).length > 1 }),
    }),
  },
  {
    usage: 'A implies B: in each step',
    pattern: new RegExp(`^${NAME} implies ${NAME}$`),
    monitor: ([, a = '', b = '']) => ({
      inputs: [bare(a), bare(b)],
      initial: 0,
      step: (state, [first, second]) => ({ state, bad: first === 1 && second === 0 }),
    }),
  },
  {
    usage: 'OUT changes only after N equal IN: at the last of them or as long as they last',
    pattern: new RegExp(`^${NAME} changes only after (\\d+) equal ${NAME}$`),
    monitor: ([, out = '', count = '', input = '']) => ({
      inputs: [bare(input), bare(out)],
      initial: [0, 0, null],
      // State: the number of equal inputs so far, their value, and the last output. The first step is not a change.
      step: (state, [now, output]) => {
        const [equal, last, before] = state as [number, number, number | null];
        const length = Math.min(Number(count), now === last ? equal + 1 : 1);
        const bad = before !== null && output !== before && length < Number(count);
        return { state: [length, now, output], bad };
      },
    }),
  },
  {
    usage: 'B within N steps after A',
    pattern: new RegExp(`^${NAME} within (\\d+) steps? after ${NAME}$`),
    monitor: ([, b = '', count = '', a = '']) => ({
      inputs: [bare(a), bare(b)],
      initial: null,
      // State: steps that are left for B, null if none is awaited.
      step: (left, [asked, answered]) => {
        const before = left as number | null;
        if (answered === 1) return { state: null, bad: false };
        const now = before === null ? (asked === 1 ? Number(count) : null) : before - 1;
        return { state: now === 0 ? null : now, bad: now === 0 };
      },
    }),
  },
];

/** Maximum of steps and counts in a property. */
const MAX_COUNT = 60;

/**
 * Reads properties, one on each line, by the names of inputs and outputs, bits or symbols. Text after a # is ignored.
 *
 * @throws FormatError
 */
export function parseProperties(text: string): Property[] {
  const properties: Property[] = [];
  let at = 0;
  for (const raw of lines(text)) {
    at += 1;
    const line = raw.replace(/#.*/, '').trim().replace(/\s+/g, ' ');
    if (line !== '') properties.push({ text: line, line: at, monitor: monitorOf(line, at) });
  }
  if (properties.length === 0)
    throw new FormatError(undefined, `expected properties, one a line: ${usage()}; got none`);
  return properties;
}

/** Whether a text is a list of properties, not a machine. */
export function isPropertyList(text: string): boolean {
  for (const raw of lines(text)) {
    const line = raw.replace(/#.*/, '').trim().replace(/\s+/g, ' ');
    if (line !== '') return KINDS.some(({ pattern }) => pattern.test(line));
  }
  return false;
}

function monitorOf(line: string, at: number): Machine {
  for (const { pattern, monitor } of KINDS) {
    const match = pattern.exec(line);
    if (match === null) continue;
    const number = match.find((part) => /^\d+$/.test(part));
    if (number !== undefined && !(Number(number) >= 1 && Number(number) <= MAX_COUNT))
      throw new FormatError(at, `expected 1–${MAX_COUNT} steps, got ${number}`);
    const { inputs, initial, step } = monitor(match);
    const twice = inputs.find((name, index) => inputs.indexOf(name) !== index);
    if (twice !== undefined) throw new FormatError(at, `expected each name once, got ${shown(twice)} twice`);
    const taken = (state: unknown, bits: unknown) => {
      const { state: next, bad } = step(state as never, bits as readonly number[]);
      return { state: next, outputs: [Number(bad)] };
    };
    return exploreSteps({ inputs, outputs: ['bad'], initial, step: taken }, 'property').machine;
  }
  throw new FormatError(at, `expected a property (${usage()}), got ${shown(line)}`);
}

function usage(): string {
  return KINDS.map((kind) => kind.usage).join('; ');
}
