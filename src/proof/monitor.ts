import {
  type Machine,
  MachineError,
  type MachineInput,
  MachineStepper,
  type Named,
  type Side,
  type Symbols,
  UNSPECIFIED,
  wordText,
} from '../machine/index.ts';

/** A machine beside a network; its symbols, if it has any, name what it reads. */
export type MonitorInput = MachineInput & { readonly symbols?: Symbols | undefined };

/** What a monitor says of a step: nothing is wrong, the property is violated, or it leaves the step open. */
export type StepVerdict = 'fine' | 'bad' | 'open';

/** The monitor's input word for an input and an output word of the network; undefined for a word it does not know. */
type Reading = (input: number, output: number) => number | undefined;

/** A state, an output bit or an output symbol with this name, in upper or lower case, is bad. */
const BAD = 'bad';

/** Watches a network's steps: reads what it names of them, and says which are bad. */
export class Monitor {
  readonly #stepper: MachineStepper;
  readonly #read: Reading;
  readonly #badStates: ReadonlySet<number>;
  /** The bits of the output word that make a step bad when they have these values; a mask of 0 for none. */
  readonly #badOutput: { readonly mask: number; readonly value: number };

  /**
   * @param machine what the network is for: it names its inputs, outputs and their symbols
   * @throws MachineError for a monitor that reads what the machine does not have, or that is never bad
   */
  constructor(machine: Machine & Named, monitor: Machine, symbols: Symbols | undefined) {
    this.#stepper = new MachineStepper(monitor);
    this.#read = symbols?.inputs ? bySymbol(machine, symbols.inputs) : byName(machine, monitor.inputs);
    this.#badStates = new Set(monitor.states.flatMap((name, state) => (isBad(name) ? [state] : [])));
    this.#badOutput = badOutput(monitor, symbols);
    if (this.#badStates.size === 0 && this.#badOutput.mask === 0)
      throw new MachineError(
        'monitor',
        `expected a state or an output named ${BAD}, got outputs ${monitor.outputs.join(', ')} and states ` +
          `${shortList(monitor.states)}; give what must never be this name`,
      );
    this.#checkCanBeBad(monitor);
  }

  /** Index of the monitor's state. */
  get state(): number {
    return this.#stepper.state[0] as number;
  }

  set state(state: number) {
    this.#stepper.state[0] = state;
  }

  get stateName(): string {
    return this.#stepper.machine.states[this.state] as string;
  }

  reset(): void {
    this.#stepper.reset();
  }

  /** Reads a step of the network. */
  step(input: number, output: number): StepVerdict {
    const word = this.#read(input, output);
    return word === undefined ? 'open' : this.#take(word);
  }

  #take(word: number): StepVerdict {
    const stepper = this.#stepper;
    const output = stepper.step(word);
    if (output === UNSPECIFIED) return 'open';
    if (this.#badStates.has(this.state)) return 'bad';
    const { mask, value } = this.#badOutput;
    if (mask === 0) return 'fine';
    if ((stepper.care & mask) !== mask) return 'open';
    return (output & mask) === value ? 'bad' : 'fine';
  }

  /** A monitor that is bad in no step would hold for every network. */
  #checkCanBeBad({ states, initial, inputs }: Machine): void {
    if (this.#badStates.has(initial))
      throw new MachineError('monitor', `expected a first state that is not bad, got ${states[initial]}`);
    const seen = new Set([initial]);
    for (const from of seen) {
      for (let word = 0; word < 2 ** inputs.length; word++) {
        this.state = from;
        const verdict = this.#take(word);
        if (verdict === 'bad') return;
        if (verdict === 'fine') seen.add(this.state);
      }
    }
    throw new MachineError(
      'monitor',
      `expected a step that is bad, got none that any input leads to: it would hold for every network`,
    );
  }
}

const isBad = (name: string) => name.toLowerCase() === BAD;

function badOutput({ outputs }: Machine, symbols: Symbols | undefined): { mask: number; value: number } {
  const bit = outputs.findIndex(isBad);
  if (bit >= 0) return { mask: 1 << bit, value: 1 << bit };
  const symbol = symbols?.outputs?.find(([name]) => isBad(name));
  return symbol ? { mask: 2 ** outputs.length - 1, value: symbol[1] } : { mask: 0, value: 0 };
}

/** A monitor whose symbols are the machine's input symbols, or its output symbols. */
function bySymbol(machine: Named, symbols: readonly (readonly [string, number])[]): Reading {
  const names = symbols.map(([name]) => name);
  const knows = (side: Side) => {
    const own = new Set(machine.symbols?.[side]?.map(([name]) => name));
    return names.every((name) => own.has(name));
  };
  const sides = (['inputs', 'outputs'] as const).filter(knows);
  const [side] = sides;
  if (side === undefined || sides.length > 1)
    throw new MachineError(
      'monitor',
      `expected symbols that are all inputs or all outputs of the network’s machine (${known(machine)}), got ${shortList(names)}`,
    );
  const words = new Map<number, number | undefined>(
    (machine.symbols?.[side] ?? []).map(([name, word]) => [
      word,
      symbols.find(([each]) => each === name)?.[1],
    ]),
  );
  return (input, output) => words.get(side === 'inputs' ? input : output);
}

/** A monitor whose input bits are inputs, outputs or symbols of the machine: 1 in the steps that have them. */
function byName(machine: Named & { readonly name: string }, names: readonly string[]): Reading {
  const tests = names.map((name, index) => {
    const found = (['inputs', 'outputs'] as const).flatMap((side) => {
      const bit = machine[side].indexOf(name);
      if (bit >= 0) return [{ side, mask: 1 << bit, value: 1 << bit }];
      const symbol = machine.symbols?.[side]?.find(([each]) => each === name);
      return symbol ? [{ side, mask: 2 ** machine[side].length - 1, value: symbol[1] }] : [];
    });
    const [one] = found;
    if (one === undefined)
      throw new MachineError(
        `monitor.inputs[${index}]`,
        `expected inputs and outputs of ${machine.name} (${known(machine)}), got ${JSON.stringify(name)}`,
      );
    if (found.length > 1)
      throw new MachineError(
        `monitor.inputs[${index}]`,
        `"${name}" is an input and an output of ${machine.name}; rename one`,
      );
    return one;
  });
  return (input, output) => {
    let word = 0;
    for (const [bit, { side, mask, value }] of tests.entries()) {
      if (((side === 'inputs' ? input : output) & mask) === value) word |= 1 << bit;
    }
    return word;
  };
}

/** What a monitor of this machine can name. */
function known({ inputs, outputs, symbols }: Named): string {
  const names = [inputs, outputs, symbols?.inputs ?? [], symbols?.outputs ?? []].flatMap((each) =>
    each.map((name) => (typeof name === 'string' ? name : name[0])),
  );
  return shortList([...new Set(names)]);
}

/** Maximum of names in a message. */
const MAX_LISTED = 12;

const shortList = (names: readonly string[]) =>
  names.length > MAX_LISTED
    ? `${names.slice(0, MAX_LISTED).join(', ')} and ${names.length - MAX_LISTED} more`
    : names.join(', ');

/** A step as text: `coin → beep`, or the bits by name. */
export function stepText(machine: Named, input: number, output: number): string {
  const side = (which: Side, word: number) =>
    machine.symbols?.[which] ? wordText(machine, which, word) : bitsText(machine[which], word);
  return `${side('inputs', input)} → ${side('outputs', output)}`;
}

const bitsText = (names: readonly string[], word: number) =>
  names.map((name, bit) => `${name} ${(word >> bit) & 1}`).join(', ');
