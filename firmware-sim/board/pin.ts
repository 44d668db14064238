import type { Port } from '../chip/port.ts';

/** Supply of the board in volts; a digital input reads 1 from half of it on. */
export const SUPPLY_VOLTS = 5;

/** `level` since `cycle` (CPU cycles since power-on). */
export type PinListener = (level: 0 | 1, cycle: number) => void;

/** What a program has made of a pin. */
export type PinMode = 'output' | 'input' | 'input-pullup';

/**
 * A pin of the board. Undriven inputs read 1 with the pull-up on and 0 without; an output wins over whatever drives it.
 */
export class Pin {
  /** Arduino name: of an Uno '0' to '13', 'A0' to 'A5'. */
  readonly name: string;

  private readonly port: Port;
  private readonly bit: number;
  private readonly dutyOf: () => number | undefined;
  private analog: number | undefined;

  constructor(name: string, port: Port, bit: number, dutyOf: () => number | undefined) {
    this.name = name;
    this.port = port;
    this.bit = bit;
    this.dutyOf = dutyOf;
  }

  /** What a logic probe at the pin shows. */
  get level(): 0 | 1 {
    return ((this.port.levels >> this.bit) & 1) as 0 | 1;
  }

  /** What the firmware has made of the pin. */
  get mode(): PinMode {
    if (this.port.isOutput(this.bit)) return 'output';
    return this.port.hasPullUp(this.bit) ? 'input-pullup' : 'input';
  }

  /** Share of the time a timer's PWM keeps the pin high, 0 to 1; undefined if no PWM drives it. */
  get duty(): number | undefined {
    return this.mode === 'output' ? this.dutyOf() : undefined;
  }

  /** Voltage at the pin, as the ADC sees it. */
  get volts(): number {
    return this.analog !== undefined && this.mode !== 'output' ? this.analog : this.level * SUPPLY_VOLTS;
  }

  /** Drives the pin from outside, until `release`. */
  drive(level: 0 | 1): void {
    this.analog = undefined;
    this.port.drive(this.bit, level);
  }

  /** Puts a voltage on the pin, 0 to 5 V, until `release`. */
  driveVolts(volts: number): void {
    if (!(volts >= 0 && volts <= SUPPLY_VOLTS)) {
      throw new RangeError(`voltage at pin ${this.name}: expected 0 to ${SUPPLY_VOLTS}, got ${volts}`);
    }
    this.analog = volts;
    this.port.drive(this.bit, volts >= SUPPLY_VOLTS / 2 ? 1 : 0);
  }

  /** Stops driving the pin. */
  release(): void {
    this.analog = undefined;
    this.port.drive(this.bit, undefined);
  }

  /** Calls `listener` at every edge from now on, whatever causes it. Returns how to stop it. */
  onEdge(listener: PinListener): () => void {
    return this.port.listen(this.bit, listener);
  }
}
