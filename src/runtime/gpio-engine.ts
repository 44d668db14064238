import { setTimeout as pause } from 'node:timers/promises';
import { BoardError } from '../board/board-error.ts';
import type { FixedNetwork } from '../fixed/index.ts';
import { requireObject } from '../machine/require.ts';
import type { Task } from '../tasks/index.ts';
import type { Engine } from './engine.ts';
import { type GpioPins, type PinRoles, pinRoles, resolvePins } from './gpio-pins.ts';
import type { Io } from './io.ts';
import { type Notice, ResumingEngine, type Session } from './resuming-engine.ts';

/** Ms after a falling edge until the outputs count as settled, if the io cannot tell. */
const SETTLE_MS = 5;

/** An adder that is clocked through its pins, and how to reach it. */
export interface GpioEngineOptions {
  /** Where the pins are, as text. */
  readonly path: string;
  readonly task: Task;
  /** The network that the adder runs. */
  readonly network: FixedNetwork;
  /** Pins wired to those of the adder: the task's inputs, clk and reset are driven, its outputs are read. */
  readonly pins: GpioPins;
  /** Opens an io that is ready; called again after each loss. */
  readonly connect: () => Promise<Io>;
  /** Closes what was opened last, if anything was. */
  readonly close: () => Promise<void>;
  /** Called with what happens to the pins. */
  readonly onNotice?: ((notice: Notice) => void) | undefined;
  /** Maximum of ms without a reply after a loss. Default: no limit. */
  readonly giveUp_ms?: number | undefined;
}

/**
 * An adder that stands alone, clocked through its pins: docs/spec.md section 9. The pins are a johnny-five io's: those
 * of another board with Firmata, or of this computer.
 *
 * @throws what the first connection throws, and PinError
 */
export async function openGpioEngine(options: GpioEngineOptions): Promise<Engine> {
  requireObject('options', options, 'path', 'network', 'connect', 'close');
  const { path, network, connect, close, onNotice, giveUp_ms } = options;
  const sessions = {
    async open() {
      await close();
      return new GpioSession(await connect(), options);
    },
    close,
  };
  return ResumingEngine.open({
    name: `network at the pins of ${path}`,
    network,
    sessions,
    onNotice,
    giveUp_ms,
  });
}

class GpioSession implements Session {
  readonly #io: Io;
  readonly #roles: PinRoles;
  readonly #pins: ReadonlyMap<string, number>;
  readonly #levels = new Map<string, number>();
  readonly #lost: Promise<never>;
  /** Steps are taken one at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(io: Io, { task, pins }: GpioEngineOptions) {
    this.#io = io;
    const roles = pinRoles(task);
    this.#roles = roles;
    // The adder's outputs are inputs on this side.
    this.#pins = resolvePins({ outputs: [...roles.inputs, roles.clk, roles.reset] }, pins, io);
    this.#lost = new Promise((_, reject) => {
      const lost = (what: string) => () => reject(new BoardError('lost', what));
      io.once('close', lost('the port was closed')).once('disconnect', lost('the port was closed'));
      io.once('error', (error: Error) => reject(new BoardError('lost', error.message)));
      io.once('reportversion', lost('the board that drives the pins was reset'));
    });
    this.#lost.catch(() => {});
    for (const role of [...roles.inputs, roles.clk, roles.reset]) {
      io.pinMode(this.#pin(role), io.MODES.OUTPUT);
      this.#write(role, 0);
    }
    for (const role of roles.outputs) {
      io.pinMode(this.#pin(role), io.MODES.INPUT);
      io.digitalRead(this.#pin(role), (level) => this.#levels.set(role, level));
    }
  }

  step(inputs: Uint8Array, reset: boolean): Promise<Uint8Array> {
    const steps = this.#turn.then(() => Promise.race([this.#steps(inputs, reset), this.#lost]));
    this.#turn = steps.catch(() => {});
    return steps;
  }

  async #steps(inputs: Uint8Array, reset: boolean): Promise<Uint8Array> {
    if (reset) {
      this.#write(this.#roles.reset, 1);
      this.#write(this.#roles.reset, 0);
    }
    const outputs = new Uint8Array(inputs.length);
    for (const [index, bits] of inputs.entries()) {
      for (const [bit, role] of this.#roles.inputs.entries()) this.#write(role, (bits >> bit) & 1);
      this.#write(this.#roles.clk, 1);
      this.#write(this.#roles.clk, 0);
      await this.#settled();
      const level = (role: string) => this.#levels.get(role) ?? 0;
      outputs[index] = this.#roles.outputs.reduce((packed, role, bit) => packed | (level(role) << bit), 0);
    }
    return outputs;
  }

  /** A board replies in order: when it reports the state of a pin, all earlier levels have been reported. */
  async #settled(): Promise<void> {
    const { queryPinState } = this.#io;
    if (queryPinState === undefined) return pause(SETTLE_MS);
    await new Promise<void>((resolve) =>
      queryPinState.call(this.#io, this.#pin(this.#roles.clk), () => resolve()),
    );
  }

  #write(role: string, level: number): void {
    this.#io.digitalWrite(this.#pin(role), level);
  }

  #pin(role: string): number {
    return this.#pins.get(role) as number;
  }
}
