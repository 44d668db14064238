import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseHex, UNO_HERTZ, Uno, type UnoOptions } from '../../firmware-sim/index.ts';
import {
  DEFAULT_WIRING,
  decodeMessage,
  encodeImage,
  encodeMessage,
  encodeSlotHeader,
  ID,
  type Message,
} from '../../src/board/index.ts';
import { crc16 } from '../../src/board/message.ts';
import { toPairs, toSeptets } from '../../src/board/septets.ts';
import { SysexParser } from '../../src/board/sysex-parser.ts';
import type { FixedNetwork } from '../../src/fixed/index.ts';

/** The firmware under test: the committed one, unless CARRYBIT_HEX names another. */
export const FIRMWARE_FILE =
  process.env.CARRYBIT_HEX ?? fileURLToPath(new URL('../../firmware/carrybit.hex', import.meta.url));
export const FIRMWARE = parseHex(readFileSync(FIRMWARE_FILE, 'latin1'));

/** Bytes of a slot, and where its image begins: docs/spec.md section 5. */
export const SLOT = 512;
export const IMAGE = 10;

/** Our firmware on the simulated Uno, run by hand: every call runs it exactly as far as it says. */
export class Chip {
  readonly uno: Uno;
  /** Messages that came and were not yet taken. */
  readonly messages: Message[] = [];
  /** Bytes that came, in all. */
  readonly received: number[] = [];
  #number = 0;

  constructor(eeprom?: UnoOptions['eeprom']) {
    this.uno = new Uno({ firmware: FIRMWARE, eeprom });
    const parser = new SysexParser((content) => {
      const message = decodeMessage(content);
      if (message !== undefined) this.messages.push(message);
    });
    const onByte = (byte: number) => {
      this.received.push(byte);
      parser.take(Uint8Array.of(byte));
    };
    this.uno.serial.open({ onByte, onSent: () => {}, onUnplug: () => {} }, { baudRate: 57_600 });
  }

  /** Lets it boot and say what it has to say. */
  boot(): this {
    this.uno.runCycles(UNO_HERTZ / 50);
    return this;
  }

  /** Goes on at 1,000,000 baud. */
  hurry(): this {
    const { serial } = this.uno;
    this.ask(ID.baud, [0, ...toSeptets(10_000, 3)]);
    // The board changes when its answer has left the wire.
    this.uno.runCycles(UNO_HERTZ / 1000);
    serial.setBaudRate(1_000_000);
    this.ask(ID.baud, [1]);
    return this;
  }

  /** Sends a message and runs until its answer, or an error, has come. @throws Error if none does in a second */
  ask(id: number, payload: Iterable<number> = [], number = this.#number++ & 0x7f): Message {
    this.uno.serial.write(encodeMessage({ id, number, payload: Uint8Array.from(payload) }));
    if (!this.uno.runUntil(() => this.messages.length > 0, UNO_HERTZ))
      throw new Error(`no answer to message ${id}${this.uno.powered ? '' : ': no power'}`);
    return this.messages.shift() as Message;
  }
}

/** A network as image, under any name. */
export function imageOf(fixed: FixedNetwork, task = 'test', wiring = DEFAULT_WIRING): Uint8Array {
  return encodeImage({ fixed, task, digests: { fixed: '0123456789abcdef' } }, wiring);
}

/** EEPROM contents with images in slots 0 and 1, and their sequence numbers. */
export function eepromWith(
  ...slots: readonly (readonly [image: Uint8Array, sequence: number] | undefined)[]
): Uint8Array {
  const memory = new Uint8Array(2 * SLOT).fill(0xff);
  for (const [slot, content] of slots.entries()) {
    if (content === undefined) continue;
    const [image, sequence] = content;
    memory.set(encodeSlotHeader(image, sequence), slot * SLOT);
    memory.set(image, slot * SLOT + IMAGE);
  }
  return memory;
}

/** Flashes an image by messages, to the end. @throws Error if the board refuses anything or its power goes */
export function update(chip: Chip, image: Uint8Array): void {
  const crc = toSeptets(crc16(image), 3);
  const done = (id: number, payload: readonly number[]) => {
    const result = chip.ask(id, payload);
    if (result.id !== id) throw new Error(`message ${id} was answered by ${result.id}: ${result.payload}`);
  };
  done(ID.begin, toSeptets(image.length, 2));
  for (let at = 0; at < image.length; at += 28)
    done(ID.write, [...toSeptets(at, 2), ...toPairs(image.subarray(at, at + 28))]);
  done(ID.check, [...toSeptets(image.length, 2), ...crc]);
  done(ID.commit, crc);
}
