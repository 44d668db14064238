import symbols from '../../firmware/carrybit.symbols.json' with { type: 'json' };
import { UNO_HERTZ } from '../../firmware-sim/index.ts';
import { ID } from '../../src/board/index.ts';
import { packSteps, unpackOutputs } from '../../src/board/stream-session.ts';
import type { FixedNetwork } from '../../src/fixed/index.ts';
import { Chip, eepromWith, imageOf } from './chip.ts';

const START = 2;
const GO_ON = 0;

/** Our firmware on the simulated Uno, streaming, with its hands in the RAM. */
export class Streaming {
  readonly chip: Chip;
  #network: FixedNetwork;
  #number = 0;
  #started = false;

  constructor(network: FixedNetwork) {
    this.#network = network;
    this.chip = new Chip(eepromWith([imageOf(network), 1])).boot();
    this.idle();
  }

  /** Time in which the board takes all transitions, if they are few. */
  idle(): void {
    this.chip.uno.runCycles(UNO_HERTZ / 20);
  }

  /** The board's network is now this one; the next step begins a session. */
  begin(network = this.#network): void {
    this.#network = network;
    this.#started = false;
  }

  /** Goes on by as many steps as fit a message; returns their outputs. */
  steps(steps: Uint8Array): Uint8Array {
    const { inputs, outputs } = this.#network;
    const payload = packSteps(steps, inputs, this.#started ? GO_ON : START);
    this.#started = true;
    this.#number = (this.#number + 1) & 127;
    const result = this.chip.ask(ID.stream, payload, this.#number);
    if (result.id !== ID.stream) throw new Error(`the board refused with error ${result.payload}`);
    return unpackOutputs(result.payload, outputs, steps.length);
  }

  /** The stream's state as it is in RAM. */
  get state(): readonly number[] {
    const { data } = this.chip.uno.core;
    return this.#network.initialState.map(
      (_, unit) => ((data[symbols.streamState + unit] as number) << 24) >> 24,
    );
  }

  set state(state: readonly number[]) {
    this.chip.uno.core.data.set(Int8Array.from(state), symbols.streamState);
  }
}
