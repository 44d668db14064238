import { BYTE_WIDTHS, checkWidths, type Widths } from '../fixed/index.ts';
import { tasks } from '../tasks/registry.ts';
import {
  completeTraining,
  DEFAULT_TRAINING,
  OPTIMIZER_DEFAULTS,
  type TrainingOptions,
} from '../training/options.ts';

/** All that determines a run: the same settings show the same run, to the bit, on every machine. */
export interface Settings {
  /** A built-in task, by name. */
  readonly task: string;
  /** The text of an own machine, in KISS2, DOT, JSON or CSV, that takes the task's place; empty without one. */
  readonly machine: string;
  /** How an own machine is learned: searched for as `carrybit train --machine` does, or from samples as tasks are. */
  readonly method: Method;
  readonly training: TrainingOptions;
  readonly widths: Widths;
}

export const METHODS = ['search', 'samples'] as const;
export type Method = (typeof METHODS)[number];

/** Whether an own machine is searched for; the training's seed is then all that counts beside it. */
export function isSearch({ machine, method }: Settings): boolean {
  return machine.trim() !== '' && method === 'search';
}

/** Invalid settings; the message names one, its value and what was expected. */
export class AddressError extends Error {
  override readonly name = 'AddressError';
}

/** Maximum of characters in an address after its `#`. */
export const MAX_ADDRESS = 65_536;
/** Numbers of one tensor of samples or states, and updates of a start: a link from elsewhere fills no memory. */
const MAX_TENSOR = 2 ** 22;
const MAX_UPDATES = 1_000_000;

const WHOLE = ['seed', 'hidden', 'bits', 'samples', 'testSamples', 'batch', 'epochs', 'maxStarts'] as const;
const WIDTHS = ['weightBits', 'stateBits', 'tableBits'] as const;
/** The numbers of all optimizers, each of which reads some. */
const RULE = [...new Set(Object.values(OPTIMIZER_DEFAULTS).flatMap(({ optimizer }) => numbersOf(optimizer)))];
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  task: [...tasks.keys()],
  optimizer: Object.keys(OPTIMIZER_DEFAULTS),
  overlapping: ['false', 'true'],
  precision: ['float32', 'float64'],
  method: METHODS,
};
const NAMES = [...Object.keys(CHOICES), 'machine', ...WHOLE, ...RULE, ...WIDTHS];

type Rule = TrainingOptions['optimizer'];

/** The names of the numbers that an optimizer reads. */
export function numbersOf(rule: Rule): string[] {
  return Object.keys(rule).filter((name) => name !== 'kind');
}

/**
 * Reads the part of an address after its `#`: `hidden=4&seed=7`. What does not stand there is the default.
 *
 * @throws AddressError
 */
export function parseAddress(fragment: string): Settings {
  if (fragment.length > MAX_ADDRESS)
    throw new AddressError(`address: expected at most ${MAX_ADDRESS} characters, got ${fragment.length}`);
  const entries = new URLSearchParams(fragment);
  const given = new Map(entries);
  for (const name of entries.keys()) {
    if (!NAMES.includes(name)) throw new AddressError(`${shown(name)}: expected one of ${NAMES.join(', ')}`);
    if (entries.getAll(name).length > 1)
      throw new AddressError(`${name}: expected it once, got it ${entries.getAll(name).length} times`);
  }
  const chosen = (name: string, preset: string) => {
    const value = given.get(name) ?? preset;
    if (CHOICES[name]?.includes(value)) return value;
    throw new AddressError(`${name}: expected one of ${CHOICES[name]?.join(', ')}, got ${shown(value)}`);
  };
  const numbers = (names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((name) => (given.has(name) ? [[name, number(name, given.get(name) as string)]] : [])),
    );
  const { optimizer } =
    OPTIMIZER_DEFAULTS[chosen('optimizer', DEFAULT_TRAINING.optimizer.kind) as Rule['kind']];
  const read = numbersOf(optimizer);
  const stray = RULE.find((name) => given.has(name) && !read.includes(name));
  if (stray !== undefined) throw new AddressError(`${stray}: the optimizer ${optimizer.kind} has none`);
  try {
    const training = completeTraining({
      ...numbers(WHOLE),
      overlapping: chosen('overlapping', 'false') === 'true',
      precision: chosen('precision', DEFAULT_TRAINING.precision) as TrainingOptions['precision'],
      optimizer: { ...optimizer, ...numbers(read) },
    });
    const widths: Widths = { ...BYTE_WIDTHS, ...numbers(WIDTHS) };
    checkWidths(widths);
    requireRoom(training);
    return {
      task: chosen('task', 'adder'),
      machine: given.get('machine') ?? '',
      method: chosen('method', METHODS[0]) as Method,
      ...{ training, widths },
    };
  } catch (error) {
    throw error instanceof AddressError ? error : new AddressError((error as Error).message);
  }
}

/** The settings as {@link parseAddress} reads them; what is the default is left out. */
export function formatAddress(settings: Settings): string {
  const presets = entriesOf({
    ...settings,
    task: 'adder',
    machine: '',
    method: METHODS[0],
    training: { ...DEFAULT_TRAINING, ...OPTIMIZER_DEFAULTS[settings.training.optimizer.kind] },
    widths: BYTE_WIDTHS,
  });
  presets.set('optimizer', DEFAULT_TRAINING.optimizer.kind);
  const entries = [...entriesOf(settings)].filter(([name, value]) => presets.get(name) !== value);
  return new URLSearchParams(entries).toString();
}

/** Every setting by name, as text. */
export function entriesOf({ task, machine, method, training, widths }: Settings): Map<string, string> {
  const { optimizer, ...others } = training;
  const { kind, ...rule } = optimizer;
  const all = { task, machine, method, optimizer: kind, ...others, ...rule, ...widths };
  return new Map(Object.entries(all).map(([name, value]) => [name, String(value)]));
}

/** @throws AddressError for a training that would take hundreds of megabytes or more */
function requireRoom({ samples, testSamples, bits, hidden, batch, epochs }: TrainingOptions): void {
  const numbers = Math.max(samples, testSamples) * (bits + 1) * Math.max(hidden, 4);
  if (numbers > MAX_TENSOR)
    throw new AddressError(
      `samples × steps × states: expected at most ${MAX_TENSOR} in a page, got ${numbers}; take fewer samples`,
    );
  const updates = epochs * Math.floor(samples / batch);
  if (updates > MAX_UPDATES)
    throw new AddressError(
      `epochs × minibatches: expected at most ${MAX_UPDATES} updates in a page, got ${updates}; take fewer epochs`,
    );
}

function number(name: string, text: string): number {
  if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text))) return Number(text);
  throw new AddressError(`${name}: expected a number, got ${shown(text)}`);
}

/** A value in a message, cut where it is long. */
function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}…` : text);
}
