import { BoardError } from './board-error.ts';
import type { FlashProgress } from './flash.ts';
import { BAUD_RATE, closeLine, type SerialTransport, type SocketTransport, updateBaudRate } from './line.ts';
import { UNO } from './numbers.ts';
import { Stk500 } from './stk500.ts';

/** Rates of boot loaders: optiboot on an Uno and a new Nano, ATmegaBOOT on an old Nano and a Duemilanove. */
export const BOOT_LOADER_BAUDS: readonly number[] = UNO.flash.bauds;

/** Chips that the firmware runs on, by signature. */
const CHIPS: Readonly<Record<string, string>> = UNO.flash.chips;
/** Chips of other Arduinos, for the message. */
const OTHER_CHIPS: Readonly<Record<string, string>> = {
  '1e9307': 'ATmega8',
  '1e9406': 'ATmega168',
  '1e940b': 'ATmega168P',
  '1e9514': 'ATmega328',
  '1e9587': 'ATmega32U4',
  '1e9703': 'ATmega1280',
  '1e9801': 'ATmega2560',
};

const { pageBytes: PAGE_BYTES, maxFirmwareBytes: MAX_FIRMWARE_BYTES } = UNO.flash;
/** How often every rate is tried, each time after a reset, and synchronizations in each try, 0.6 s each. */
const ROUNDS = 2;
const SYNC_TRIES = 2;
/** Ms for which DTR and RTS are off, and ms until the chip has left its reset. */
const RESET_MS = 250;
const START_MS = 50;

export interface WrittenFirmware<Line> {
  readonly chip: string;
  readonly baud: number;
  /** Open, at the rate at which every carrybit board begins; the firmware is about to start at its other end. */
  readonly line: Line;
}

/**
 * Writes firmware through a board's boot loader (STK500 version 1) and verifies it. Tries one rate after the other.
 *
 * @param open opens the port at a rate, which resets the board
 * @param firmware flash from address 0 on, at most 28672 bytes
 * @throws BoardError 'foreign' if no boot loader replies or the chip is another one; 'lost', 'silent', 'refused' or
 *   'wrong'
 *   if it stops half-way; the board then has no working firmware, and its boot loader waits for another try
 */
export async function writeFirmware<Line extends SerialTransport | SocketTransport>(
  open: (baud: number) => Promise<Line>,
  firmware: Uint8Array,
  bauds: readonly number[],
  onProgress: FlashProgress,
): Promise<WrittenFirmware<Line>> {
  if (firmware.length === 0 || firmware.length > MAX_FIRMWARE_BYTES)
    throw new RangeError(`firmware: expected 1–${MAX_FIRMWARE_BYTES} bytes, got ${firmware.length}`);
  for (const baud of Array.from({ length: ROUNDS }, () => bauds).flat()) {
    const line = await open(baud);
    const bootLoader = new Stk500(line);
    try {
      await reset(line);
      if (await bootLoader.synchronize(SYNC_TRIES)) {
        const chip = await program(bootLoader, firmware, onProgress);
        if ('update' in line) await updateBaudRate(line, BAUD_RATE);
        return { chip, baud, line };
      }
    } catch (error) {
      await closeLine(line);
      throw error;
    } finally {
      bootLoader.release();
    }
    await closeLine(line);
  }
  throw new BoardError(
    'foreign',
    `no boot loader answers at ${bauds.join(' or ')} baud; is it an Uno or a Nano, and does no other program use it?`,
  );
}

async function program(bootLoader: Stk500, firmware: Uint8Array, onProgress: FlashProgress): Promise<string> {
  const signature = hexOf(await bootLoader.readSignature());
  const chip = CHIPS[signature];
  if (chip === undefined) throw otherChip(signature);
  await bootLoader.enterProgramming();
  const pages = pagesOf(firmware);
  for (const [index, page] of pages.entries()) {
    onProgress('write', index, pages.length);
    await bootLoader.writePage(index * PAGE_BYTES, page);
  }
  onProgress('write', pages.length, pages.length);
  for (const [index, page] of pages.entries()) {
    onProgress('read back', index, pages.length);
    compare(page, await bootLoader.readPage(index * PAGE_BYTES, page.length), index * PAGE_BYTES);
  }
  onProgress('read back', pages.length, pages.length);
  await bootLoader.leaveProgramming();
  return chip;
}

/** Whole pages; the last one is filled with 0xFF, like erased flash. */
function pagesOf(firmware: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(firmware.length / PAGE_BYTES) }, (_, index) => {
    const page = new Uint8Array(PAGE_BYTES).fill(0xff);
    page.set(firmware.subarray(index * PAGE_BYTES, (index + 1) * PAGE_BYTES));
    return page;
  });
}

function compare(written: Uint8Array, read: Uint8Array, address: number): void {
  const at = written.findIndex((byte, index) => byte !== read[index]);
  if (at < 0) return;
  throw new BoardError(
    'wrong',
    `flash byte 0x${(address + at).toString(16)}: expected ${written[at]}, as written, got ${read[at]}; try again; ` +
      'if it happens again, the chip is worn or damaged',
  );
}

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

function otherChip(hex: string): BoardError {
  const bytes = hex.toUpperCase().replace(/..(?=.)/g, '$& ');
  const name = OTHER_CHIPS[hex];
  return new BoardError(
    'foreign',
    `its chip is ${name ?? 'unknown'} (signature ${bytes}); the firmware runs on ${Object.values(CHIPS).join(' and ')}`,
  );
}

const sleep = (time_ms: number) => new Promise((resolve) => setTimeout(resolve, time_ms));

/** Resets the board with DTR and RTS, in addition to opening the port. TCP and pseudo-terminals have neither. */
async function reset(line: SerialTransport | SocketTransport): Promise<void> {
  if (!('set' in line)) return;
  const set = (on: boolean) =>
    new Promise<boolean>((resolve) => line.set({ dtr: on, rts: on }, (error) => resolve(!error)));
  if (!(await set(false))) return;
  await sleep(RESET_MS);
  await set(true);
  await sleep(START_MS);
}
