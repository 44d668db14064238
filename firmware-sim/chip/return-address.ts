import { SPH, SPL } from './status.ts';

/** Pushes a return address of two bytes, the lower first. */
export function pushShort(data: Uint8Array, address: number): void {
  const sp = ((data[SPH] as number) << 8) | (data[SPL] as number);
  data[sp] = address & 0xff;
  data[sp - 1] = address >> 8;
  moveTo(data, sp - 2);
}

/** Pushes one of three bytes, as chips do whose program counter has more than 16 bits. */
export function pushLong(data: Uint8Array, address: number): void {
  pushShort(data, address & 0xffff);
  const sp = ((data[SPH] as number) << 8) | (data[SPL] as number);
  data[sp] = address >> 16;
  moveTo(data, sp - 1);
}

function moveTo(data: Uint8Array, sp: number): void {
  data[SPL] = sp;
  data[SPH] = sp >> 8;
}
