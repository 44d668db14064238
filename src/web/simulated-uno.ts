import symbols from '../../firmware/carrybit.symbols.json' with { type: 'json' };
import type { Pin } from '../../firmware-sim/board/pin.ts';
import { Uno } from '../../firmware-sim/board/uno.ts';
import { EEPROM_BYTES } from '../../firmware-sim/chip/atmega328p.ts';
import { encodeImage, encodeSlotHeader } from '../board/image.ts';
import { overLimits } from '../board/limits.ts';
import { STAND_ALONE_PINS } from '../board/stand-alone.ts';
import { unpack } from '../machine/index.ts';
import type { NetworkDocument } from '../network/index.ts';
import type { Task } from '../tasks/index.ts';
import { pinRoles } from '../tasks/pin-roles.ts';
import type { Edge } from './frame.ts';
import { CLOCK_FALLS, CLOCK_RISES, flipBit, type LiveEngine, NO_STEP, type Taken } from './live-engine.ts';
import { type Change, vcd } from './vcd.ts';

/** CPU cycles of a step that are shown: 1 ms. */
const PERIOD = 16_000;
/** CPU cycles after which the firmware takes a button as released; they run after each step, not shown: 10 ms. */
const QUIET = 160_000;
/** CPU cycles of a bouncing button's contacts and of the gaps between them: 0.19 ms in all. */
const BOUNCES = [640, 300, 210, 900, 480, 160, 320];
/** Maximum of changes of lines that are kept for a trace. */
const MAX_CHANGES = 20_000;
/** CPU cycles until the firmware has started, and for which RESET is held. */
const BOOT = 16_000_000;
const RESET_PULSE = 1600;
const TOO_LARGE = 'the network is too large for an Uno';

/**
 * The simulated Uno as a stand-alone adder: the committed firmware on a simulated ATmega328P, with the network in its
 * EEPROM and buttons at its pins. Its time passes only while it steps. The state is read and flipped in its RAM, at the
 * addresses of the firmware's symbols.
 */
export class SimulatedUno implements LiveEngine {
  readonly #uno: Uno;
  readonly #stateBits: number;
  readonly #hidden: number;
  readonly #inputs: readonly Pin[];
  readonly #outputs: readonly Pin[];
  readonly #clock: Pin;
  readonly #reset: Pin;
  readonly #stopListening: (() => void)[];
  /** The name of the clock's line. */
  readonly #clockLine: string;
  readonly #lines: readonly (readonly [line: string, pin: Pin])[];
  taken: Taken = NO_STEP;
  #edges: Change[] = [];
  /** All changes so far (the oldest are dropped if there are too many), and the levels before them. */
  #changes: Change[] = [];
  #levels: Map<string, 0 | 1>;
  /** Whether buttons bounce when they are pressed and released, as real ones do. */
  bounces = false;

  /** @throws Error when the board does not run the network */
  constructor(firmware: string, document: NetworkDocument, task: Task) {
    const image = encodeImage({ ...document, task: document.machine.name });
    const over = overLimits(document.fixed);
    if (over.length > 0) throw new Error(`${TOO_LARGE}: ${over.join('; ')}`);
    const eeprom = new Uint8Array(EEPROM_BYTES).fill(0xff);
    eeprom.set(encodeSlotHeader(image, 1));
    eeprom.set(image, 10);
    const uno = new Uno({ firmware, eeprom });
    this.#uno = uno;
    this.#stateBits = document.fixed.stateBits;
    this.#hidden = document.fixed.hidden;
    const { inputs, clk, reset, outputs } = STAND_ALONE_PINS;
    this.#inputs = inputs.slice(0, task.inputs.length).map((name) => uno.pin(name));
    this.#outputs = outputs.slice(0, task.outputs.length).map((name) => uno.pin(name));
    this.#clock = uno.pin(clk);
    this.#reset = uno.pin(reset);
    for (const pin of [...this.#inputs, this.#clock, this.#reset]) pin.drive(0);
    if (!uno.runUntil(() => this.#outputs.every(({ mode }) => mode === 'output'), BOOT))
      throw new Error(TOO_LARGE);
    this.#pulseReset();
    if (this.state.some((value, unit) => value !== document.fixed.initialState[unit]))
      throw new Error('firmware/carrybit.symbols.json is not that of this firmware');
    const roles = pinRoles(task);
    this.#clockLine = roles.clk;
    const lines: [string, Pin][] = [
      ...roles.inputs.map((name, index): [string, Pin] => [name, this.#inputs[index] as Pin]),
      ...roles.outputs.map((name, index): [string, Pin] => [name, this.#outputs[index] as Pin]),
      [roles.clk, this.#clock],
      [roles.reset, this.#reset],
    ];
    this.#stopListening = lines.map(([line, pin]) =>
      pin.onEdge((level, cycle) => this.#note({ line, level, cycle })),
    );
    this.#lines = lines;
    this.#levels = this.#now();
  }

  get state(): readonly number[] {
    const { data } = this.#uno.core;
    return Array.from(
      { length: this.#hidden },
      (_, unit) => ((data[symbols.standaloneState + unit] as number) << 24) >> 24,
    );
  }

  get leds() {
    return { l: this.#uno.pin('13').level === 1, traffic: 0 };
  }

  async reset(): Promise<void> {
    this.#pulseReset();
  }

  async step(inputs: number): Promise<number> {
    const from = this.#uno.cycles;
    this.#edges = [];
    const outputs = this.#take(inputs);
    const rise =
      this.#edges.find(({ line, level }) => line === this.#clockLine && level === 1)?.cycle ?? from;
    const settled = this.#edges.findLast(
      ({ line, cycle }) => line !== this.#clockLine && cycle > rise,
    )?.cycle;
    const edges = this.#edges.map(
      ({ line, level, cycle }): Edge => ({ line, level, at: (cycle - from) / PERIOD }),
    );
    this.taken = { edges, delay: settled === undefined ? null : settled - rise };
    return outputs;
  }

  async flip(unit: number, bit: number): Promise<void> {
    const value = flipBit(this.state[unit] as number, bit, this.#stateBits);
    this.#uno.core.data[symbols.standaloneState + unit] = value & 0xff;
  }

  get trace(): string {
    return vcd(this.#levels, this.#changes, this.#uno.cycles);
  }

  async close(): Promise<void> {
    for (const stop of this.#stopListening) stop();
  }

  /** One period of the clock; returns the levels of the output pins after it, packed. */
  #take(inputs: number): number {
    const uno = this.#uno;
    unpack(inputs, this.#inputs.length).forEach((bit, index) => {
      this.#inputs[index]?.drive(bit as 0 | 1);
    });
    uno.runCycles(PERIOD * CLOCK_RISES);
    const pressed = uno.cycles;
    this.#contact(this.#clock, 1);
    uno.runCycles(PERIOD * (CLOCK_FALLS - CLOCK_RISES) - (uno.cycles - pressed));
    const outputs = this.#outputs.reduce((packed, pin, index) => packed | (pin.level << index), 0);
    this.#contact(this.#clock, 0);
    uno.runCycles(PERIOD * (1 - CLOCK_FALLS) + QUIET);
    return outputs;
  }

  #pulseReset(): void {
    this.#contact(this.#reset, 1);
    this.#uno.runCycles(RESET_PULSE);
    this.#contact(this.#reset, 0);
    this.#uno.runCycles(QUIET);
  }

  /** Brings a button to a level, at once or after bouncing. */
  #contact(pin: Pin, level: 0 | 1): void {
    pin.drive(level);
    if (!this.bounces) return;
    for (const [index, cycles] of BOUNCES.entries()) {
      pin.drive(index % 2 === 0 ? level : ((1 - level) as 0 | 1));
      this.#uno.runCycles(cycles);
    }
    pin.drive(level);
  }

  #note(change: Change): void {
    this.#edges.push(change);
    this.#changes.push(change);
    if (this.#changes.length <= MAX_CHANGES) return;
    const kept = this.#changes.splice(0, MAX_CHANGES / 2);
    for (const { line, level } of kept) this.#levels.set(line, level);
  }

  #now(): Map<string, 0 | 1> {
    return new Map(this.#lines.map(([line, pin]) => [line, pin.level]));
  }
}
