import { FLASH_BYTES, parseHex } from './hex.ts';

/** First byte of the boot loader section by BOOTSZ1:0 (datasheet table 27-7). */
const STARTS = [0x7000, 0x7800, 0x7c00, 0x7e00] as const;

/** Fuses of an Uno but for the three bits below (table 28-5 and following): 16 MHz crystal, brown-out at 2.7 V. */
const FUSE_LOW = 0xff;
const FUSE_HIGH = 0xd8;
const FUSE_EXTENDED = 0xfd;
const BOOTRST = 1 << 0;

/** Lock bits as Arduino burns them: the boot loader cannot write over itself (table 27-3, mode 3). */
const LOCKED = 0xcf;
const UNLOCKED = 0xff;

/** What a board has in its flash and fuses when it leaves the factory. */
export interface Program {
  /** 32768 bytes. */
  readonly flash: Uint8Array;
  /** First byte of the boot loader section. */
  readonly bootStart: number;
  /** First byte that is executed after a reset. */
  readonly resetStart: number;
  readonly fuses: { readonly low: number; readonly high: number; readonly extended: number };
  readonly lockBits: number;
}

/**
 * Puts firmware and boot loader together. The boot loader section is as small as the boot loader allows, and a board
 * that has one starts there.
 *
 * @param firmware Intel HEX text, or bytes from address 0 on
 * @param bootLoader Intel HEX text; without one the section has its greatest size and resets go to 0
 * @throws HexError, RangeError if something is too large or overlaps
 */
export function programOf(firmware: string | Uint8Array, bootLoader: string | undefined): Program {
  const flash = flashOf(firmware);
  if (bootLoader === undefined) return program(flash, 0, 0);
  const loader = parseHex(bootLoader);
  const first = loader.findIndex((byte) => byte !== 0xff);
  const size = STARTS.findLastIndex((start) => start <= first);
  const start = STARTS[size];
  if (start === undefined) {
    throw new RangeError(`the boot loader begins at 0x${first.toString(16)}; expected 0x7000 or above`);
  }
  const taken = flash.findLastIndex((byte) => byte !== 0xff);
  if (taken >= start) {
    throw new RangeError(`firmware of ${taken + 1} bytes; below the boot loader the flash has ${start}`);
  }
  flash.set(loader.subarray(start), start);
  return program(flash, size, start);
}

function program(flash: Uint8Array, size: number, resetStart: number): Program {
  const high = FUSE_HIGH | (size << 1) | (resetStart === 0 ? BOOTRST : 0);
  return {
    flash,
    bootStart: STARTS[size] as number,
    resetStart,
    fuses: { low: FUSE_LOW, high, extended: FUSE_EXTENDED },
    lockBits: resetStart === 0 ? UNLOCKED : LOCKED,
  };
}

function flashOf(firmware: string | Uint8Array): Uint8Array {
  if (typeof firmware === 'string') return parseHex(firmware);
  if (firmware.length > FLASH_BYTES) {
    throw new RangeError(`firmware of ${firmware.length} bytes; the flash has ${FLASH_BYTES}`);
  }
  const flash = new Uint8Array(FLASH_BYTES).fill(0xff);
  flash.set(firmware);
  return flash;
}
