import { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Line, writeFirmware } from '../../src/board/index.ts';

const SYNC = [0x14, 0x10];
const firmware = Uint8Array.from({ length: 300 }, (_, at) => at & 0xff);

/** A boot loader that gives scripted answers: each command is answered by `answer`, undefined is silence. */
class ScriptedLine extends Duplex {
  readonly commands: string[] = [];
  readonly reply: (command: Buffer) => readonly number[] | undefined;

  constructor(reply: (command: Buffer) => readonly number[] | undefined) {
    super();
    this.reply = reply;
  }

  override _read(): void {}

  override _write(command: Buffer, _encoding: string, done: () => void): void {
    this.commands.push(command.toString('hex').slice(0, 2));
    const reply = this.reply(command);
    if (reply !== undefined) this.push(Buffer.from(reply));
    done();
  }
}

/** What a boot loader without faults answers to all but reading. */
const WELL: Readonly<Record<number, readonly number[]>> = {
  48: SYNC,
  117: [0x14, 0x1e, 0x95, 0x0f, 0x10],
  80: SYNC,
  81: SYNC,
  85: SYNC,
  100: SYNC,
};

function write(lines: ScriptedLine[], bytes = firmware) {
  const bauds: number[] = [];
  const open = async (baud: number) => {
    bauds.push(baud);
    return lines[bauds.length - 1] as unknown as Line;
  };
  const result = writeFirmware(open, bytes, [115_200, 57_600], () => {});
  // Its time-outs pass at once.
  result.catch(() => {});
  void vi.advanceTimersByTimeAsync(60_000);
  return { bauds, result };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('firmware is not written', () => {
  it('when nothing answers: every rate is tried twice, and each time the port is opened anew', async () => {
    const lines = Array.from({ length: 4 }, () => new ScriptedLine(() => undefined));
    const { bauds, result } = write(lines);
    await expect(result).rejects.toMatchObject({
      problem: 'foreign',
      message: expect.stringMatching(
        /^no boot loader answers at 115200 or 57600 baud; is it an Uno or a Nano/,
      ),
    });
    expect(bauds).toEqual([115_200, 57_600, 115_200, 57_600]);
    expect(lines.every(({ destroyed }) => destroyed)).toBe(true);
    for (const { commands } of lines) expect(commands).toEqual(['30', '30']);
  });

  it('when what answers is no boot loader', async () => {
    const chatter = () => new ScriptedLine(() => [0xf0, 0x79, 0x02, 0x05, 0xf7]);
    const { result } = write([chatter(), chatter(), chatter(), chatter()]);
    await expect(result).rejects.toMatchObject({ problem: 'foreign' });
  });

  it('to a chip that nobody knows', async () => {
    const line = new ScriptedLine((command) =>
      command[0] === 0x75 ? [0x14, 0x1e, 0x00, 0x00, 0x10] : WELL[command[0] as number],
    );
    await expect(write([line]).result).rejects.toMatchObject({
      problem: 'foreign',
      message: 'its chip is unknown (signature 1E 00 00); the firmware runs on ATmega328P and ATmega328PB',
    });
    expect(line.commands).not.toContain('64');
    expect(line.destroyed).toBe(true);
  });

  it('when the boot loader falls silent', async () => {
    const line = new ScriptedLine((command) =>
      command[0] === 0x64 ? undefined : WELL[command[0] as number],
    );
    await expect(write([line]).result).rejects.toMatchObject({
      problem: 'silent',
      message: 'the boot loader did not answer when asked to write at 0x0000; try again',
    });
  });

  it('when the boot loader refuses', async () => {
    const line = new ScriptedLine((command) => (command[0] === 0x55 ? [0x15] : WELL[command[0] as number]));
    await expect(write([line]).result).rejects.toMatchObject({
      problem: 'refused',
      message:
        'the boot loader answered 15 when asked for address 0x0000; expected 14, 0 bytes, 10; try again',
    });
  });

  it('when the port goes', async () => {
    const line: ScriptedLine = new ScriptedLine((command) => {
      if (command[0] === 0x64) line.destroy(new Error('unplugged'));
      return WELL[command[0] as number];
    });
    await expect(write([line]).result).rejects.toMatchObject({
      problem: 'lost',
      message: expect.stringMatching(/^the port was closed/),
    });
  });

  it('when it does not read as it was written', async () => {
    const line = new ScriptedLine((command) =>
      command[0] === 0x74 ? [0x14, ...new Uint8Array(128).fill(7), 0x10] : WELL[command[0] as number],
    );
    await expect(write([line]).result).rejects.toMatchObject({
      problem: 'wrong',
      message: expect.stringMatching(/^flash byte 0x0: expected 0, as written, got 7; try again/),
    });
  });

  it('if it has no bytes, or reaches into the boot loader', async () => {
    for (const length of [0, 0x7001]) {
      const { bauds, result } = write([], new Uint8Array(length));
      await expect(result).rejects.toThrow(`firmware: expected 1–28672 bytes, got ${length}`);
      expect(bauds).toEqual([]);
    }
  });
});

it('no command for EEPROM is ever sent, and every page is addressed in words', async () => {
  const pages = new Map<number, Buffer>();
  let address = 0;
  const memories = new Set<number>();
  const line = new ScriptedLine((command) => {
    if (command[0] === 0x55) address = command.readUInt16LE(1);
    if (command[0] === 0x64 || command[0] === 0x74) memories.add(command[3] as number);
    if (command[0] === 0x64) pages.set(address, command.subarray(4, -1));
    return command[0] === 0x74 ? [0x14, ...(pages.get(address) ?? []), 0x10] : WELL[command[0] as number];
  });
  const { chip, baud } = await write([line]).result;
  expect({ chip, baud }).toEqual({ chip: 'ATmega328P', baud: 115_200 });
  expect([...pages.keys()]).toEqual([0, 64, 128]);
  expect([...memories]).toEqual(['F'.charCodeAt(0)]);
  expect(new Set(line.commands)).toEqual(new Set(['30', '75', '50', '55', '64', '74', '51']));
});
