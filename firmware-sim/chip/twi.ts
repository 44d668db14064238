import type { Core } from './core.ts';
import { type Port, type Ports, portOf } from './port.ts';
import { ClockEvent } from './schedule.ts';

/** Registers of datasheet section 22.9, interrupt, and the pins, both of one port. */
export interface TwiDescription {
  readonly TWBR: number;
  readonly TWSR: number;
  readonly TWAR: number;
  readonly TWDR: number;
  readonly TWCR: number;
  readonly vector: number;
  readonly port: string;
  readonly SDA: number;
  readonly SCL: number;
}

const TWINT = 1 << 7;
const TWEA = 1 << 6;
const TWSTA = 1 << 5;
const TWSTO = 1 << 4;
const TWWC = 1 << 3;
const TWEN = 1 << 2;
const TWIE = 1 << 0;
const TWPS = 3;

/** Status codes of a master (tables 22-2 and 22-3). */
const IDLE = 0xf8;
const STARTED = 0x08;
const STARTED_AGAIN = 0x10;
const LOST = 0x38;
/** Of an address or a byte sent, of an address to read from, of a byte received: acknowledged, and not. */
const ADDRESS_WRITE = [0x18, 0x20] as const;
const SENT = [0x28, 0x30] as const;
const ADDRESS_READ = [0x40, 0x48] as const;
const RECEIVED = [0x50, 0x58] as const;

/** Data bits of a byte; the ninth clock is the acknowledge's. */
const DATA_BITS = 8;

/**
 * TWI (datasheet chapter 22) as a master: START, STOP, bytes both ways, clock stretching, lost arbitration. Pull-ups
 * are taken to be on the bus. It is never addressed as a slave, and does not know that another master has the bus.
 */
export class Twi {
  private readonly core: Core;
  private readonly description: TwiDescription;
  private readonly port: Port;
  private readonly half = new ClockEvent(() => this.step());
  /** What happens on the bus; goes on half a period of SCL after each `yield`. */
  private action: Generator<undefined> | undefined;
  /** SCL was let go and somebody else still holds it low. */
  private stretched = false;
  /** Between START and STOP. */
  private owner = false;
  private status: number = IDLE;

  constructor(core: Core, description: TwiDescription, ports: Ports) {
    this.core = core;
    this.description = description;
    const port = portOf(ports, { port: description.port, bit: description.SDA });
    this.port = port;
    core.onRead(
      this.description.TWSR,
      true,
      () => this.status | ((core.data[this.description.TWSR] as number) & TWPS),
    );
    core.onWrite(this.description.TWSR, (value) => {
      core.data[this.description.TWSR] = value & TWPS;
    });
    core.onWrite(this.description.TWDR, (value) => this.write(value));
    core.onWrite(this.description.TWCR, (value) => this.control(value));
    port.listen(description.SCL, (level, cycle) => {
      if (level === 0 || !this.stretched) return;
      this.stretched = false;
      core.schedule.add(this.half, cycle + this.halfPeriod);
    });
  }

  reset(): void {
    this.core.data[this.description.TWAR] = 0xfe;
    this.core.data[this.description.TWDR] = 0xff;
    this.stop();
    this.update();
  }

  private get controls(): number {
    return this.core.data[this.description.TWCR] as number;
  }

  /** Half a period of SCL (section 22.5.2). */
  private get halfPeriod(): number {
    const { data } = this.core;
    return (
      8 + (data[this.description.TWBR] as number) * 4 ** ((data[this.description.TWSR] as number) & TWPS)
    );
  }

  /** TWDR can be written only while TWINT is set. */
  private write(value: number): void {
    const { core, controls } = this;
    if (controls & TWINT) core.data[this.description.TWDR] = value;
    core.data[this.description.TWCR] = controls & TWINT ? controls & ~TWWC : controls | TWWC;
  }

  private control(value: number): void {
    const { core } = this;
    const flag = this.controls & TWINT & ~value;
    core.data[this.description.TWCR] =
      (value & (TWEA | TWSTA | TWSTO | TWEN | TWIE)) | flag | (this.controls & TWWC);
    if (!(value & TWEN)) this.stop();
    else if (this.action === undefined) {
      if (!this.owner) this.release(core.landing);
      if (flag === 0) this.begin(core.landing);
    }
    this.update();
  }

  /** Takes up what TWCR asks for, once TWINT is cleared. */
  private begin(cycle: number): void {
    const { core, controls, status } = this;
    if (!this.owner) {
      if (controls & TWSTA) this.act(this.start(), cycle + this.halfPeriod);
      core.data[this.description.TWCR] = controls & ~TWSTO;
      return;
    }
    const received = status === ADDRESS_READ[0] || status === RECEIVED[0];
    const refused = status === ADDRESS_READ[1] || status === RECEIVED[1];
    if (controls & TWSTO) this.act(this.stopCondition(), cycle);
    else if (controls & TWSTA) this.act(this.startAgain(), cycle);
    else if (received) this.act(this.receive(), cycle);
    else if (!refused) this.act(this.send(status), cycle);
  }

  private act(action: Generator<undefined>, cycle: number): void {
    this.action = action;
    this.status = IDLE;
    this.core.schedule.add(this.half, cycle);
  }

  private step(): void {
    const { core, port, action } = this;
    if (action === undefined) return;
    if (action.next().done) {
      if (this.action === action) this.action = undefined;
      return;
    }
    // A line that is let go rises when all have let go of it.
    this.stretched =
      !port.isPulled(this.description.SCL) && ((port.levels >> this.description.SCL) & 1) === 0;
    if (!this.stretched) core.schedule.add(this.half, core.now + this.halfPeriod);
  }

  /** SDA falls while SCL is high; before, the bus must be free. */
  private *start(): Generator<undefined> {
    const free = (1 << this.description.SDA) | (1 << this.description.SCL);
    while ((this.port.levels & free) !== free) yield;
    this.pull(this.description.SDA, true);
    yield;
    this.pull(this.description.SCL, true);
    this.owner = true;
    this.done(STARTED);
  }

  private *startAgain(): Generator<undefined> {
    this.pull(this.description.SDA, false);
    yield;
    this.pull(this.description.SCL, false);
    yield;
    this.pull(this.description.SDA, true);
    yield;
    this.pull(this.description.SCL, true);
    this.done(STARTED_AGAIN);
  }

  /** SDA rises while SCL is high. There is no interrupt; a START that is asked for too follows. */
  private *stopCondition(): Generator<undefined> {
    this.pull(this.description.SDA, true);
    yield;
    this.pull(this.description.SCL, false);
    yield;
    this.pull(this.description.SDA, false);
    this.owner = false;
    this.core.data[this.description.TWCR] = this.controls & ~TWSTO;
    if (this.controls & TWSTA) this.begin(this.core.now);
  }

  /** @param before the status: after a START the byte is an address */
  private *send(before: number): Generator<undefined> {
    const byte = this.core.data[this.description.TWDR] as number;
    for (let bit = DATA_BITS - 1; bit >= 0; bit -= 1) {
      const level = (byte >> bit) & 1;
      if ((yield* this.clock(level)) === level) continue;
      this.lose();
      return;
    }
    const acknowledge = yield* this.clock(1);
    const address = before === STARTED || before === STARTED_AGAIN;
    this.done((address ? (byte & 1 ? ADDRESS_READ : ADDRESS_WRITE) : SENT)[acknowledge]);
  }

  private *receive(): Generator<undefined> {
    let byte = 0;
    for (let bit = 0; bit < DATA_BITS; bit += 1) byte = (byte << 1) | (yield* this.clock(1));
    this.core.data[this.description.TWDR] = byte;
    const acknowledge = this.controls & TWEA ? 0 : 1;
    if ((yield* this.clock(acknowledge)) === acknowledge) this.done(RECEIVED[acknowledge]);
    else this.lose();
  }

  /** One clock of SCL with a level on SDA, 1 letting go of it; gives the level that SDA has. */
  private *clock(level: number): Generator<undefined, 0 | 1> {
    this.pull(this.description.SDA, level === 0);
    yield;
    this.pull(this.description.SCL, false);
    yield;
    const read = ((this.port.levels >> this.description.SDA) & 1) as 0 | 1;
    this.pull(this.description.SCL, true);
    return read;
  }

  /** Another master holds SDA low: the bus is its. */
  private lose(): void {
    this.owner = false;
    this.release(this.core.now);
    this.done(LOST);
  }

  private done(status: number): void {
    this.status = status;
    this.core.data[this.description.TWCR] = this.controls | TWINT;
    this.update();
  }

  /** TWEN is off: the pins are the port's. */
  private stop(): void {
    const { core, port } = this;
    core.schedule.cancel(this.half);
    this.action = undefined;
    this.stretched = false;
    this.owner = false;
    this.status = IDLE;
    for (const bit of [this.description.SDA, this.description.SCL]) port.pull(bit, undefined, core.landing);
  }

  private release(cycle: number): void {
    for (const bit of [this.description.SDA, this.description.SCL]) this.port.pull(bit, false, cycle);
  }

  private pull(bit: number, low: boolean): void {
    this.port.pull(bit, low, this.core.now);
  }

  private update(): void {
    const { controls } = this;
    this.core.setPending(this.description.vector, (controls & TWINT) !== 0 && (controls & TWIE) !== 0);
  }
}
