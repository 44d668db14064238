import { checkMachine, MachineError } from './check-machine.ts';
import { MAX_INPUTS, MAX_STATES, MAX_TRANSITIONS } from './limits.ts';
import { type Machine, UNSPECIFIED } from './machine.ts';
import { requireObject } from './require.ts';
import { unpack } from './word.ts';

/** A machine as code: its tables are made by calling `step` for every state and input. */
export interface StepFunction {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly states: readonly string[];
  readonly initial: number;
  /**
   * One step from a state, with a bit (0 or 1) for each input. Returns the next state and a bit for each output, null
   * for a don't-care. Returns undefined if this input never comes in this state.
   */
  step(
    state: number,
    inputs: readonly number[],
  ): { readonly state: number; readonly outputs: readonly (number | null)[] } | undefined;
}

/**
 * Makes the tables of a machine that is given as code. @throws MachineError naming state and input; what `step` throws
 */
export function tabulate(given: StepFunction): Machine {
  requireObject('machine', given, 'inputs', 'outputs', 'states');
  const { name, inputs, outputs, states, initial, step } = given;
  const count = states?.length;
  const width = inputs?.length;
  if (!(width >= 1 && width <= MAX_INPUTS))
    throw new MachineError('inputs', `expected 1–${MAX_INPUTS} names, got ${width}`);
  if (!(count >= 1 && count <= MAX_STATES && count <= MAX_TRANSITIONS >> width)) {
    throw new MachineError(
      'states',
      `expected 1–${Math.min(MAX_STATES, MAX_TRANSITIONS >> width)}, got ${count}`,
    );
  }
  if (typeof step !== 'function') throw new MachineError('step', `expected a function, got ${typeof step}`);
  const next: number[] = [];
  const output: number[] = [];
  const care: number[] = [];
  for (let index = 0; index < count << width; index++) {
    const bits = unpack(index & ((1 << width) - 1), width);
    const state = index >> width;
    const place = `step(${states[state]}, ${bits.join('')})`;
    const taken = step(state, bits);
    if (taken === undefined) {
      next.push(UNSPECIFIED);
      output.push(0);
      care.push(0);
      continue;
    }
    next.push(checkNext(`${place}.state`, taken?.state, count));
    const words = checkOutputs(`${place}.outputs`, taken?.outputs, outputs.length);
    output.push(words.output);
    care.push(words.care);
  }
  return checkMachine({ name, inputs, outputs, states, initial, next, output, care });
}

function checkNext(place: string, state: unknown, count: number): number {
  if (typeof state !== 'number' || !Number.isInteger(state) || state < 0 || state >= count)
    throw new MachineError(place, `expected the index of a state, 0–${count - 1}, got ${String(state)}`);
  return state;
}

function checkOutputs(place: string, bits: unknown, count: number): { output: number; care: number } {
  if (!Array.isArray(bits) || bits.length !== count) {
    const got = Array.isArray(bits) ? `${bits.length}` : String(bits);
    throw new MachineError(place, `expected ${count} bit${count === 1 ? '' : 's'}, got ${got}`);
  }
  let output = 0;
  let care = 0;
  for (const [index, bit] of bits.entries()) {
    if (bit === null) continue;
    if (bit !== 0 && bit !== 1)
      throw new MachineError(`${place}[${index}]`, `expected 0, 1 or null, got ${String(bit)}`);
    care |= 1 << index;
    output |= bit << index;
  }
  return { output, care };
}
