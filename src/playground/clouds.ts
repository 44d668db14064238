import { nextFloatState } from '../fixed/apart.ts';
import { FixedCell, type FixedNetwork } from '../fixed/index.ts';
import { MachineStepper, UNSPECIFIED } from '../machine/index.ts';
import type { Task } from '../tasks/task.ts';
import type { FloatNetwork } from '../training/float-network.ts';

/** The states that one stream leads a network to, as points in space: the float network's and the fixed one's. */
export interface Clouds {
  /** The units that are the axes: those that tell the machine's states apart best. */
  readonly units: readonly number[];
  /** (points): the state of the machine beside each point. */
  readonly machineStates: Uint8Array;
  /** (points, 3), −1 to 1. */
  readonly float: Float32Array;
  /** The same of the fixed network; undefined where the weights have no fixed form. */
  readonly fixed: Float32Array | undefined;
}

const AXES = 3;
/** Points, fewer where a step costs more; and steps between two resets. */
const POINTS = 192;
const MIN_POINTS = 24;
const OPERATIONS = 2 ** 19;
const STEPS = 12;

/** A walk that visits what the task may ask for: input words, packed; −1 for a reset. */
export function walk(task: Task, points: number): number[] {
  const machine = new MachineStepper(task);
  const words = 2 ** task.inputs.length;
  let random = 1;
  return Array.from({ length: points }, (_, step) => {
    const from = (machine.state[0] as number) * words;
    const allowed = Array.from({ length: words }, (_, word) => word).filter(
      (word) => task.next[from + word] !== UNSPECIFIED,
    );
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    const word = allowed[(random >>> 8) % allowed.length];
    if (word === undefined || step % STEPS === 0) {
      machine.reset();
      return -1;
    }
    machine.step(word);
    return word;
  });
}

/**
 * Where the same walk leads the float network and its fixed form.
 *
 * @param fixed its fixed form; nothing where it has none
 */
export function clouds(task: Task, float: FloatNetwork, fixed: FixedNetwork | undefined): Clouds {
  const { hidden } = float;
  const room = Math.floor(OPERATIONS / hidden ** 2);
  const steps = walk(task, Math.max(MIN_POINTS, Math.min(POINTS, room)));
  const machine = new MachineStepper(task);
  const machineStates = new Uint8Array(steps.length);
  const floatStates: Float64Array[] = [];
  let state = float.parameters.s0;
  for (const [index, word] of steps.entries()) {
    if (word < 0) machine.reset();
    else machine.step(word);
    state = word < 0 ? float.parameters.s0 : nextFloatState(float, state, word);
    machineStates[index] = machine.state[0] as number;
    floatStates.push(state);
  }
  const units = tellingUnits(floatStates, machineStates, hidden);
  return { units, machineStates, float: points(floatStates, units), fixed: fixedPoints(steps, units) };

  function fixedPoints(steps: readonly number[], units: readonly number[]): Float32Array | undefined {
    if (fixed === undefined) return undefined;
    const cell = new FixedCell(fixed);
    const one = 2 ** (fixed.stateBits - 1);
    const states = steps.map((word) => {
      if (word < 0) cell.reset();
      else cell.step(word);
      return cell.state.map((value) => value);
    });
    return points(states, units).map((value) => value / one);
  }
}

function points(states: readonly ArrayLike<number>[], units: readonly number[]): Float32Array {
  return Float32Array.from(
    states.flatMap((state) => Array.from({ length: AXES }, (_, axis) => state[units[axis] ?? -1] ?? 0)),
  );
}

/** The units whose means differ most between the machine's states, in their own order; all where there are few. */
function tellingUnits(states: readonly Float64Array[], labels: Uint8Array, hidden: number): number[] {
  const all = Array.from({ length: hidden }, (_, unit) => unit);
  if (hidden <= AXES) return all;
  const spread = all.map((unit) => {
    const sums = new Map<number, [sum: number, count: number]>();
    states.forEach((state, index) => {
      const label = labels[index] as number;
      const [sum, count] = sums.get(label) ?? [0, 0];
      sums.set(label, [sum + (state[unit] as number), count + 1]);
    });
    const means = [...sums.values()].map(([sum, count]) => sum / count);
    return Math.max(...means) - Math.min(...means);
  });
  const best = [...all].sort((a, b) => (spread[b] as number) - (spread[a] as number));
  return best.slice(0, AXES).sort((a, b) => a - b);
}
