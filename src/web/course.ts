import { unpack } from '../machine/index.ts';
import type { Automaton } from '../proof/index.ts';
import type { Task } from '../tasks/index.ts';
import type { EngineInUse } from './engine-in-use.ts';
import type { Fault, Frame, Step, Sum } from './frame.ts';
import { STATES_SHOWN, SUMS_SHOWN } from './limits.ts';
import { RunningSum } from './running-sum.ts';

/** Maximum of steps in a frame. */
const STEPS_SHOWN = 49;

/** The visible part of the steps. */
type Seen = Pick<Frame, 'firstStep' | 'steps' | 'state' | 'stateClass' | 'sum' | 'sums' | 'fault'>;

/** The steps that the engine took, the number that they belong to, and the effect of the latest flipped bit. */
export class Course {
  /** The number that is being fed. */
  sum: RunningSum | undefined;
  /** A flip to make before the next step. */
  flipNext: readonly [unit: number, bit: number] | undefined;
  readonly #task: Task;
  readonly #automaton: Automaton;
  readonly #engine: EngineInUse;
  readonly #onChange: () => void;
  #steps: readonly Step[] = [];
  #taken = 0;
  #begins = true;
  #sumCount = 0;
  #sums: readonly Sum[] = [];
  #fault: Fault | null = null;
  #flipped = false;

  /** @param onChange called after each step and flip */
  constructor(task: Task, automaton: Automaton, engine: EngineInUse, onChange: () => void) {
    this.#task = task;
    this.#automaton = automaton;
    this.#engine = engine;
    this.#onChange = onChange;
  }

  get seen(): Seen {
    return {
      firstStep: this.#steps[0]?.index ?? this.#taken,
      steps: this.#steps,
      state: this.#engine.state,
      stateClass: this.#stateClass,
      sum: this.sum?.view ?? null,
      sums: this.#sums,
      fault: this.#fault,
    };
  }

  /** Since the latest flip, every state was outside the proof. */
  get astray(): boolean {
    return this.#fault?.outcome === 'under way';
  }

  /** The steps so far belong to another engine. */
  forgetSteps(): void {
    this.#steps = [];
  }

  async reset(): Promise<void> {
    await this.#engine.ask((engine) => engine.reset());
    this.#begins = true;
    this.sum = undefined;
    if (this.astray) this.endFault('reset');
    else this.#fault = null;
  }

  /** @param words packed inputs of every step of a typed number; none for one that is set bit by bit */
  beginSum(words?: readonly number[]): void {
    this.sum = new RunningSum(this.#task, this.#sumCount++, words);
  }

  /** Called when the number is complete. */
  keepSum(): void {
    if (this.sum === undefined) return;
    this.sum.complete = true;
    this.#sums = [this.sum.view, ...this.#sums].slice(0, SUMS_SHOWN);
  }

  /** The requested flip, if there is one. */
  async flip(): Promise<void> {
    if (this.flipNext === undefined) return;
    const [unit, bit] = this.flipNext;
    this.flipNext = undefined;
    const from = this.#engine.state[unit] as number;
    await this.#engine.ask((engine) => engine.flip(unit, bit));
    const to = this.#engine.state[unit] as number;
    const outcome = this.#stateClass === null ? 'under way' : 'recovered';
    this.#fault = { unit, bit, from, to, steps: 0, outcome };
    this.#flipped = true;
    this.#onChange();
  }

  endFault(outcome: Fault['outcome']): void {
    if (this.#fault) this.#fault = { ...this.#fault, outcome };
  }

  /** @param inputs packed input bits */
  async step(inputs: number): Promise<void> {
    await this.flip();
    const outputs = await this.#engine.ask((engine) => engine.step(inputs));
    const { edges, delay } = this.#engine.taken;
    const expected = this.sum?.complete ? undefined : this.sum?.take(inputs, outputs);
    const stateClass = this.#stateClass;
    if (this.#fault && this.astray) {
      this.#fault = { ...this.#fault, steps: this.#fault.steps + 1 };
      if (stateClass !== null) this.endFault('recovered');
    }
    const { length } = this.#task.outputs;
    const step: Step = {
      index: this.#taken++,
      begins: this.#begins,
      inputs: unpack(inputs, this.#task.inputs.length),
      outputs: unpack(outputs, length),
      expected: expected === undefined ? null : unpack(expected, length),
      state: this.#engine.state.slice(0, STATES_SHOWN),
      stateClass,
      flipped: this.#flipped,
      edges,
      delay,
    };
    this.#steps = [...this.#steps.slice(1 - STEPS_SHOWN), step];
    this.#begins = false;
    this.#flipped = false;
    this.#onChange();
  }

  get #stateClass(): number | null {
    return this.#automaton.stateOf(this.#engine.state) ?? null;
  }
}
