import type { Core } from './core.ts';
import { type Port, type Ports, portOf } from './port.ts';
import { ClockEvent } from './schedule.ts';

/** Registers of datasheet section 19.5, interrupt, and the pins, all of one port. */
export interface SpiDescription {
  readonly SPCR: number;
  readonly SPSR: number;
  readonly SPDR: number;
  readonly vector: number;
  readonly port: string;
  readonly SS: number;
  readonly MOSI: number;
  readonly MISO: number;
  readonly SCK: number;
}

const SPIE = 1 << 7;
const SPE = 1 << 6;
const DORD = 1 << 5;
const MSTR = 1 << 4;
const CPOL = 1 << 3;
const CPHA = 1 << 2;
const SPR = 3;

const SPIF = 1 << 7;
const WCOL = 1 << 6;
const SPI2X = 1 << 0;

/** Cycles of one SCK period by SPR1:0; SPI2X halves them (table 19-5). */
const PERIODS = [4, 16, 64, 128] as const;
const EDGES = 16;

/**
 * SPI (datasheet chapter 19), master and slave. A master's first bit is on MOSI when SPDR is written, its first edge of
 * SCK half a period later. SS of a master counts as low only when something drives it low: a pin that hangs free is no
 * other master.
 */
export class Spi {
  private readonly core: Core;
  private readonly description: SpiDescription;
  private readonly port: Port;
  private readonly edge = new ClockEvent(() => this.masterEdge());
  /** The shift register; what is sent leaves at one end, what is received enters at the other. */
  private shift = 0;
  /** Edges of SCK in this byte so far. */
  private edges = 0;
  private received = 0;
  private flags = 0;
  /** Flags that reading SPSR has shown, to be cleared by the next access to SPDR. */
  private seen = 0;

  constructor(core: Core, description: SpiDescription, ports: Ports) {
    this.core = core;
    this.description = description;
    const port = portOf(ports, { port: description.port, bit: description.SS });
    this.port = port;
    core.onWrite(this.description.SPCR, (value) => {
      const changed = (this.control ^ value) & (SPE | MSTR);
      core.data[this.description.SPCR] = value;
      if (changed) this.configure();
      else if (this.edges === 0 && (value & (SPE | MSTR)) === (SPE | MSTR)) {
        port.takeOver(this.description.SCK, this.idle, core.landing);
      }
      this.update();
    });
    core.onRead(this.description.SPSR, false, () => {
      this.seen = this.flags;
      return this.flags | ((core.data[this.description.SPSR] as number) & SPI2X);
    });
    core.onWrite(this.description.SPSR, (value) => {
      core.data[this.description.SPSR] = value & SPI2X;
    });
    core.onRead(this.description.SPDR, false, () => {
      this.access();
      return this.received;
    });
    core.onWrite(this.description.SPDR, (value) => this.write(value));
    core.onAcknowledge(this.description.vector, () => this.clear(SPIF));
    port.listen(description.SS, (level, cycle) => this.select(level, cycle));
    port.listen(description.SCK, (level, cycle) => {
      if (!this.isMaster) this.slaveEdge(level, cycle);
    });
  }

  reset(): void {
    this.flags = 0;
    this.seen = 0;
    this.shift = 0;
    this.received = 0;
    this.configure();
  }

  private get control(): number {
    return this.core.data[this.description.SPCR] as number;
  }

  private get isMaster(): boolean {
    return (this.control & MSTR) !== 0;
  }

  private get isSelected(): boolean {
    return (this.control & (SPE | MSTR)) === SPE && !((this.port.levels >> this.description.SS) & 1);
  }

  /** Takes the pins over, or gives them back (table 19-1). */
  private configure(): void {
    const { core, port, control } = this;
    const cycle = core.landing;
    core.schedule.cancel(this.edge);
    this.edges = 0;
    const master = (control & SPE) !== 0 && this.isMaster;
    const slave = (control & SPE) !== 0 && !this.isMaster;
    const { SS, MOSI, MISO, SCK } = this.description;
    port.forceInputs(master ? 1 << MISO : slave ? (1 << MOSI) | (1 << SCK) | (1 << SS) : 0, cycle);
    port.takeOver(SCK, master ? this.idle : undefined, cycle);
    port.takeOver(MOSI, master ? this.outgoing : undefined, cycle);
    port.takeOver(MISO, slave && this.isSelected ? this.outgoing : undefined, cycle);
    if (master && port.isDrivenLow(SS)) this.select(0, cycle);
    this.update();
  }

  private get idle(): 0 | 1 {
    return this.control & CPOL ? 1 : 0;
  }

  /** The bit that is next to leave. */
  private get outgoing(): 0 | 1 {
    return (this.control & DORD ? this.shift & 1 : this.shift >> 7) as 0 | 1;
  }

  private get halfPeriod(): number {
    const period = PERIODS[(this.control & SPR) as 0 | 1 | 2 | 3];
    return (this.core.data[this.description.SPSR] as number) & SPI2X ? period / 4 : period / 2;
  }

  private write(value: number): void {
    const { core } = this;
    this.access();
    if (!(this.control & SPE)) return;
    if (this.edges > 0 || this.edge.scheduled) {
      this.flags |= WCOL;
      return;
    }
    this.shift = value;
    if (this.isMaster) {
      if (!(this.control & CPHA)) this.port.takeOver(this.description.MOSI, this.outgoing, core.landing);
      core.schedule.add(this.edge, core.landing + this.halfPeriod);
    } else if (this.isSelected) {
      this.port.takeOver(this.description.MISO, this.outgoing, core.landing);
    }
  }

  private masterEdge(): void {
    const { core, port } = this;
    const { now } = core;
    const leading = this.edges % 2 === 0;
    port.takeOver(this.description.SCK, leading === (this.idle === 0) ? 1 : 0, now);
    // What listens to SCK may have made a slave of this master.
    if (!this.isMaster) return;
    this.clock(leading, this.description.MISO, this.description.MOSI, now);
    if (this.edges > 0) core.schedule.add(this.edge, now + this.halfPeriod);
  }

  private slaveEdge(level: 0 | 1, cycle: number): void {
    if (this.isSelected)
      this.clock((level === 1) === (this.idle === 0), this.description.MOSI, this.description.MISO, cycle);
  }

  /** One edge of SCK: CPHA says which samples and which puts out. */
  private clock(leading: boolean, from: number, to: number, cycle: number): void {
    const { port, control } = this;
    const late = (control & CPHA) !== 0;
    this.edges += 1;
    if (leading !== late) this.take((port.levels >> from) & 1);
    else if (late || this.edges < EDGES || !this.isMaster) port.takeOver(to, this.outgoing, cycle);
    if (this.edges === EDGES) this.finish();
  }

  private take(level: number): void {
    this.shift = this.control & DORD ? (this.shift >> 1) | (level << 7) : ((this.shift << 1) & 0xff) | level;
  }

  private finish(): void {
    this.edges = 0;
    this.received = this.shift;
    this.flags |= SPIF;
    this.seen &= ~SPIF;
    this.update();
  }

  /** SS: begins and ends a slave's byte; driven low, it makes a slave of a master (section 19.3.2). */
  private select(level: 0 | 1, cycle: number): void {
    const { core, port, control } = this;
    if (!(control & SPE)) return;
    if (!this.isMaster) {
      this.edges = 0;
      port.takeOver(this.description.MISO, level === 0 ? this.outgoing : undefined, cycle);
    } else if (port.isDrivenLow(this.description.SS)) {
      core.data[this.description.SPCR] = control & ~MSTR;
      this.flags |= SPIF;
      this.configure();
    }
  }

  private access(): void {
    this.clear(this.seen);
    this.seen = 0;
  }

  private clear(flags: number): void {
    this.flags &= ~flags;
    this.update();
  }

  private update(): void {
    this.core.setPending(this.description.vector, (this.control & SPIE) !== 0 && (this.flags & SPIF) !== 0);
  }
}
