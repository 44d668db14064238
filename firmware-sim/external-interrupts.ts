import type { Core } from './core.ts';
import type { Port } from './port.ts';

/** Registers of datasheet section 13.2. */
const PCIFR = 0x3b;
const EIFR = 0x3c;
const EIMSK = 0x3d;
const PCICR = 0x68;
const EICRA = 0x69;
const PCMSK0 = 0x6b;

/** INT0 and INT1 are vectors 1 and 2, on PD2 and PD3; PCINT0 to PCINT2 are vectors 3 to 5, on ports B, C, D. */
const INT_VECTOR = 1;
const INT_BIT = 2;
const PCINT_VECTOR = 3;

/** EICRA.ISCn1:0 (table 13-1). */
const LOW_LEVEL = 0;
const ANY_EDGE = 1;
const FALLING_EDGE = 2;

/** INT0, INT1 and the pin change interrupts (datasheet chapter 13). Flags are set whether or not enabled. */
export class ExternalInterrupts {
  private readonly core: Core;
  private readonly portD: Port;

  constructor(core: Core, ports: { readonly B: Port; readonly C: Port; readonly D: Port }) {
    this.core = core;
    this.portD = ports.D;
    for (const [index, port] of [ports.B, ports.C, ports.D].entries()) {
      port.listen((bit) => {
        if ((core.data[PCMSK0 + index] as number) & (1 << bit)) this.flag(PCIFR, index);
      });
    }
    ports.D.listen((bit, level) => {
      const index = bit - INT_BIT;
      if (index === 0 || index === 1) this.edge(index, level);
    });
    for (const register of [EIMSK, EICRA, PCICR]) {
      core.onWrite(register, (value) => {
        core.data[register] = value;
        this.update();
      });
    }
    for (const register of [EIFR, PCIFR]) {
      core.onWrite(register, (value, mask) => this.clear(register, value & mask));
    }
    for (const index of [0, 1]) core.onAcknowledge(INT_VECTOR + index, () => this.clear(EIFR, 1 << index));
    for (const index of [0, 1, 2])
      core.onAcknowledge(PCINT_VECTOR + index, () => this.clear(PCIFR, 1 << index));
  }

  reset(): void {
    this.update();
  }

  private edge(index: number, level: 0 | 1): void {
    const sense = this.sense(index);
    if (sense === ANY_EDGE || (sense !== LOW_LEVEL && level === (sense === FALLING_EDGE ? 0 : 1))) {
      this.flag(EIFR, index);
    } else this.update();
  }

  private sense(index: number): number {
    return ((this.core.data[EICRA] as number) >> (index * 2)) & 3;
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
    const { core, portD } = this;
    const external = (core.data[EIMSK] as number) & (core.data[EIFR] as number);
    for (const index of [0, 1]) {
      const low = this.sense(index) === LOW_LEVEL;
      const held = low && ((portD.levels >> (INT_BIT + index)) & 1) === 0;
      const enabled = (((core.data[EIMSK] as number) >> index) & 1) === 1;
      core.setPending(INT_VECTOR + index, low ? enabled && held : ((external >> index) & 1) === 1);
    }
    const change = (core.data[PCICR] as number) & (core.data[PCIFR] as number);
    for (const index of [0, 1, 2]) core.setPending(PCINT_VECTOR + index, ((change >> index) & 1) === 1);
  }
}
