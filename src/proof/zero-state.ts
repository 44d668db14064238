import { type Machine, UNSPECIFIED } from '../machine/machine.ts';

/** Where zeros lead a machine from all of its reachable states. */
export interface ZeroState {
  /** Reachable states that do from there on what the one does that zeros lead to. */
  readonly states: ReadonlySet<number>;
  /** Maximum of zeros needed from any reachable state. */
  readonly steps: number;
}

/**
 * Decides whether zeros lead a machine to one state, whatever reachable state it was in; states count as one when
 * the machine does the same from them on. Returns nothing when they do not.
 *
 * @throws RangeError when zeros never come in one of these states.
 */
export function zeroState(machine: Machine, reachable: ReadonlySet<number>): ZeroState | undefined {
  const width = machine.inputs.length;
  const next = new Map<number, number>();
  for (const state of reachable) {
    const after = machine.next[state << width] as number;
    if (after === UNSPECIFIED) {
      throw new RangeError(`expected a machine that takes zeros, got none in state ${machine.states[state]}`);
    }
    next.set(state, after);
  }
  const classes = alike(machine, [...reachable]);
  // A step leads into the set itself, so the sets shrink until they stay as they are.
  let led = new Set(reachable);
  for (let steps = 0; ; steps++) {
    if (new Set([...led].map((state) => classes.get(state))).size === 1) {
      const [one] = led;
      const same = (state: number) => classes.get(state) === classes.get(one as number);
      return { states: new Set([...reachable].filter(same)), steps };
    }
    const further = new Set([...led].map((state) => next.get(state) as number));
    if (further.size === led.size) return undefined;
    led = further;
  }
}

/** Whether zeros come in every one of these states. */
export function takesZeros(machine: Machine, states: Iterable<number>): boolean {
  return Array.from(states).every((state) => machine.next[state << machine.inputs.length] !== UNSPECIFIED);
}

/** A class for each state: states of one class take the same inputs, give the same outputs, and stay alike. */
function alike(machine: Machine, states: readonly number[]): Map<number, number> {
  const words = 2 ** machine.inputs.length;
  let classes = new Map(states.map((state) => [state, 0]));
  for (let count = 0; ; ) {
    const numbers = new Map<string, number>();
    const finer = new Map<number, number>();
    for (const state of states) {
      const row = [classes.get(state)];
      for (let index = state * words; index < (state + 1) * words; index++) {
        const after = machine.next[index] as number;
        row.push(after === UNSPECIFIED ? -1 : classes.get(after), machine.output[index], machine.care[index]);
      }
      const key = row.join();
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      finer.set(state, number);
    }
    if (numbers.size === count) return classes;
    count = numbers.size;
    classes = finer;
  }
}
