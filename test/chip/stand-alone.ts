import { readFileSync } from 'node:fs';
import type { Uno } from '../../firmware-sim/index.ts';
import { FixedCell } from '../../src/fixed/index.ts';
import { type proven, transitions } from '../fixed/networks.ts';
import { Chip, eepromWith, imageOf } from './chip.ts';

type Proven = Awaited<ReturnType<typeof proven>>;

/** I/O address of PORTB, which drives SUM. */
const PORTB = 0x25;
/** Cycles of a millisecond, in which the firmware's clock ticks. */
const TICK = 16_000;
/** Longer than any step takes. */
const SETTLED = 1500;

/** What docs/spec.md section 9 promises, in cycles. */
export function promised(): { readonly latency: number; readonly period: number } {
  const spec = readFileSync(new URL('../../docs/spec.md', import.meta.url), 'utf8');
  const [, latency, period] =
    /SUM follows CLK within (\d+) cycles.*?periods from (\d+) cycles/s.exec(spec) ?? [];
  return { latency: Number(latency), period: Number(period) };
}

/** The stand-alone adder: our firmware with a proven network, and somebody at its pins. */
export class StandAlone {
  readonly uno: Uno;
  readonly #network: Proven;
  readonly #cell: FixedCell;
  /** Cycle at which the firmware last put an output out. */
  #put = 0;

  constructor(network: Proven) {
    this.uno = new Chip(eepromWith([imageOf(network.fixed, 'test', { clock: 'electronic', pullUp: false }), 1])).boot().uno;
    this.#network = network;
    this.#cell = new FixedCell(network.fixed);
    for (const pin of ['2', '3', '4', '5']) this.uno.pin(pin).drive(0);
    const { core } = this.uno;
    const write = core.writeHooks[PORTB] as NonNullable<(typeof core.writeHooks)[number]>;
    core.writeHooks[PORTB] = (...args) => {
      this.#put = core.landing;
      return write(...args);
    };
  }

  /** Back to the initial state. */
  reset(): void {
    this.uno.pin('5').drive(1);
    this.uno.runCycles(SETTLED);
    this.uno.pin('5').drive(0);
    this.uno.runCycles(SETTLED);
    this.#cell.reset();
  }

  /** A rising CLK at a cycle. Returns the cycles from there until SUM is out. @throws Error if SUM is wrong */
  step(inputs: number, at: number): number {
    const { uno } = this;
    this.#set(inputs);
    uno.at(at, () => uno.pin('4').drive(1));
    uno.runCycles(at - uno.cycles + SETTLED);
    uno.pin('4').drive(0);
    uno.runCycles(SETTLED);
    if (uno.pin('13').level !== this.#cell.step(inputs))
      throw new Error(`SUM is wrong after CLK at cycle ${at}`);
    return this.#put - at;
  }

  /** Steps with CLK high and low for half a period each, A and B changing when it falls. Returns how many go right. */
  clocked(period: number, steps: number): number {
    const { uno } = this;
    this.reset();
    const begin = uno.cycles + TICK;
    for (let step = 0; step < steps; step += 1) {
      const inputs = (step * 0x9e3779b1) >>> 30;
      const rise = begin + step * period;
      this.#set(inputs);
      uno.runCycles(rise - uno.cycles);
      uno.pin('4').drive(1);
      uno.runCycles(rise + Math.floor(period / 2) - uno.cycles);
      uno.pin('4').drive(0);
      uno.runCycles(rise + period - 1 - uno.cycles);
      if (uno.pin('13').level !== this.#cell.step(inputs)) return step;
    }
    return steps;
  }

  /**
   * Takes every reachable transition with CLK rising at every `stride`-th phase of the firmware's millisecond at which
   * it matters: while the chip is awake for its tick, or will be before the step is done. At all other phases it sleeps
   * from before CLK rises until SUM is out, so they are all alike, and one stands for them.
   *
   * @returns the steps taken, and their least and largest latency
   */
  sweep(stride: number): { steps: number; least: number; most: number } {
    const awake = this.#awake();
    const tally = { steps: 0, least: Number.POSITIVE_INFINITY, most: 0 };
    for (let phase = -SETTLED; phase < awake; phase += stride) {
      for (const inputs of this.#tour()) {
        if (inputs === 'reset') {
          this.reset();
          continue;
        }
        const latency = this.step(inputs, this.#nextTick() + phase);
        tally.steps += 1;
        tally.least = Math.min(tally.least, latency);
        tally.most = Math.max(tally.most, latency);
      }
    }
    return tally;
  }

  /** Cycles that the chip is awake for its tick, without an input. */
  #awake(): number {
    const { uno } = this;
    const tick = this.#nextTick();
    uno.runCycles(tick + 1 - uno.cycles);
    uno.runUntil(() => uno.core.asleep, TICK);
    return uno.cycles - tick;
  }

  /** The cycle of a tick to come, with time before it to bring CLK low and set A and B. */
  #nextTick(): number {
    const { uno } = this;
    uno.runUntil(() => uno.core.asleep, TICK);
    const next = Math.ceil(uno.core.schedule.next);
    return next + TICK * Math.ceil(Math.max(0, uno.cycles + 2 * SETTLED - next) / TICK);
  }

  /** Resets and inputs that lead through every reachable transition. */
  *#tour(): Generator<number | 'reset'> {
    const { fixed } = this.#network;
    const cell = new FixedCell(fixed);
    const key = (state: ArrayLike<number>, inputs: number) => `${Array.from(state)}/${inputs}`;
    const left = new Set([...transitions(this.#network)].map(({ state, inputs }) => key(state, inputs)));
    yield 'reset';
    while (left.size > 0) {
      const way = shortestWay(cell, fixed.inputs, (state, next) => left.has(key(state, next)));
      if (way === undefined) {
        cell.reset();
        yield 'reset';
        continue;
      }
      for (const inputs of way) {
        left.delete(key(cell.state, inputs));
        cell.step(inputs);
        yield inputs;
      }
    }
  }

  #set(inputs: number): void {
    this.uno.pin('2').drive((inputs & 1) as 0 | 1);
    this.uno.pin('3').drive((inputs >> 1) as 0 | 1);
  }
}

/** The inputs of a shortest way from a cell's state whose last step is wanted; undefined if there is none. */
function shortestWay(
  cell: FixedCell,
  inputs: number,
  isWanted: (state: Int32Array, inputs: number) => boolean,
): number[] | undefined {
  const from = Int32Array.from(cell.state);
  const queue: { state: Int32Array; way: number[] }[] = [{ state: from, way: [] }];
  const seen = new Set([from.join()]);
  for (const { state, way } of queue) {
    for (let next = 0; next < 1 << inputs; next += 1) {
      if (isWanted(state, next)) {
        cell.state.set(from);
        return [...way, next];
      }
      cell.state.set(state);
      cell.step(next);
      if (seen.has(cell.state.join())) continue;
      seen.add(cell.state.join());
      queue.push({ state: Int32Array.from(cell.state), way: [...way, next] });
    }
  }
  cell.state.set(from);
  return undefined;
}
