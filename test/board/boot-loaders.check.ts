import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createBinding, parseHex, Uno } from '../../firmware-sim/index.ts';
import {
  BOOT_LOADER_BAUDS,
  closeLine,
  connect,
  type Line,
  openLine,
  writeFirmware,
} from '../../src/board/index.ts';

const folder = process.env.BOOT_LOADERS;
if (folder === undefined) throw new Error('BOOT_LOADERS is not set: run test/board/boot-loaders.sh');

const hexOf = (path: string): string => readFileSync(path, 'utf8');
const image = parseHex(hexOf('firmware/carrybit.hex'));
const firmware = image.subarray(0, image.findLastIndex((byte) => byte !== 0xff) + 1);
/** Ends in the middle of a page, with all bytes there are. */
const pattern = Uint8Array.from({ length: 5 * 128 + 77 }, (_, at) => (at * 7 + (at >> 8)) & 0xff);

const LOADERS = {
  optiboot: { baud: 115_200, start: 0x7c00 },
  ATmegaBOOT: { baud: 57_600, start: 0x7800 },
} as const;

let uno: Uno | undefined;
let line: Line | undefined;
afterEach(async () => {
  if (line) await closeLine(line);
  uno?.stop();
});

function board(
  name: keyof typeof LOADERS,
  change = (hex: string) => hex,
): { uno: Uno; open: (baud: number) => Promise<Line> } {
  const made = new Uno({
    firmware: hexOf('test/firmware-sim/programs/blink.hex'),
    bootLoader: change(hexOf(`${folder}/${name}.hex`)),
  });
  uno = made;
  made.start('flat-out');
  const binding = createBinding({ sim: made });
  return { uno: made, open: (baud) => openLine('sim', binding, baud) };
}

const flashOf = (made: Uno): Uint8Array => new Uint8Array(made.selfProgramming.flash.buffer);

describe.each(['optiboot', 'ATmegaBOOT'] as const)('through %s', (name) => {
  const { baud, start } = LOADERS[name];

  it('firmware is found at its rate, written, verified, and starts', async () => {
    const { uno: made, open } = board(name);
    const before = flashOf(made).slice(start);
    const stages: string[] = [];
    const written = await writeFirmware(open, firmware, BOOT_LOADER_BAUDS, (stage, done, of) => {
      if (done === of) stages.push(`${stage} ${of}`);
    });
    line = written.line;
    expect({ chip: written.chip, baud: written.baud }).toEqual({ chip: 'ATmega328P', baud });
    const pages = Math.ceil(firmware.length / 128);
    expect(stages).toEqual([`write ${pages}`, `read back ${pages}`]);
    expect(Buffer.compare(flashOf(made).subarray(0, firmware.length), firmware)).toBe(0);
    expect(Buffer.compare(flashOf(made).subarray(start), before)).toBe(0);
    const { description } = await connect(line);
    expect(description.network).toBeUndefined();
  });

  it('any bytes of any length are written', async () => {
    const { uno: made, open } = board(name);
    ({ line } = await writeFirmware(open, pattern, [baud], () => {}));
    expect(Buffer.compare(flashOf(made).subarray(0, pattern.length), pattern)).toBe(0);
    expect(
      flashOf(made)
        .subarray(pattern.length, 6 * 128)
        .every((byte) => byte === 0xff),
    ).toBe(true);
  });

  it('an unplugged cable is said, and another try mends it', async () => {
    const { uno: made, open } = board(name);
    const cut = writeFirmware(open, firmware, [baud], (stage, done) => {
      if (stage === 'write' && done === 20) made.serial.unplug();
    });
    await expect(cut).rejects.toMatchObject({
      problem: 'lost',
      message: expect.stringMatching(/port was closed/),
    });
    made.serial.plug();
    await setImmediate();
    ({ line } = await writeFirmware(open, firmware, [baud], () => {}));
    expect(Buffer.compare(flashOf(made).subarray(0, firmware.length), firmware)).toBe(0);
  });

  it('a flash that does not keep what is written is found by the verification', async () => {
    const { uno: made, open } = board(name);
    const bad = writeFirmware(open, firmware, [baud], (stage, done) => {
      if (stage !== 'read back' || done !== 0) return;
      const words = made.selfProgramming.flash;
      words[3] = (words[3] ?? 0) ^ 0x0100;
      made.core.replace(3, words.subarray(3, 4));
    });
    await expect(bad).rejects.toMatchObject({
      problem: 'wrong',
      message: expect.stringMatching(/^flash byte 0x7: expected 0, a/),
    });
  });

  it('an ATmega328PB is accepted, an ATmega168 is not', async () => {
    // Both boot loaders hold the signature as constants: LDI r24, 0x0F and LDI r24, 0x95.
    const withSignature = (second: number, third: number) => (hex: string) => {
      const bytes = Buffer.from(parseHex(hex));
      for (let at = start; at < 0x8000; at += 2) {
        const opcode = bytes.readUInt16LE(at);
        if (opcode === 0xe08f) bytes.writeUInt16LE(0xe080 | (third & 15) | ((third & 0xf0) << 4), at);
        if (opcode === 0xe985) bytes.writeUInt16LE(0xe080 | (second & 15) | ((second & 0xf0) << 4), at);
      }
      return hexText(bytes, start);
    };
    const pb = board(name, withSignature(0x95, 0x16));
    const written = await writeFirmware(pb.open, pattern, [baud], () => {});
    expect(written.chip).toBe('ATmega328PB');
    await closeLine(written.line);
    pb.uno.stop();
    const other = board(name, withSignature(0x94, 0x06));
    await expect(writeFirmware(other.open, pattern, [baud], () => {})).rejects.toMatchObject({
      problem: 'foreign',
      message: 'its chip is ATmega168 (signature 1E 94 06); the firmware runs on ATmega328P and ATmega328PB',
    });
    expect(flashOf(other.uno).subarray(0, 128)).not.toEqual(pattern.subarray(0, 128));
  });

  it('carrybit’s firmware is found behind it, at any time after a reset', async () => {
    const { open } = board(name);
    const written = await writeFirmware(open, firmware, [baud], () => {});
    await closeLine(written.line);
    for (let n = 0; n < 3; n += 1) {
      line = await open(57_600);
      expect((await connect(line)).description.firmware).toMatch(/^\d/);
      await closeLine(line);
    }
  });
});

function hexText(bytes: Uint8Array, from: number): string {
  const lines: string[] = [];
  for (let at = from; at < bytes.length; at += 16) {
    const record = [16, at >> 8, at & 0xff, 0, ...bytes.subarray(at, at + 16)];
    const sum = record.reduce((total, byte) => total + byte, 0);
    lines.push(`:${Buffer.from([...record, -sum & 0xff]).toString('hex')}`);
  }
  return `${[...lines, ':00000001FF'].join('\n')}\n`;
}
