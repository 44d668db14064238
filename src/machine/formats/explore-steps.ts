import canonicalize from 'canonicalize';
import { MAX_NAME } from '../machine.ts';
import { wordOf, wordText } from '../symbols.ts';
import { unpack } from '../word.ts';
import { type Coding, codeOf } from './codes.ts';
import { Draft } from './draft.ts';
import { FormatError, shown } from './format-error.ts';
import { bitNames, checkBits, MAX_READ_STATES, type Parsed } from './parsed.ts';

/**
 * A machine as code whose states are any values that JSON can hold. Inputs and outputs are bits with names, or symbols.
 *
 *     export const inputs = ['button'];
 *     export const outputs = ['light'];
 *     export const initial = { on: false, before: 0 };
 *     export function step({ on, before }, [button]) {
 *       const now = button && !before ? !on : on;
 *       return { state: { on: now, before: button }, outputs: [Number(now)] };
 *     }
 *
 * `bits.button` is `bits[0]`, and `outputs: { light: 1 }` is `[1]`. `step` returns undefined for an input that never
 * comes, and null for a don't-care output bit.
 */
export interface StepModule {
  readonly name?: string;
  readonly inputs?: readonly string[];
  readonly inputSymbols?: readonly string[];
  readonly outputs?: readonly string[];
  readonly outputSymbols?: readonly string[];
  /** A sentence for people, and how they read the numbers that go through the machine. */
  readonly about?: unknown;
  readonly reading?: unknown;
  readonly initial: unknown;
  /** The next state and the outputs. The input is given as bits, also by their names, or as a symbol. */
  readonly step: (state: unknown, input: readonly number[] | string) => unknown;
}

/**
 * Tabulates code by exploring it: it calls `step` for every input of every state that it finds, from the initial state
 * on. Each call is made twice, because its result may depend on nothing else.
 *
 * @param onCall gets each call before it is made: `step({"n":1}, 01)`
 * @throws FormatError naming the call; what `step` throws
 */
export function exploreSteps(
  module: StepModule,
  name: string,
  coding: Coding = 'binary',
  onCall: (place: string) => void = () => {},
): Parsed {
  if (typeof module?.step !== 'function')
    throw new FormatError(undefined, 'expected an exported function step(state, input), got none');
  const input = side(module, 'input');
  const output = side(module, 'output');
  const inputs =
    'symbols' in input ? codeOf('input', input.symbols, coding) : { bits: input.bits, symbols: undefined };
  const shownInputs = { inputs: inputs.bits, outputs: inputs.bits, symbols: { inputs: inputs.symbols } };
  const words =
    'symbols' in input
      ? input.symbols.map((symbol) => [wordOf(shownInputs, 'inputs', symbol) as number, symbol] as const)
      : Array.from(
          { length: 2 ** input.bits.length },
          (_, word) => [word, unpack(word, input.bits.length)] as const,
        );

  const calls: { state: string; word: number; to: string | undefined; said: unknown }[] = [];
  const states = new Map([[json(module.initial, 'initial'), 0]]);
  for (const [state] of states) {
    for (const [word, given] of words) {
      const place = `step(${cut(state)}, ${wordText(shownInputs, 'inputs', word)})`;
      const call = () => {
        onCall(place);
        const result = module.step(
          JSON.parse(state),
          typeof given === 'string' ? given : namedBits(given, inputs.bits, place),
        );
        return result === undefined ? undefined : readResult(result, output, place);
      };
      const result = call();
      const again = call();
      if (JSON.stringify(result) !== JSON.stringify(again))
        throw new FormatError(
          undefined,
          `${place} answers ${cut(JSON.stringify(result))} and then ${cut(JSON.stringify(again))}; it may depend on state and input only`,
        );
      if (result !== undefined && !states.has(result.to)) {
        states.set(result.to, states.size);
        if (states.size > MAX_READ_STATES)
          throw new FormatError(
            undefined,
            `${place}: expected at most ${MAX_READ_STATES} states, got more, now ${cut(result.to)}; bound what the state counts`,
          );
      }
      calls.push({ state, word, to: result?.to, said: result?.said });
    }
  }

  const said = calls.filter(({ to }) => to !== undefined).map((call) => call.said);
  const symbols = 'symbols' in output ? (output.symbols ?? [...new Set(said as string[])]) : undefined;
  if (symbols?.length === 0)
    throw new FormatError(undefined, 'step: expected a result for some input, got none');
  const outputs = symbols && codeOf('output', symbols, coding);
  const named = stateNames([...states.keys()]);
  const draft = new Draft(inputs.bits);
  for (const each of named.values()) draft.state(each, 0);
  for (const { state, word, to, said } of calls) {
    if (to === undefined) continue;
    const { value, care } = outputs ? outputs.of(said as string) : bitsOf(said as (number | null)[]);
    draft.add(named.get(state) as string, word, { next: named.get(to), output: value, care, line: 0 }, '');
  }
  const bits = outputs?.bits ?? ('bits' in output ? output.bits : bitNames('o', 1));
  const machine = draft.finish(module.name ?? name, bits, [...named.values()][0] as string);
  return {
    machine,
    ...((inputs.symbols || outputs?.symbols) && {
      symbols: {
        ...(inputs.symbols && { inputs: inputs.symbols }),
        ...(outputs?.symbols && { outputs: outputs.symbols }),
      },
    }),
    ...kept(module, 'about'),
    ...kept(module, 'reading'),
    notes: [],
  };
}

const kept = (module: StepModule, field: 'about' | 'reading') =>
  module[field] === undefined ? {} : { [field]: JSON.parse(json(module[field], field)) as unknown };

type Interface = { readonly bits: readonly string[] } | { readonly symbols: readonly string[] | undefined };

function side(
  module: StepModule,
  which: 'input',
): { bits: readonly string[] } | { symbols: readonly string[] };
function side(module: StepModule, which: 'output'): Interface;
function side(module: StepModule, which: 'input' | 'output'): Interface {
  const [bits, symbols] = [module[`${which}s`], module[`${which}Symbols`]];
  if (bits !== undefined && symbols !== undefined)
    throw new FormatError(undefined, `expected ${which}s or ${which}Symbols, got both`);
  const names = bits ?? symbols;
  if (names === undefined) {
    if (which === 'output') return { symbols: undefined };
    throw new FormatError(undefined, 'expected exported inputs, names of bits, or inputSymbols, got neither');
  }
  if (!Array.isArray(names) || names.length < 1 || !names.every((each) => typeof each === 'string'))
    throw new FormatError(
      undefined,
      `${which}s: expected a list of names, got ${cut(JSON.stringify(names))}`,
    );
  if (new Set(names).size < names.length)
    throw new FormatError(undefined, `${which}s: expected each name once, got ${cut(JSON.stringify(names))}`);
  if (bits === undefined) return { symbols: names };
  checkBits(which, names.length);
  return { bits: names };
}

function readResult(result: unknown, output: Interface, place: string): { to: string; said: unknown } {
  const fail = (problem: string) => new FormatError(undefined, `${place}: ${problem}`);
  if (typeof result !== 'object' || result === null || !('state' in result))
    throw fail(
      `expected { state, ${'bits' in output ? 'outputs' : 'output'} } or undefined, got ${result instanceof Promise ? 'a promise; step may not wait' : cut(String(JSON.stringify(result)))}`,
    );
  const {
    state,
    outputs,
    output: symbol,
  } = result as { state: unknown; outputs?: unknown; output?: unknown };
  const to = json(state, `${place}.state`);
  if ('symbols' in output) {
    if (typeof symbol !== 'string' || symbol === '')
      throw fail(`expected an output symbol in \`output\`, got ${cut(String(JSON.stringify(symbol)))}`);
    if (output.symbols !== undefined && !output.symbols.includes(symbol))
      throw fail(`expected one of outputSymbols (${output.symbols.join(', ')}), got ${shown(symbol)}`);
    return { to, said: symbol };
  }
  const count = output.bits.length;
  const list = inOrder(outputs, output.bits)?.map((bit) => (typeof bit === 'boolean' ? Number(bit) : bit));
  if (list?.length !== count || !list.every((bit) => bit === 0 || bit === 1 || bit === null))
    throw fail(
      `expected ${count} output${count === 1 ? '' : 's'} of 0, 1 or null (${output.bits.join(', ')}), got ${cut(String(JSON.stringify(outputs)))}`,
    );
  return { to, said: list };
}

/** Outputs as a list, also those given by name; undefined if there are others or too few. */
function inOrder(outputs: unknown, names: readonly string[]): unknown[] | undefined {
  if (typeof outputs !== 'object' || outputs === null) return undefined;
  if (Array.isArray(outputs)) return outputs;
  const given = Object.keys(outputs);
  if (given.length !== names.length || !names.every((name) => given.includes(name))) return undefined;
  return names.map((name) => (outputs as Readonly<Record<string, unknown>>)[name]);
}

/** What programs ask every value for. */
const ASKED = new Set(['toJSON', 'then', 'constructor']);

/**
 * Bits as a list that also has them by name. Asking for another name is an error: it would be undefined, which most
 * code takes for 0.
 */
function namedBits(bits: readonly number[], names: readonly string[], place: string): readonly number[] {
  const values = new Map(names.map((name, index) => [name, bits[index]]));
  return new Proxy([...bits], {
    get(list, key) {
      if (typeof key === 'string' && key !== 'length' && !/^\d+$/.test(key)) {
        if (values.has(key)) return values.get(key);
        if (!(key in list) && !ASKED.has(key))
          throw new FormatError(
            undefined,
            `${place}: expected the name of an input (${names.join(', ')}), got ${shown(key)}`,
          );
      }
      return Reflect.get(list, key);
    },
  });
}

function bitsOf(bits: readonly (number | null)[]): { value: number; care: number } {
  let value = 0;
  let care = 0;
  for (const [index, bit] of bits.entries()) {
    if (bit !== null) care |= 1 << index;
    if (bit === 1) value |= 1 << index;
  }
  return { value, care };
}

/** Maximum of characters of a state, of which there may be 256. */
const MAX_STATE_LENGTH = 2 ** 16;

/** A state as text; equal states have equal text. */
function json(value: unknown, place: string): string {
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch {
    // Values that JSON cannot hold.
  }
  if (text === undefined)
    throw new FormatError(undefined, `${place}: expected a value that JSON can hold, got ${kindOf(value)}`);
  if (text.length > MAX_STATE_LENGTH)
    throw new FormatError(
      undefined,
      `${place}: expected a state of at most ${MAX_STATE_LENGTH} characters as JSON, got ${text.length}; keep less in it`,
    );
  return text;
}

function kindOf(value: unknown): string {
  if (typeof value === 'number' || value === undefined) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/**
 * Names of states: strings as they are, objects as `count=3,open=1`, other values as JSON. Where such a name is too
 * long, or two states have one, all are JSON, else numbers.
 */
function stateNames(states: readonly string[]): Map<string, string> {
  const values = states.map((state): unknown => JSON.parse(state));
  const plain = values.map((value, index) => (typeof value === 'string' ? value : (states[index] as string)));
  const short = values.map((value, index) => fieldsOf(value) || (plain[index] as string));
  const names = [short, plain].find(areNames) ?? states.map((_, index) => `s${index}`);
  return new Map(states.map((state, index) => [state, names[index] as string]));
}

/** The fields of an object, those of objects in it as `door.open=1`; nothing for another value. */
function fieldsOf(value: unknown, path = ''): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
  return Object.entries(value)
    .map(([field, each]) => {
      const said = typeof each === 'boolean' ? Number(each) : each;
      const text = typeof said === 'string' ? said : JSON.stringify(said);
      return fieldsOf(each, `${path}${field}.`) || `${path}${field}=${text}`;
    })
    .join(',');
}

const areNames = (names: readonly string[]) =>
  names.every((name) => name.length >= 1 && name.length <= MAX_NAME && !/\p{C}/u.test(name)) &&
  new Set(names).size === names.length;

const cut = (text: string | undefined) => {
  const all = text ?? 'undefined';
  return all.length > 60 ? `${all.slice(0, 57)}…` : all;
};
