/**
 * What a network is to learn: a Mealy machine. Samples, expected outputs and the proof's specification all come
 * from this one definition.
 */
export interface Task {
  readonly name: string;
  /** One sentence for people. */
  readonly about: string;
  /** Names of the input bits of a step. */
  readonly inputs: readonly string[];
  /** Names of the output bits of a step. */
  readonly outputs: readonly string[];
  /** Names of the states; a state is an index into them. */
  readonly states: readonly string[];
  readonly initial: number;
  /** One step: the state after it and its output bits. `inputs` holds a bit (0 or 1) for each input. */
  step(state: number, inputs: readonly number[]): Step;
  /** Stands between the operands when a sample is printed. */
  readonly operator: string;
  /** How people read the first output's bits (least significant first). */
  reading(bits: readonly number[]): string;
  /** What {@link reading} says after `steps` steps of these numbers, one for each input, by exact arithmetic. */
  exact(numbers: readonly bigint[], steps: number): string;
}

export interface Step {
  readonly state: number;
  readonly outputs: readonly number[];
}

/** A task's whole behaviour, indexed by `state << inputs | packed inputs`. */
export interface TaskTable {
  /** State after the step. */
  readonly next: Int32Array;
  /** Output bits, packed. */
  readonly outputs: Int32Array;
}

/** Tabulates a task. Bits are packed with the first one lowest. */
export function tabulate(task: Task): TaskTable {
  const width = task.inputs.length;
  const size = task.states.length << width;
  const next = new Int32Array(size);
  const outputs = new Int32Array(size);
  for (let index = 0; index < size; index++) {
    const step = task.step(index >> width, unpack(index, width));
    next[index] = step.state;
    outputs[index] = pack(step.outputs);
  }
  return { next, outputs };
}

/** The lowest `width` bits of `packed`, the lowest first. */
export function unpack(packed: number, width: number): number[] {
  return Array.from({ length: width }, (_, bit) => (packed >> bit) & 1);
}

/** The inverse of {@link unpack}. */
export function pack(bits: readonly number[]): number {
  return bits.reduce((packed, bit, index) => packed | (bit << index), 0);
}

/** The number that these bits write, least significant first. */
export function toNumber(bits: readonly number[]): bigint {
  return BigInt(`0b0${bits.toReversed().join('')}`);
}
