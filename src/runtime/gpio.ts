import type { Duplex } from 'node:stream';
import { BoardError } from '../board/board-error.ts';
import type { Wiring } from '../board/index.ts';
import type { FixedNetwork } from '../fixed/index.ts';
import { requireObject } from '../machine/require.ts';
import type { Task } from '../tasks/index.ts';
import { Button } from './button.ts';
import { type Clocked, ClockedCell } from './clocked-cell.ts';
import { type GpioPins, type PinRoles, pinRoles, resolvePins } from './gpio-pins.ts';
import type { Io } from './io.ts';

/** Maximum of ms until a board has sent its version and the modes of its pins. */
const HANDSHAKE_TIMEOUT_MS = 15_000;

/**
 * Firmata over an open transport, behind a johnny-five Board that is ready. The handshake does not repeat by itself:
 * after a loss of the transport all of this has to be made again.
 */
export async function firmataIo(transport: Duplex): Promise<Io> {
  requireObject('transport', transport, 'on', 'write');
  const { default: firmata } = await import('firmata-io');
  // Firmata expects an event when its transport opens; this one is open already.
  return readyIo(() => new firmata.Firmata(transport) as Io, {
    begin: (io) => io.emit('connect'),
    silent: 'no Firmata answers; is StandardFirmata or carrybit’s firmware on it?',
  });
}

/**
 * Makes a johnny-five io plugin, with a Board of its own, and waits until it is ready.
 *
 * @param begin called when both listen
 * @param silent the message if it is not ready in time
 * @throws BoardError if it never is ready
 */
export async function readyIo(
  make: () => Io,
  {
    begin = () => {},
    silent = `it did not become ready within ${HANDSHAKE_TIMEOUT_MS / 1000} s: it never emitted "ready"`,
  }: { begin?: (io: Io) => unknown; silent?: string } = {},
): Promise<Io> {
  const { default: five } = await import('johnny-five');
  // The Board must not miss what a plugin emits right after it is made.
  const io = make();
  const options = { io, repl: false, debug: false, sigint: false, timeout: HANDSHAKE_TIMEOUT_MS } as const;
  let board: InstanceType<typeof five.Board>;
  try {
    board = new five.Board(options);
  } catch (error) {
    const { pins, analogPins } = (io ?? {}) as Partial<Io & { analogPins: unknown }>;
    if (pins !== undefined && analogPins !== undefined) throw error;
    throw new BoardError('lost', 'johnny-five asks an io for pins and analogPins, and it has none');
  }
  // Keeps the process alive in the meantime; a plugin may not do that.
  let late: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const lost = (what: string) => () => reject(new BoardError('lost', what));
      board.once('ready', resolve);
      late = setTimeout(lost(silent), HANDSHAKE_TIMEOUT_MS);
      board.once('error', lost(silent));
      io.once('error', (error: Error) => reject(error));
      const gone = lost('the port was closed before the board was ready');
      io.once('close', gone).once('disconnect', gone);
      begin(io);
    });
  } finally {
    clearTimeout(late);
    if (board.timer) clearTimeout(board.timer);
    clearTimeout(io.reportVersionTimeoutId);
  }
  return io;
}

/** What an io runs at its pins, and how. */
export interface GpioOptions {
  readonly task: Task;
  readonly network: FixedNetwork;
  readonly pins: GpioPins;
  readonly wiring: Wiring;
  /** Waits until RESET has been high. */
  readonly waiting: boolean;
  /** Called with each step and reset. */
  readonly onChange: (change: Clocked) => void;
}

/**
 * Runs the fixed cell in Node at the pins of an io that is ready: reads the inputs, CLK and RESET from digital reports
 * and drives the outputs. Ends with the reason when the io is lost or reset, or with `stop`.
 *
 * @throws PinError before any pin is touched
 */
export class GpioCell {
  /** Resolves with the reason of the end. */
  readonly ended: Promise<Error>;
  readonly #io: Io;
  readonly #options: GpioOptions;
  readonly #roles: PinRoles;
  readonly #pins: ReadonlyMap<string, number>;
  readonly #cell: ClockedCell;
  readonly #levels = new Map<number, number>();
  /** CLK and RESET, if they are buttons. */
  readonly #buttons: ReadonlyMap<string, Button>;
  /** The pin of the latest level; a report has its pins in rising order. */
  #last = Number.POSITIVE_INFINITY;
  #unread = false;

  constructor(io: Io, options: GpioOptions) {
    requireObject('io', io, 'on', 'pins');
    requireObject('options', options, 'task', 'pins', 'network', 'wiring');
    this.#io = io;
    this.#options = options;
    this.#roles = pinRoles(options.task);
    this.#pins = resolvePins(this.#roles, options.pins, io);
    this.#cell = new ClockedCell(options.network, options.waiting);
    this.#buttons = new Map(
      options.wiring.clock === 'electronic'
        ? []
        : [this.#roles.clk, this.#roles.reset].map((role) => [role, new Button(() => this.#step())]),
    );
    this.ended = new Promise((resolve) => {
      const lost = (what: string) => () => resolve(new Error(what));
      io.once('close', lost('the port was closed'));
      io.once('disconnect', lost('the port was closed'));
      io.once('error', (error: Error) => resolve(error));
      // A board that sends its version again was reset and has forgotten its pins.
      io.once('reportversion', lost('the board was reset'));
    });
    this.#attach();
  }

  /** Sets the outputs back to low. */
  release(): void {
    this.#drive(0);
  }

  #attach(): void {
    const roles = this.#roles;
    const inputs = [...roles.inputs, roles.clk, roles.reset].map((role) => this.#pins.get(role) as number);
    for (const role of roles.outputs) this.#io.pinMode(this.#pins.get(role) as number, this.#io.MODES.OUTPUT);
    for (const pin of inputs) this.#listen(pin);
    this.#drive(0);
    for (const pin of inputs) this.#io.digitalRead(pin, (level) => this.#take(pin, level));
  }

  /** Makes a pin an input, with a pull-up if wanted: old ios have no mode for that, but turn it on with a write. */
  #listen(pin: number): void {
    const { MODES, pins } = this.#io;
    const { pullUp } = this.#options.wiring;
    if (pullUp && MODES.PULLUP !== undefined && pins[pin]?.supportedModes?.includes(MODES.PULLUP)) {
      this.#io.pinMode(pin, MODES.PULLUP);
      return;
    }
    this.#io.pinMode(pin, MODES.INPUT);
    if (pullUp) this.#io.digitalWrite(pin, 1);
  }

  /**
   * A report of a port's eight pins comes as one call for each pin, lowest first, and all of them changed at one
   * moment. So levels are read when the next report begins, or when no more calls come.
   */
  #take(pin: number, level: number): void {
    const sameReport = pin > this.#last && pin >> 3 === this.#last >> 3;
    if (!sameReport) this.#read();
    this.#last = pin;
    this.#levels.set(pin, level);
    if (this.#unread) return;
    this.#unread = true;
    queueMicrotask(() => this.#read());
  }

  #read(): void {
    if (!this.#unread) return;
    this.#unread = false;
    this.#last = Number.POSITIVE_INFINITY;
    for (const [role, button] of this.#buttons) button.take(this.#level(role) === 1);
    this.#step();
  }

  #step(): void {
    const [clk, reset] = [this.#roles.clk, this.#roles.reset].map((role) => {
      const level = this.#level(role);
      return level === undefined ? undefined : this.#buttons.get(role)?.isDown ? 1 : level;
    });
    if (clk === undefined || reset === undefined) return;
    const inputs = this.#roles.inputs.reduce(
      (packed, role, bit) => packed | ((this.#level(role) ?? 0) << bit),
      0,
    );
    const change = this.#cell.take({ inputs, clk, reset });
    if (change === undefined) return;
    if (change.kind === 'step') this.#drive(change.outputs);
    this.#options.onChange(change);
  }

  /** 1 if a pin is active, 0 if not; undefined until it is known. */
  #level(role: string): number | undefined {
    const level = this.#levels.get(this.#pins.get(role) as number);
    return level === undefined || !this.#options.wiring.pullUp ? level : 1 - level;
  }

  #drive(outputs: number): void {
    for (const [bit, role] of this.#roles.outputs.entries()) {
      this.#io.digitalWrite(this.#pins.get(role) as number, (outputs >> bit) & 1);
    }
  }
}
