import { MAX_INPUTS, MAX_OUTPUTS, MAX_STATES, MAX_TRANSITIONS } from './limits.ts';
import { MAX_NAME, type Machine, type MachineInput, UNSPECIFIED } from './machine.ts';

/** A value that is not a valid machine; the message names the place in it, the value and what was expected. */
export class MachineError extends Error {
  override readonly name = 'MachineError';
  /** The place in the machine: `next[5]`. */
  readonly place: string;
  /** The message without the place. */
  readonly problem: string;

  constructor(place: string, problem: string) {
    super(`${place}: ${problem}`);
    this.place = place;
    this.problem = problem;
  }
}

const FIELDS = ['name', 'inputs', 'outputs', 'states', 'initial', 'next', 'output', 'care'] as const;

/**
 * Checks a machine completely and returns a copy: plain arrays, and only the fields of a machine.
 *
 * @throws MachineError naming the first thing that is wrong
 */
export function checkMachine(value: MachineInput): Machine {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MachineError('machine', `expected an object with ${FIELDS.join(', ')}, got ${shown(value)}`);
  const name = checkName('name', value.name);
  const inputs = checkNames('inputs', value.inputs, MAX_INPUTS);
  const outputs = checkNames('outputs', value.outputs, MAX_OUTPUTS);
  const states = checkNames('states', value.states, MAX_STATES);
  if (states.length << inputs.length > MAX_TRANSITIONS) {
    throw new MachineError(
      'states',
      `expected at most ${MAX_TRANSITIONS >> inputs.length} with ${inputs.length} inputs, got ${states.length}`,
    );
  }
  const initial = checkInteger('initial', value.initial, 0, states.length - 1, 'the index of a state');
  const size = states.length << inputs.length;
  const max = 2 ** outputs.length - 1;
  const next = checkTable('next', value.next, size, UNSPECIFIED, states.length - 1);
  const output = checkTable('output', value.output, size, 0, max);
  const care =
    value.care === undefined
      ? next.map((state) => (state === UNSPECIFIED ? 0 : max))
      : checkTable('care', value.care, size, 0, max);
  const place = (table: string, index: number) => `${table}[${index}] (${at(index, states, inputs)})`;
  for (let index = 0; index < size; index++) {
    if (next[index] === UNSPECIFIED && care[index] !== 0)
      throw new MachineError(
        place('care', index),
        `expected 0, as the step is unspecified, got ${care[index]}`,
      );
    const stray = (output[index] as number) & ~(care[index] as number);
    if (stray !== 0)
      throw new MachineError(
        place('output', index),
        `expected 0 in bits that do not matter, got ${output[index]} with care ${care[index]}`,
      );
  }
  return { name, inputs, outputs, states, initial, next, output, care };
}

function checkNames(place: string, value: unknown, max: number): string[] {
  if (!Array.isArray(value)) throw new MachineError(place, `expected a list of names, got ${shown(value)}`);
  if (value.length < 1 || value.length > max)
    throw new MachineError(place, `expected 1–${max} names, got ${value.length}`);
  const seen = new Map<string, number>();
  return Array.from(value, (each: unknown, index) => {
    const name = checkName(`${place}[${index}]`, each);
    const before = seen.get(name);
    if (before !== undefined)
      throw new MachineError(
        `${place}[${index}]`,
        `expected each name once, got ${shown(name)} again, as at [${before}]`,
      );
    seen.set(name, index);
    return name;
  });
}

function checkName(place: string, value: unknown): string {
  const expected = `expected a name of 1–${MAX_NAME} characters without control characters`;
  if (typeof value !== 'string' || value.length < 1 || value.length > MAX_NAME || /\p{C}/u.test(value))
    throw new MachineError(place, `${expected}, got ${shown(value)}`);
  return value;
}

function checkTable(place: string, value: unknown, size: number, min: number, max: number): number[] {
  const isList = Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
  if (!isList) throw new MachineError(place, `expected a list of ${size} numbers, got ${shown(value)}`);
  const list = value as ArrayLike<unknown>;
  if (list.length !== size)
    throw new MachineError(
      place,
      `expected ${size} numbers, one for each state and input, got ${list.length}`,
    );
  const table = new Array<number>(size);
  for (let index = 0; index < size; index++) {
    const each = list[index];
    // The text of the place is made only for an error: a table may have millions of entries.
    const fits = typeof each === 'number' && Number.isInteger(each) && each >= min && each <= max;
    table[index] = fits ? each + 0 : checkInteger(`${place}[${index}]`, each, min, max);
  }
  return table;
}

function checkInteger(
  place: string,
  value: unknown,
  min: number,
  max: number,
  what = 'a whole number',
): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max)
    throw new MachineError(place, `expected ${what} from ${min} to ${max}, got ${shown(value)}`);
  // A comparison would take −0 for another number.
  return value + 0;
}

/** `idle, input 10`: the place of a table's entry, as text. */
function at(index: number, states: readonly string[], inputs: readonly string[]): string {
  const word = index & ((1 << inputs.length) - 1);
  const bits = Array.from(inputs, (_, bit) => (word >> bit) & 1).join('');
  return `${states[index >> inputs.length]}, input ${bits}`;
}

/** Maximum of characters of a value in a message. */
const MAX_SHOWN = 60;

/** Of long lists and texts the beginning: a message shows no more, and writing out millions takes long. */
function startOf(_: string, value: unknown): unknown {
  return Array.isArray(value) || typeof value === 'string' ? value.slice(0, MAX_SHOWN) : value;
}

/** A value in a message: as JSON if possible, shortened if it is long. */
export function shown(value: unknown): string {
  let text: string | undefined;
  try {
    text =
      typeof value === 'bigint' ? `${value}n` : Number.isNaN(value) ? 'NaN' : JSON.stringify(value, startOf);
  } catch {
    // The value contains itself, or its toJSON throws.
  }
  text ??= value === undefined ? 'nothing' : `a ${typeof value}`;
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) text = String(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 3)}…` : text;
}
