import type { Core } from './core.ts';
import { onPin, type PortPin, type Ports, portOf } from './port.ts';

/** Registers of datasheet section 13.2 (of the ATmega2560: 15.2), pins and interrupts. */
export interface ExternalInterruptsDescription {
  readonly PCIFR: number;
  readonly EIFR: number;
  readonly EIMSK: number;
  readonly PCICR: number;
  /** Two bits of sense control for each of four INT pins; the second register is of INT4 on. */
  readonly EICR: readonly number[];
  /** INT0, INT1, … */
  readonly external: readonly { readonly pin: PortPin; readonly vector: number }[];
  /** Groups of eight pins: PCINT0 to 7, … Those that the chip does not have are undefined. */
  readonly changes: readonly {
    readonly PCMSK: number;
    readonly pins: readonly (PortPin | undefined)[];
    readonly vector: number;
  }[];
}

/** EICR.ISCn1:0 (table 13-1). */
const LOW_LEVEL = 0;
const ANY_EDGE = 1;
const FALLING_EDGE = 2;

/** INT pins and the pin change interrupts (datasheet chapter 13). Flags are set whether or not enabled. */
export class ExternalInterrupts {
  private readonly core: Core;
  private readonly description: ExternalInterruptsDescription;
  private readonly ports: Ports;

  constructor(core: Core, description: ExternalInterruptsDescription, ports: Ports) {
    this.core = core;
    this.description = description;
    this.ports = ports;
    const { PCIFR, EIFR, EIMSK, PCICR, EICR, external, changes } = description;
    for (const [group, { PCMSK, pins, vector }] of changes.entries()) {
      for (const [bit, pin] of pins.entries()) {
        if (pin === undefined) continue;
        onPin(ports, pin, () => {
          if ((core.data[PCMSK] as number) & (1 << bit)) this.flag(PCIFR, group);
        });
      }
      core.onAcknowledge(vector, () => this.clear(PCIFR, 1 << group));
    }
    for (const [index, { pin, vector }] of external.entries()) {
      onPin(ports, pin, (level) => this.edge(index, level));
      core.onAcknowledge(vector, () => this.clear(EIFR, 1 << index));
    }
    for (const register of [EIMSK, PCICR, ...EICR]) {
      core.onWrite(register, (value) => {
        core.data[register] = value;
        this.update();
      });
    }
    for (const register of [EIFR, PCIFR]) {
      core.onWrite(register, (value, mask) => this.clear(register, value & mask));
    }
  }

  reset(): void {
    this.update();
  }

  private edge(index: number, level: 0 | 1): void {
    const sense = this.sense(index);
    if (sense === ANY_EDGE || (sense !== LOW_LEVEL && level === (sense === FALLING_EDGE ? 0 : 1))) {
      this.flag(this.description.EIFR, index);
    } else this.update();
  }

  private sense(index: number): number {
    const register = this.description.EICR[index >> 2] as number;
    return ((this.core.data[register] as number) >> ((index & 3) * 2)) & 3;
  }

  private flag(register: number, index: number): void {
    this.core.data[register] = (this.core.data[register] as number) | (1 << index);
    this.update();
  }

  private clear(register: number, bits: number): void {
    this.core.data[register] = (this.core.data[register] as number) & ~bits;
    this.update();
  }

  private update(): void {
    const { core, ports } = this;
    const { EIMSK, EIFR, PCICR, PCIFR, external, changes } = this.description;
    const enabled = core.data[EIMSK] as number;
    const flags = core.data[EIFR] as number;
    for (const [index, { pin, vector }] of external.entries()) {
      const isLevel = this.sense(index) === LOW_LEVEL;
      const due = isLevel ? ((portOf(ports, pin).levels >> pin.bit) & 1) === 0 : ((flags >> index) & 1) === 1;
      core.setPending(vector, ((enabled >> index) & 1) === 1 && due);
    }
    const change = (core.data[PCICR] as number) & (core.data[PCIFR] as number);
    for (const [group, { vector }] of changes.entries())
      core.setPending(vector, ((change >> group) & 1) === 1);
  }
}
