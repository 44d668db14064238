import type { Core } from './core.ts';

/** Addresses of a port's registers (datasheet section 14.4), and of the one whose PUD bit is for all ports. */
export interface PortDescription {
  readonly PIN: number;
  readonly DDR: number;
  readonly PORT: number;
  readonly MCUCR: number;
}

/** MCUCR: all pull-ups off. */
const PUD = 1 << 4;

/** A pin of the chip: the letter of its port, and its bit there. */
export interface PortPin {
  readonly port: string;
  readonly bit: number;
}

/** A pin as datasheets write it without its P, as `B5`. @throws RangeError for anything else */
export function portPin(name: string): PortPin {
  const [, port, bit] = /^([A-L])([0-7])$/.exec(name) ?? [];
  if (port === undefined) throw new RangeError(`pin of a port: expected A0 to L7, got ${name}`);
  return { port, bit: Number(bit) };
}

/** Several, separated by spaces; `-` is a place without one. */
export function portPins(names: string): (PortPin | undefined)[] {
  return names.split(' ').map((name) => (name === '-' ? undefined : portPin(name)));
}

/** The ports of a chip by their letters. */
export type Ports = ReadonlyMap<string, Port>;

/** @throws RangeError if the chip has no such port */
export function portOf(ports: Ports, { port }: PortPin): Port {
  const found = ports.get(port);
  if (found === undefined)
    throw new RangeError(`ports: expected ${[...ports.keys()].join(', ')}, got ${port}`);
  return found;
}

/** Calls `listener` at every edge of a pin. */
export function onPin(ports: Ports, pin: PortPin, listener: LevelListener): void {
  portOf(ports, pin).listen(pin.bit, listener);
}

/** `level` since `cycle`. */
export type LevelListener = (level: 0 | 1, cycle: number) => void;

/**
 * A port of eight pins (datasheet chapter 14). An output shows PORT or, where a timer has taken it over, the timer's
 * level, whoever else drives it. An input shows what drives it from outside; driven by nobody it reads 1 with the
 * pull-up on and 0 without (on a real chip: anything). Serial interfaces take pins over as the datasheet says. The
 * input synchronizer's delay of 0.5 to 1.5 cycles is left out.
 */
export class Port {
  /** All eight levels. */
  levels = 0;

  private readonly core: Core;
  private readonly description: PortDescription;
  /** By bit. */
  private readonly listeners: readonly LevelListener[][] = Array.from({ length: 8 }, () => []);
  private driven = 0;
  private drivenLevels = 0;
  /** Pins taken over by a timer, and by a serial interface; a pin that both have shows either's 1 (table 14-3). */
  private overridden = 0;
  private overrideLevels = 0;
  private taken = 0;
  private takenLevels = 0;
  /** Inputs whatever DDR says. */
  private inputs = 0;
  /** Pins on an open-drain bus with pull-ups, and those of them that the chip pulls low. */
  private bus = 0;
  private pulled = 0;

  constructor(core: Core, description: PortDescription) {
    this.core = core;
    this.description = description;
    const { PIN, DDR, PORT } = description;
    for (const register of [DDR, PORT]) {
      // Not counted as activity: storing the value a register has changes nothing, another value changes memory.
      core.onStore(register, (value) => {
        if (core.data[register] === value) return;
        core.data[register] = value;
        this.update(core.landing);
      });
    }
    // Section 14.2.2: writing ones to PIN toggles PORT.
    core.onWrite(PIN, (value, mask) => {
      core.data[PORT] = (core.data[PORT] as number) ^ (value & mask);
      this.update(core.landing);
    });
  }

  /** True if the firmware has made the pin an output. */
  isOutput(bit: number): boolean {
    return ((this.outputs >> bit) & 1) === 1;
  }

  /** True if the pin is an input with its pull-up on. */
  hasPullUp(bit: number): boolean {
    return !this.isOutput(bit) && ((this.pullUps >> bit) & 1) === 1;
  }

  /** Drives a pin from outside; undefined lets go of it. */
  drive(bit: number, level: 0 | 1 | undefined): void {
    const mask = 1 << bit;
    this.driven = level === undefined ? this.driven & ~mask : this.driven | mask;
    this.drivenLevels = level === 1 ? this.drivenLevels | mask : this.drivenLevels & ~mask;
    this.update(this.core.now);
    this.core.touch();
  }

  /** A timer takes over the pin, or gives it back (undefined), at a cycle. It still has to be an output. */
  override(bit: number, level: 0 | 1 | undefined, cycle: number): void {
    const mask = 1 << bit;
    this.overridden = level === undefined ? this.overridden & ~mask : this.overridden | mask;
    this.overrideLevels = level === 1 ? this.overrideLevels | mask : this.overrideLevels & ~mask;
    this.update(cycle);
  }

  /** True if the pin is an input that something outside holds low. */
  isDrivenLow(bit: number): boolean {
    const mask = 1 << bit;
    return (this.driven & mask) !== 0 && (this.levels & mask) === 0 && !this.isOutput(bit);
  }

  /** SPI takes over the pin, or gives it back (undefined). It still has to be an output. */
  takeOver(bit: number, level: 0 | 1 | undefined, cycle: number): void {
    const mask = 1 << bit;
    this.taken = level === undefined ? this.taken & ~mask : this.taken | mask;
    this.takenLevels = level === 1 ? this.takenLevels | mask : this.takenLevels & ~mask;
    this.update(cycle);
  }

  /** Makes inputs of these pins, and of no others, whatever DDR says. */
  forceInputs(mask: number, cycle: number): void {
    this.inputs = mask;
    this.update(cycle);
  }

  /** TWI pulls the pin low or lets go of it, or gives it back (undefined). */
  pull(bit: number, low: boolean | undefined, cycle: number): void {
    const mask = 1 << bit;
    this.bus = low === undefined ? this.bus & ~mask : this.bus | mask;
    this.pulled = low ? this.pulled | mask : this.pulled & ~mask;
    this.update(cycle);
  }

  /** True if TWI pulls the pin low. */
  isPulled(bit: number): boolean {
    return (this.bus & this.pulled & (1 << bit)) !== 0;
  }

  /** Calls `listener` on every change of a pin's level from now on. Returns how to stop it. */
  listen(bit: number, listener: LevelListener): () => void {
    const listeners = this.listeners[bit] as LevelListener[];
    // A function of its own, in case the same listener listens twice.
    const own: LevelListener = (level, cycle) => listener(level, cycle);
    listeners.push(own);
    return () => {
      const index = listeners.indexOf(own);
      if (index >= 0) listeners.splice(index, 1);
    };
  }

  reset(): void {
    this.overridden = 0;
    this.taken = 0;
    this.inputs = 0;
    this.bus = 0;
    this.update(this.core.now);
  }

  /** Brings PIN up to date, after something it depends on has changed at `cycle`. */
  update(cycle: number): void {
    const { core, description } = this;
    const ddr = (core.data[description.DDR] as number) & ~this.inputs;
    const port = core.data[description.PORT] as number;
    const overrides = (this.overrideLevels & this.overridden) | (this.takenLevels & this.taken);
    const output = (port & ~(this.overridden | this.taken)) | overrides;
    const input = (this.pullUps & ~this.driven) | (this.drivenLevels & this.driven);
    const bus = ~this.pulled & (this.drivenLevels | ~this.driven);
    const levels = (((output & ddr) | (input & ~ddr)) & ~this.bus) | (bus & this.bus);
    const changed = levels ^ this.levels;
    core.data[description.PIN] = levels;
    if (changed === 0) return;
    this.levels = levels;
    for (let bit = 0; bit < 8; bit += 1) {
      if (!(changed & (1 << bit))) continue;
      const level = ((levels >> bit) & 1) as 0 | 1;
      for (const listener of this.listeners[bit] as LevelListener[]) listener(level, cycle);
    }
  }

  private get outputs(): number {
    return (this.core.data[this.description.DDR] as number) & ~this.inputs & ~this.bus;
  }

  private get pullUps(): number {
    const { data } = this.core;
    return (data[this.description.MCUCR] as number) & PUD ? 0 : (data[this.description.PORT] as number);
  }
}
