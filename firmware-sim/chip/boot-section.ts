import { parseHex } from './hex.ts';

/** How large the flash is, and its boot loader section. */
export interface FlashDescription {
  readonly flashBytes: number;
  /** First byte of the boot loader section by BOOTSZ1:0 (datasheet table 27-7; of the ATmega2560 29-13). */
  readonly bootStarts: readonly number[];
}

/** Fuses of an Arduino but for the three bits below (table 28-5 and following): 16 MHz crystal, brown-out at 2.7 V. */
const FUSE_LOW = 0xff;
const FUSE_HIGH = 0xd8;
const FUSE_EXTENDED = 0xfd;
const BOOTRST = 1 << 0;

/** Lock bits as Arduino burns them: the boot loader cannot write over itself (table 27-3, mode 3). */
const LOCKED = 0xcf;
const UNLOCKED = 0xff;

/** What a board has in its flash and fuses when it leaves the factory. */
export interface Program {
  /** As many bytes as the chip has. */
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
export function programOf(
  { flashBytes, bootStarts }: FlashDescription,
  firmware: string | Uint8Array,
  bootLoader: string | undefined,
): Program {
  const flash = flashOf(firmware, flashBytes);
  const lowest = bootStarts[0] as number;
  if (bootLoader === undefined) return program(flash, 0, lowest, false);
  const loader = parseHex(bootLoader, flashBytes);
  const first = loader.findIndex((byte) => byte !== 0xff);
  const size = bootStarts.findLastIndex((start) => start <= first);
  const start = bootStarts[size];
  if (start === undefined) {
    const found = `0x${first.toString(16)}`;
    throw new RangeError(
      `boot loader: expected its first byte at 0x${lowest.toString(16)} or above, got ${found}`,
    );
  }
  const taken = flash.findLastIndex((byte) => byte !== 0xff);
  if (taken >= start) {
    throw new RangeError(
      `firmware: expected at most ${start} bytes, the flash below the boot loader; got ${taken + 1}`,
    );
  }
  flash.set(loader.subarray(start), start);
  return program(flash, size, start, true);
}

function program(flash: Uint8Array, size: number, bootStart: number, startsThere: boolean): Program {
  const high = FUSE_HIGH | (size << 1) | (startsThere ? 0 : BOOTRST);
  return {
    flash,
    bootStart,
    resetStart: startsThere ? bootStart : 0,
    fuses: { low: FUSE_LOW, high, extended: FUSE_EXTENDED },
    lockBits: startsThere ? LOCKED : UNLOCKED,
  };
}

function flashOf(firmware: string | Uint8Array, flashBytes: number): Uint8Array {
  if (typeof firmware === 'string') return parseHex(firmware, flashBytes);
  if (firmware.length > flashBytes) {
    throw new RangeError(`firmware of ${firmware.length} bytes; the flash has ${flashBytes}`);
  }
  const flash = new Uint8Array(flashBytes).fill(0xff);
  flash.set(firmware);
  return flash;
}
