import type { Core } from './core.ts';
import type { Port } from './port.ts';

/** MCU Control Register (datasheet sections 12.4.1 and 14.4.1). */
export interface McuControlDescription {
  readonly MCUCR: number;
}

const IVSEL = 1 << 1;
const IVCE = 1 << 0;
/** Cycles in which IVSEL may be written after IVCE. */
const CHANGE_WINDOW = 4;

/** MCUCR: PUD switches off the pull-ups of all ports, IVSEL moves the interrupt vectors to the boot loader section. */
export class McuControl {
  private readonly core: Core;
  private readonly description: McuControlDescription;
  private readonly ports: readonly Port[];
  private readonly bootStart: number;
  private changeUntil = 0;

  /** @param bootStart first byte of the boot loader section */
  constructor(core: Core, description: McuControlDescription, ports: readonly Port[], bootStart: number) {
    this.core = core;
    this.description = description;
    this.ports = ports;
    this.bootStart = bootStart;
    core.onWrite(this.description.MCUCR, (value) => this.write(value));
  }

  reset(): void {
    this.core.vectors = 0;
    this.changeUntil = 0;
  }

  private write(value: number): void {
    const { core } = this;
    const open = core.landing <= this.changeUntil && !(value & IVCE);
    const vectors = (open ? value : (core.data[this.description.MCUCR] as number)) & IVSEL;
    this.changeUntil = value & IVCE ? core.landing + CHANGE_WINDOW : 0;
    core.data[this.description.MCUCR] = (value & ~(IVSEL | IVCE)) | vectors;
    core.vectors = vectors ? this.bootStart / 2 : 0;
    for (const port of this.ports) port.update(core.landing);
  }
}
