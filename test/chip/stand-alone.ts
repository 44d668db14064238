import { readFileSync } from 'node:fs';
import type { Uno } from '../../firmware-sim/index.ts';
import { encodeMessage, ID, type StandAlonePins } from '../../src/board/index.ts';
import { crc16 } from '../../src/board/message.ts';
import { usualPins } from '../../src/board/pin-bytes.ts';
import { toPairs, toSeptets } from '../../src/board/septets.ts';
import { packSteps } from '../../src/board/stream-session.ts';
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
export function promised(): { readonly idle: number; readonly busy: number; readonly period: number } {
  const spec = readFileSync(new URL('../../docs/spec.md', import.meta.url), 'utf8');
  const [, idle, busy, period] =
    /SUM follows CLK within (\d+) cycles.*?within (\d+) cycles.*?periods from (\d+) cycles/s.exec(spec) ?? [];
  return { idle: Number(idle), busy: Number(busy), period: Number(period) };
}

/** The stand-alone adder with an electronic clock: our firmware with a proven network, and something at its pins. */
export class StandAlone {
  readonly uno: Uno;
  readonly #chip: Chip;
  readonly #active: 0 | 1;
  readonly #pins: StandAlonePins;
  readonly #network: Proven;
  readonly #cell: FixedCell;
  /** Cycle at which the firmware last put an output out. */
  #put = 0;
  #steps = 0;

  constructor(network: Proven, pullUp = false, pins?: StandAlonePins) {
    const image = imageOf(network.fixed, 'test', { clock: 'electronic', pullUp, pins });
    this.#pins = pins ?? usualPins(network.fixed);
    this.#chip = new Chip(eepromWith([image, 1])).boot();
    this.#active = pullUp ? 0 : 1;
    this.uno = this.#chip.uno;
    this.#network = network;
    this.#cell = new FixedCell(network.fixed);
    for (const pin of ['2', '3', '4', '5']) this.#drive(pin, 0);
    // Time to take all transitions.
    this.uno.runCycles(10 * TICK);
    const { core } = this.uno;
    const write = core.writeHooks[PORTB] as NonNullable<(typeof core.writeHooks)[number]>;
    core.writeHooks[PORTB] = (...args) => {
      this.#put = core.landing;
      return write(...args);
    };
  }

  /** Back to the initial state. */
  reset(): void {
    this.#drive(this.#pins.reset, 1);
    this.uno.runCycles(SETTLED);
    this.#drive(this.#pins.reset, 0);
    this.uno.runCycles(SETTLED);
    this.#cell.reset();
  }

  /** A rising CLK at a cycle. Returns the cycles from there until SUM is out. @throws Error if SUM is wrong */
  step(inputs: number, at: number): number {
    const { uno } = this;
    this.#set(inputs);
    uno.at(at, () => this.#drive(this.#pins.clk, 1));
    uno.runCycles(at - uno.cycles + SETTLED);
    this.#drive(this.#pins.clk, 0);
    uno.runCycles(SETTLED);
    if (uno.pin(this.#pins.outputs[0] as string).level !== this.#cell.step(inputs))
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
      this.#drive(this.#pins.clk, 1);
      uno.runCycles(rise + Math.floor(period / 2) - uno.cycles);
      this.#drive(this.#pins.clk, 0);
      uno.runCycles(rise + period - 1 - uno.cycles);
      if (uno.pin(this.#pins.outputs[0] as string).level !== this.#cell.step(inputs)) return step;
    }
    return steps;
  }

  /**
   * The same while a host streams as fast as the line and the board let it, at a rate. Its times are of all lengths, so
   * that CLK meets every phase of the traffic; one that is lost is asked again.
   *
   * @returns how many steps go right, the largest latency, and the stream messages answered
   */
  busy(rate: number, period: number, steps: number): { right: number; max: number; answered: number } {
    const chip = this.#chip;
    const { uno } = chip;
    chip.ask(ID.baud, [0, ...toSeptets(rate / 100, 3)]);
    uno.runCycles(TICK);
    uno.serial.setBaudRate(rate);
    chip.ask(ID.baud, [1]);
    let [number, answered, waiting] = [0, 0, 0];
    const streamOn = () => {
      answered += chip.messages.splice(0).filter(({ id }) => id === ID.stream).length;
      if (uno.cycles < waiting && answered < number) return;
      waiting = uno.cycles + 20 * TICK;
      const steps = Uint8Array.from({ length: 1 + ((number * 37) % 174) }, (_, at) => (at * number) & 3);
      const payload = packSteps(steps, 2, 2);
      uno.serial.write(encodeMessage({ id: ID.stream, number: number & 127, payload }));
      number += 1;
      answered = number - 1;
    };
    this.reset();
    let max = 0;
    const begin = uno.cycles + TICK;
    for (let step = 0; step < steps; step += 1) {
      const inputs = (step * 0x9e3779b1) >>> 30;
      const rise = begin + step * period;
      streamOn();
      uno.runCycles(rise - uno.cycles - 1);
      this.#set(inputs);
      uno.at(rise, () => this.#drive(this.#pins.clk, 1));
      uno.at(rise + Math.floor(period / 2), () => this.#drive(this.#pins.clk, 0));
      uno.runCycles(rise + period - 2 - uno.cycles);
      if (uno.pin(this.#pins.outputs[0] as string).level !== this.#cell.step(inputs))
        return { right: step, max, answered };
      max = Math.max(max, this.#put - rise);
    }
    return { right: steps, max, answered };
  }

  /**
   * Flashes the network anew, up to the check or, after that, back by a write, and goes on stepping all the while.
   * Returns the latency afterwards. @throws Error if a SUM is wrong
   */
  updated(upTo: 'check' | 'write'): number {
    const image = imageOf(this.#network.fixed, 'again');
    const part = (at: number) => [...toSeptets(at, 2), ...toPairs(image.subarray(at, at + 28))];
    if (upTo === 'check') {
      this.#askOn(ID.begin, toSeptets(image.length, 2));
      for (let at = 0; at < image.length; at += 28) this.#askOn(ID.write, part(at));
      this.#askOn(ID.check, [...toSeptets(image.length, 2), ...toSeptets(crc16(image), 3)]);
    } else this.#askOn(ID.write, part(0));
    for (let step = 0; step < 100; step += 1) this.#stepOn();
    return this.#stepOn();
  }

  #askOn(id: number, payload: readonly number[]): void {
    const { messages } = this.#chip;
    this.uno.serial.write(encodeMessage({ id, number: id, payload: Uint8Array.from(payload) }));
    while (messages.length === 0) this.#stepOn();
    const reply = messages.shift();
    if (reply?.id !== id) throw new Error(`message ${id} was answered by ${reply?.id}: ${reply?.payload}`);
  }

  #stepOn(): number {
    this.#steps += 1;
    return this.step((this.#steps * 0x9e3779b1) >>> 30, this.uno.cycles + 2);
  }

  /**
   * Takes every reachable transition with CLK rising at every `stride`-th phase of the firmware's millisecond at which
   * it matters: while the chip is awake for its tick, or will be before the step is done. At all other phases it sleeps
   * from before CLK rises until SUM is out, so they are all alike, and one stands for them.
   *
   * @returns the steps taken, and their least and largest latency
   */
  sweep(stride: number): { steps: number; min: number; max: number } {
    const awake = this.#awake();
    const tally = { steps: 0, min: Number.POSITIVE_INFINITY, max: 0 };
    for (let phase = -SETTLED; phase < awake; phase += stride) {
      for (const inputs of this.#tour()) {
        if (inputs === 'reset') {
          this.reset();
          continue;
        }
        const latency = this.step(inputs, this.#nextTick() + phase);
        tally.steps += 1;
        tally.min = Math.min(tally.min, latency);
        tally.max = Math.max(tally.max, latency);
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
    for (const [input, pin] of this.#pins.inputs.entries()) this.#drive(pin, (inputs >> input) & 1);
  }

  #drive(pin: string, active: number): void {
    this.uno.pin(pin).drive(active === this.#active ? 1 : 0);
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
