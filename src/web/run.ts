import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FixedNetwork } from '../fixed/index.ts';
import type { Automaton } from '../proof/index.ts';
import { pack, type Task, unpack } from '../tasks/index.ts';
import type { Command } from './command.ts';
import type { Fault, Frame, Step, Sum } from './frame.ts';
import { PACE } from './limits.ts';
import type { EngineChoice, LiveEngine } from './live-engine.ts';
import { RunningSum, wordsOf } from './running-sum.ts';

/** Steps and sums that a frame shows. */
const STEPS_SHOWN = 49;
const SUMS_SHOWN = 6;
/** Jobs that may be queued, additions and all else. */
const MOST_QUEUED = 16;
/** Bits of a number that is set bit by bit. */
const MOST_BITS = 1024;
/** Zeros that are fed after a flip before it counts as lasting. */
const MOST_ZEROS = 64;

/** Why a command was not done; the viewer who sent it is told. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** The one run that all viewers see: an engine, the numbers it is fed, and what came of them. */
export class Run {
  /** Called after each change. */
  onChange: () => void = () => {};
  readonly #task: Task;
  readonly #network: FixedNetwork;
  readonly #automaton: Automaton;
  readonly #engines: readonly EngineChoice[];
  #engineId: string;
  #engine: LiveEngine;
  #broken = false;
  #hertz: number = PACE.first;
  /** Jobs are done one after the other. */
  #jobs: Promise<void> = Promise.resolve();
  /** Jobs queued and under way. */
  #queued = 0;
  #busy = false;
  #stopped = new AbortController();
  #steps: Step[] = [];
  #taken = 0;
  #begins = true;
  #sum: RunningSum | undefined;
  #sumCount = 0;
  #sums: Sum[] = [];
  #fault: Fault | null = null;
  #flipped = false;
  /** A flip asked for while numbers are fed; it is done before the next step. */
  #pending: readonly [unit: number, bit: number] | undefined;
  #trouble: string | null = null;

  private constructor(
    task: Task,
    network: FixedNetwork,
    automaton: Automaton,
    engines: readonly EngineChoice[],
    first: { readonly id: string; readonly engine: LiveEngine },
  ) {
    this.#task = task;
    this.#network = network;
    this.#automaton = automaton;
    this.#engines = engines;
    this.#engineId = first.id;
    this.#engine = first.engine;
  }

  /** @param first the engine to begin with, one of `engines` */
  static async open(
    task: Task,
    network: FixedNetwork,
    automaton: Automaton,
    engines: readonly EngineChoice[],
    first: string,
  ): Promise<Run> {
    const engine = await choose(engines, first).open();
    return new Run(task, network, automaton, engines, { id: first, engine });
  }

  /** Everything that moves, now. */
  frame(viewers: number): Frame {
    const leds = this.#engine.leds;
    return {
      type: 'frame',
      engine: this.#engineId,
      hertz: this.#hertz,
      viewers,
      busy: this.#busy,
      waiting: Math.max(0, this.#queued - 1),
      steps: this.#steps,
      state: this.#engine.state,
      stateClass: this.#stateClass,
      sum: this.#sum?.view ?? null,
      sums: this.#sums,
      fault: this.#fault,
      leds: leds ? { on: true, ...leds } : { on: false, l: false, traffic: 0 },
      trouble: this.#trouble,
    };
  }

  /** Does what a viewer asks for, or begins to. @throws RefusedError */
  async obey(command: Command): Promise<void> {
    switch (command.type) {
      case 'add': {
        this.#requireBits(command.numbers.length);
        const words = wordsOf(command.numbers.map(BigInt));
        return this.#job((signal) => this.#add(words, signal));
      }
      case 'clock':
        this.#requireBits(command.bits.length);
        this.#requireIdle();
        if (this.#sum?.typed === false && this.#sum.steps >= MOST_BITS)
          throw new RefusedError(`a number set by hand has at most ${MOST_BITS} bits; RESET begins another`);
        return this.#job(() => this.#clock(pack(command.bits)));
      case 'reset':
        this.#requireIdle();
        return this.#job(() => this.#reset());
      case 'fault':
        return this.#breakState(command.unit, command.bit);
      case 'stop':
        return this.#stop();
      case 'pace':
        this.#hertz = command.hertz;
        return this.onChange();
      case 'engine':
        return this.#switchTo(command.engine);
    }
  }

  async close(): Promise<void> {
    await this.#stop();
    await this.#engine.close();
  }

  get #stateClass(): number | null {
    return this.#automaton.classOf(this.#engine.state) ?? null;
  }

  #requireBits(count: number): void {
    const due = this.#task.inputs.length;
    if (count !== due) throw new RefusedError(`the ${this.#task.name} takes ${due} at a time, not ${count}`);
  }

  #requireIdle(): void {
    if (this.#busy) throw new RefusedError('numbers are being fed; stop them first');
  }

  /** Queues a job; when its engine fails, everyone sees why. */
  #job(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#queued >= MOST_QUEUED)
      throw new RefusedError(`${this.#queued} orders wait already; stop them or let them finish`);
    const { signal } = this.#stopped;
    this.#queued += 1;
    this.onChange();
    this.#jobs = this.#jobs.then(async () => {
      try {
        if (this.#broken) await this.#use(this.#engineId);
        await work(signal);
      } catch (error) {
        if (!signal.aborted) this.#trouble = error instanceof Error ? error.message : String(error);
      }
      this.#queued -= 1;
      this.onChange();
    });
    return this.#jobs;
  }

  async #stop(): Promise<void> {
    this.#stopped.abort();
    this.#stopped = new AbortController();
    await this.#jobs;
    this.onChange();
  }

  async #switchTo(id: string): Promise<void> {
    choose(this.#engines, id);
    if (id === this.#engineId && !this.#broken) return;
    await this.#stop();
    return this.#job(() => this.#use(id));
  }

  /** Opens an engine, closes the one before, and begins afresh. */
  async #use(id: string): Promise<void> {
    const choice = choose(this.#engines, id);
    // A port can be opened once only, so a broken engine goes first.
    if (this.#broken) await this.#engine.close();
    const engine = await choice.open();
    if (!this.#broken) await this.#engine.close();
    this.#broken = false;
    this.#engine = engine;
    this.#engineId = id;
    this.#steps = [];
    await this.#reset();
  }

  /** Asks something of the engine; one that fails is opened anew before the next job. */
  async #ask<Result>(question: (engine: LiveEngine) => Promise<Result>): Promise<Result> {
    try {
      return await question(this.#engine);
    } catch (error) {
      this.#broken = true;
      throw error;
    }
  }

  async #reset(): Promise<void> {
    await this.#ask((engine) => engine.reset());
    this.#begins = true;
    this.#sum = undefined;
    this.#trouble = null;
    this.#endFault('reset');
  }

  async #add(words: readonly number[], signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.#busy = true;
    try {
      await this.#reset();
      this.#sum = new RunningSum(this.#task, this.#sumCount++, words);
      for (const word of words) {
        await this.#pace(signal);
        await this.#step(word);
      }
      this.#sum.complete = true;
      this.#sums = [this.#sum.view, ...this.#sums].slice(0, SUMS_SHOWN);
      if (this.#pending) await this.#recover(signal);
    } finally {
      this.#pending = undefined;
      this.#busy = false;
      if (this.#sum && !this.#sum.complete) this.#sum = undefined;
    }
  }

  async #clock(word: number): Promise<void> {
    if (this.#sum?.typed !== false || this.#fault?.outcome === 'under way') {
      await this.#reset();
      this.#sum = new RunningSum(this.#task, this.#sumCount++);
    }
    await this.#step(word);
  }

  /** Flips a bit: before the next step if numbers are being fed, else now, and feeds zeros. */
  async #breakState(unit?: number, bit?: number): Promise<void> {
    const { hidden, stateBits } = this.#network;
    if (unit !== undefined && unit >= hidden)
      throw new RefusedError(`there is no state ${unit + 1}, the network has ${hidden}`);
    if (bit !== undefined && bit >= stateBits)
      throw new RefusedError(`there is no bit ${bit}, a state has ${stateBits}`);
    this.#pending = [unit ?? randomInt(hidden), bit ?? randomInt(stateBits)];
    if (this.#busy) return;
    return this.#job(async (signal) => {
      if (signal.aborted) return;
      if (this.#sum && !this.#sum.typed) this.#sum = undefined;
      this.#busy = true;
      try {
        await this.#recover(signal);
      } finally {
        this.#busy = false;
        this.#pending = undefined;
      }
    });
  }

  /** Makes the flip that was asked for, and feeds zeros until the state is one the proof knows. */
  async #recover(signal: AbortSignal): Promise<void> {
    await this.#flipPending();
    for (let zeros = 0; this.#fault?.outcome === 'under way'; zeros++) {
      if (zeros === MOST_ZEROS) return this.#endFault('stuck');
      await this.#pace(signal);
      await this.#step(0);
    }
  }

  async #flipPending(): Promise<void> {
    if (this.#pending === undefined) return;
    const [unit, bit] = this.#pending;
    this.#pending = undefined;
    const from = this.#engine.state[unit] as number;
    await this.#ask((engine) => engine.flip(unit, bit));
    const to = this.#engine.state[unit] as number;
    const outcome = this.#stateClass === null ? 'under way' : 'recovered';
    this.#fault = { unit, bit, from, to, steps: 0, outcome };
    this.#flipped = true;
    this.onChange();
  }

  #endFault(outcome: Fault['outcome']): void {
    if (this.#fault?.outcome === 'under way') this.#fault = { ...this.#fault, outcome };
    else if (outcome === 'reset') this.#fault = null;
  }

  async #pace(signal: AbortSignal): Promise<void> {
    await pause(1000 / this.#hertz, undefined, { signal });
  }

  async #step(inputs: number): Promise<void> {
    await this.#flipPending();
    const { outputs, edges, delay } = await this.#ask((engine) => engine.step(inputs));
    const feeding = this.#sum !== undefined && !this.#sum.complete;
    const expected = feeding ? this.#sum?.take(inputs, outputs) : undefined;
    const stateClass = this.#stateClass;
    if (this.#fault?.outcome === 'under way')
      this.#fault = {
        ...this.#fault,
        steps: this.#fault.steps + 1,
        outcome: stateClass === null ? 'under way' : 'recovered',
      };
    const { length } = this.#task.outputs;
    const step: Step = {
      index: this.#taken++,
      begins: this.#begins,
      inputs: unpack(inputs, this.#task.inputs.length),
      outputs: unpack(outputs, length),
      expected: expected === undefined ? null : unpack(expected, length),
      state: this.#engine.state,
      stateClass,
      flipped: this.#flipped,
      edges,
      delay,
    };
    this.#steps = [...this.#steps.slice(1 - STEPS_SHOWN), step];
    this.#begins = false;
    this.#flipped = false;
    this.onChange();
  }
}

function choose(engines: readonly EngineChoice[], id: string): EngineChoice {
  const choice = engines.find((each) => each.id === id);
  if (choice === undefined) throw new RefusedError(`there is no engine "${id}"`);
  return choice;
}
