import type { Core } from './core.ts';
import type { TimerDescription } from './timer-description.ts';

/** Bits of TIFRn and TIMSKn (datasheet sections 15.9 and 16.11). */
export const TOV = 1 << 0;
/** OCFnA; OCFnB and OCFnC are the next. */
export const OCF = 1 << 1;
export const ICF = 1 << 5;

/** A timer's interrupt flags and their enables. */
export class TimerFlags {
  private readonly core: Core;
  private readonly description: TimerDescription;
  private readonly vectors: readonly { readonly flag: number; readonly vector: number }[];

  /** @param clear called at a cycle to `drop` flags: by the firmware or by entering an interrupt */
  constructor(core: Core, description: TimerDescription, clear: (flags: number, cycle: number) => void) {
    this.core = core;
    this.description = description;
    const { compare, overflow, capture } = description.vectors;
    this.vectors = [
      ...compare.map((vector, index) => ({ flag: OCF << index, vector })),
      { flag: TOV, vector: overflow },
      ...(capture === undefined ? [] : [{ flag: ICF, vector: capture }]),
    ];
    core.onWrite(description.TIFR, (value, mask) => clear(value & mask, core.landing));
    core.onWrite(description.TIMSK, (value) => {
      core.data[description.TIMSK] = value;
      this.update();
    });
    for (const { flag, vector } of this.vectors) core.onAcknowledge(vector, () => clear(flag, core.now));
  }

  get value(): number {
    return this.core.data[this.description.TIFR] as number;
  }

  raise(flags: number): void {
    this.core.data[this.description.TIFR] = this.value | flags;
    this.update();
  }

  drop(flags: number): void {
    this.core.data[this.description.TIFR] = this.value & ~flags;
    this.update();
  }

  private update(): void {
    const pending = this.value & (this.core.data[this.description.TIMSK] as number);
    for (const { flag, vector } of this.vectors) this.core.setPending(vector, (pending & flag) !== 0);
  }
}
