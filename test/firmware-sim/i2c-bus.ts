import type { Uno } from '../../firmware-sim/index.ts';

/**
 * Tells from the edges of SDA (A4) and SCL (A5) what was said on the bus: S, P, and bytes with + or - for the ninth
 * bit.
 */
export class BusLog {
  readonly entries: string[] = [];
  /** Cycles of the rising edges of SCL. */
  readonly clocks: number[] = [];
  private bits: number[] = [];
  private sampled: number | undefined;

  constructor(board: Uno) {
    const [sda, scl] = [board.pin('A4'), board.pin('A5')];
    sda.onEdge((level) => {
      if (scl.level === 0) return;
      this.entries.push(level ? 'P' : 'S');
      this.bits = [];
      this.sampled = undefined;
    });
    scl.onEdge((level, cycle) => {
      if (level) {
        this.clocks.push(cycle);
        this.sampled = sda.level;
        return;
      }
      if (this.sampled !== undefined) this.bits.push(this.sampled);
      this.sampled = undefined;
      if (this.bits.length < 9) return;
      const byte = Number.parseInt(this.bits.slice(0, 8).join(''), 2);
      this.entries.push(`${byte.toString(16).padStart(2, '0')}${this.bits[8] ? '-' : '+'}`);
      this.bits = [];
    });
  }
}

/**
 * A device on the bus: keeps what is written to it, and is read from the start. It drives SDA only, or stretches SCL.
 */
export class Device {
  readonly written: number[] = [];

  constructor(board: Uno, address: number, contents: readonly number[], stretch = 0) {
    const [sda, scl] = [board.pin('A4'), board.pin('A5')];
    let bits: number[] = [];
    let mode: 'off' | 'address' | 'write' | 'read' = 'off';
    let at = 0;
    let byte = 0;
    const put = (level: number) => (level ? sda.release() : sda.drive(0));
    sda.onEdge((level) => {
      if (scl.level === 0) return;
      mode = level ? 'off' : 'address';
      bits = [];
      at = 0;
    });
    scl.onEdge((level, cycle) => {
      if (mode === 'off') return;
      if (level) {
        bits.push(sda.level);
        return;
      }
      if (bits.length === 8 && mode !== 'read') {
        const value = Number.parseInt(bits.join(''), 2);
        if (mode === 'write') this.written.push(value);
        else if (value >> 1 !== address) mode = 'off';
        else byte = value;
        if (mode !== 'off') put(0);
      } else if (bits.length === 9) {
        const refused = bits[8] === 1;
        sda.release();
        bits = [];
        if (mode === 'address') mode = byte & 1 ? 'read' : 'write';
        else if (mode === 'read' && refused) mode = 'off';
        if (mode === 'read') byte = contents[at++] ?? 0xff;
        if (stretch > 0) {
          scl.drive(0);
          board.at(cycle + stretch, () => scl.release());
        }
      }
      if (mode === 'read') put(bits.length < 8 ? (byte >> (7 - bits.length)) & 1 : 1);
    });
  }
}
