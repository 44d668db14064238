import { usualPins } from '../board/pin-bytes.ts';
import type { FixedNetwork } from '../fixed/index.ts';
import { pack } from '../machine/index.ts';
import type { Automaton } from '../proof/index.ts';
import { inputWords, type Task, toSteps } from '../tasks/index.ts';
import { hiddenName } from '../tasks/names.ts';
import type { Command } from './command.ts';
import { Course } from './course.ts';
import { EngineInUse } from './engine-in-use.ts';
import type { Frame } from './frame.ts';
import { Jobs } from './jobs.ts';
import { PACE } from './limits.ts';
import type { EngineChoice } from './live-engine.ts';
import { pause } from './pause.ts';
import { RefusedError } from './refused-error.ts';

/** Maximum of bits in a number that is set bit by bit. */
const MAX_BITS = 1024;
/** Zeros that are fed after a flip before it counts as lasting. */
const MAX_ZEROS = 64;

/** The one session that all viewers see: an engine, the numbers that are fed to it, and the results. */
export class Session {
  /** Called after each change. */
  onChange: () => void = () => {};
  readonly #task: Task;
  readonly #network: FixedNetwork;
  readonly #engine: EngineInUse;
  readonly #course: Course;
  readonly #jobs = new Jobs(() => this.onChange());
  #hertz: number = PACE.first;
  #busy = false;
  #trouble: string | null = null;

  private constructor(task: Task, network: FixedNetwork, automaton: Automaton, engine: EngineInUse) {
    this.#task = task;
    this.#network = network;
    this.#engine = engine;
    this.#course = new Course(task, automaton, engine, () => this.onChange());
  }

  /** @param first the engine to begin with, one of `engines` */
  static async open(
    task: Task,
    network: FixedNetwork,
    automaton: Automaton,
    engines: readonly EngineChoice[],
    first: string,
  ): Promise<Session> {
    return new Session(task, network, automaton, await EngineInUse.open(engines, first));
  }

  /** Everything that changes, at this moment. */
  frame(viewers: number): Frame {
    const { id, leds, pins } = this.#engine;
    return {
      type: 'frame',
      engine: id,
      hertz: this.#hertz,
      viewers,
      busy: this.#busy,
      waiting: Math.max(0, this.#jobs.queued - 1),
      ...this.#course.seen,
      leds: leds ? { on: true, ...leds } : { on: false, l: false, traffic: 0 },
      pins: pins ?? usualPins(this.#network),
      bounces: this.#engine.bounces ?? null,
      trouble: this.#trouble,
    };
  }

  /** The history of the engine's pins as a Value Change Dump. @throws RefusedError if no pins are watched */
  get trace(): string {
    const { trace } = this.#engine;
    if (trace === undefined) throw new RefusedError('this engine has no pins; take the simulated Uno');
    return trace;
  }

  /** Carries out a viewer's command, or begins to. @throws RefusedError */
  async obey(command: Command): Promise<void> {
    switch (command.type) {
      case 'add': {
        this.#requireBits(command.numbers.length);
        const words = Array.from(toSteps(this.#task, command.numbers.map(BigInt)));
        return this.#job((signal) => this.#add(words, signal));
      }
      case 'feed': {
        const words = this.#inputs(command.inputs);
        return this.#job((signal) => this.#add(words, signal));
      }
      case 'clock': {
        this.#requireBits(command.bits.length);
        this.#requireIdle();
        const { sum } = this.#course;
        if (sum?.typed === false && sum.steps >= MAX_BITS)
          throw new RefusedError(`a number set by hand has at most ${MAX_BITS} bits; RESET begins another`);
        return this.#job(() => this.#clock(pack(command.bits)));
      }
      case 'reset':
        this.#requireIdle();
        return this.#job(() => this.#reset());
      case 'fault':
        return this.#breakState(command.unit, command.bit);
      case 'stop':
        return this.#jobs.stop();
      case 'pace':
        this.#hertz = command.hertz;
        return this.onChange();
      case 'bounce':
        this.#engine.bounces = command.bounces;
        return this.onChange();
      case 'engine':
        return this.#switchTo(command.engine);
    }
  }

  async close(): Promise<void> {
    await this.#jobs.stop();
    await this.#engine.close();
  }

  #requireBits(count: number): void {
    const due = this.#task.inputs.length;
    if (count !== due) throw new RefusedError(`the ${this.#task.name} takes ${due} at a time, not ${count}`);
  }

  #inputs(text: string): number[] {
    try {
      const words = Array.from(inputWords(this.#task, text));
      if (words.length > 0) return words;
    } catch (error) {
      throw new RefusedError((error as Error).message);
    }
    throw new RefusedError('expected inputs, got none');
  }

  #requireIdle(): void {
    if (this.#busy) throw new RefusedError('numbers are being fed; stop them first');
  }

  /** Queues a job; if its engine fails, everyone sees the reason. */
  #job(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    return this.#jobs.add(
      async (signal) => {
        if (this.#engine.broken) await this.#use(this.#engine.id);
        await work(signal);
      },
      (error) => {
        this.#trouble = error instanceof Error ? error.message : String(error);
      },
    );
  }

  async #switchTo(id: string): Promise<void> {
    this.#engine.require(id);
    if (id === this.#engine.id && !this.#engine.broken) return;
    await this.#jobs.stop();
    return this.#job(() => this.#use(id));
  }

  /** Changes the engine and begins again. */
  async #use(id: string): Promise<void> {
    await this.#engine.use(id);
    this.#course.forgetSteps();
    await this.#reset();
  }

  async #reset(): Promise<void> {
    await this.#course.reset();
    this.#trouble = null;
  }

  async #add(words: readonly number[], signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const course = this.#course;
    this.#busy = true;
    try {
      await this.#reset();
      course.beginSum(words);
      for (const word of words) {
        await this.#pace(signal);
        await course.step(word);
      }
      course.keepSum();
      if (course.flipNext) await this.#recover(signal);
    } finally {
      course.flipNext = undefined;
      this.#busy = false;
      if (course.sum && !course.sum.complete) course.sum = undefined;
    }
  }

  async #clock(word: number): Promise<void> {
    if (this.#course.sum?.typed !== false || this.#course.astray) {
      await this.#reset();
      this.#course.beginSum();
    }
    await this.#course.step(word);
  }

  /**
   * Flips a bit. If numbers are being fed, this happens before the next step; otherwise now, and zeros are fed after
   * it.
   */
  async #breakState(unit?: number, bit?: number): Promise<void> {
    const { hidden, stateBits } = this.#network;
    if (unit !== undefined && unit >= hidden)
      throw new RefusedError(`there is no ${hiddenName(unit)}, the network has ${hidden} hidden states`);
    if (bit !== undefined && bit >= stateBits)
      throw new RefusedError(`there is no bit ${bit}, a state has ${stateBits}`);
    const course = this.#course;
    course.flipNext = [unit ?? anyBelow(hidden), bit ?? anyBelow(stateBits)];
    if (this.#busy) return;
    return this.#job(async (signal) => {
      if (signal.aborted) return;
      if (course.sum && !course.sum.typed) course.sum = undefined;
      this.#busy = true;
      try {
        await this.#recover(signal);
      } finally {
        this.#busy = false;
        course.flipNext = undefined;
      }
    });
  }

  /** Makes the requested flip, and feeds zeros until the state is a proven one. */
  async #recover(signal: AbortSignal): Promise<void> {
    await this.#course.flip();
    for (let zeros = 0; this.#course.astray; zeros++) {
      if (zeros === MAX_ZEROS) return this.#course.endFault('stuck');
      await this.#pace(signal);
      await this.#course.step(0);
    }
  }

  async #pace(signal: AbortSignal): Promise<void> {
    await pause(1000 / this.#hertz, signal);
  }
}

const anyBelow = (count: number) => Math.floor(Math.random() * count);
