import { checkMachine, MachineError } from './check-machine.ts';
import { explore } from './explore.ts';
import { type MachineInput, UNSPECIFIED } from './machine.ts';
import { type Explorable, MachineStepper } from './stepper.ts';

/**
 * Decides whether two machines do the same on every input stream that both specify, in every output bit that both care
 * about.
 *
 * @returns undefined, or the shortest input words whose last one shows a difference
 * @throws MachineError for an invalid machine, or for machines with other numbers of inputs or outputs
 */
export function difference(one: MachineInput, other: MachineInput): readonly number[] | undefined {
  const [a, b] = [checkMachine(one), checkMachine(other)];
  for (const side of ['inputs', 'outputs'] as const) {
    if (a[side].length !== b[side].length)
      throw new MachineError(
        side,
        `expected as many in both machines, got ${a[side].length} and ${b[side].length}`,
      );
  }
  const pair = new MachinePair(new MachineStepper(a), new MachineStepper(b));
  const graph = explore(pair, a.states.length * b.states.length, (got) => got === 0);
  return 'reason' in graph ? graph.path : undefined;
}

/** Two machines side by side. A step gives 0 if they agree, and 1 if they do not. */
class MachinePair implements Explorable {
  readonly inputs: number;
  readonly state = new Int32Array(2);
  readonly #one: MachineStepper;
  readonly #other: MachineStepper;

  constructor(one: MachineStepper, other: MachineStepper) {
    this.inputs = one.inputs;
    this.#one = one;
    this.#other = other;
  }

  reset(): void {
    this.state[0] = this.#one.machine.initial;
    this.state[1] = this.#other.machine.initial;
  }

  step(word: number): number {
    const [one, other] = [this.#one, this.#other];
    one.state[0] = this.state[0] as number;
    other.state[0] = this.state[1] as number;
    const [due, got] = [one.step(word), other.step(word)];
    if (due === UNSPECIFIED || got === UNSPECIFIED) return UNSPECIFIED;
    this.state[0] = one.state[0] as number;
    this.state[1] = other.state[0] as number;
    return ((due ^ got) & one.care & other.care) === 0 ? 0 : 1;
  }
}
