import { once } from 'node:events';
import { SerialPortStream } from '@serialport/stream';
import { afterEach, describe, expect, it } from 'vitest';
import { createBinding, UNO_HERTZ, type Uno } from '../../firmware-sim/index.ts';
import { ALL_BYTES, boardWith, text } from './board.ts';

type Stream = SerialPortStream<ReturnType<typeof createBinding>>;

const boards: Uno[] = [];
afterEach(() => {
  for (const board of boards.splice(0)) board.stop();
});

function board(program: string): Uno {
  const uno = boardWith(program);
  boards.push(uno);
  return uno;
}

function streamTo(uno: Uno, options: { baudRate?: number; autoOpen?: boolean } = {}): Stream {
  return new SerialPortStream({
    binding: createBinding({ sim: uno }),
    path: 'sim',
    baudRate: 115200,
    ...options,
  });
}

/** Waits until the firmware has started and gone to sleep: what arrives before is lost, as on any board. */
async function booted(uno: Uno): Promise<void> {
  while (!uno.core.asleep) await new Promise((resolve) => setImmediate(resolve));
}

async function take(stream: Stream, count: number): Promise<number[]> {
  const bytes: number[] = [];
  while (bytes.length < count) {
    const chunk = stream.read() as Buffer | null;
    if (chunk === null) await once(stream, 'readable');
    else bytes.push(...chunk);
  }
  return bytes;
}

describe('the serialport binding', () => {
  it('lists each board as an Arduino Uno under its path', async () => {
    const binding = createBinding({ one: board('echo'), two: board('echo') });
    expect(
      (await binding.list()).map(({ path, vendorId, productId }) => [path, vendorId, productId]),
    ).toEqual([
      ['one', '2341', '0043'],
      ['two', '2341', '0043'],
    ]);
    expect(await createBinding({}).list()).toEqual([]);
  });

  it.each(['flat-out', 'real-time'] as const)('echoes all bytes through a stream, %s', async (pace) => {
    const uno = board('echo');
    uno.start(pace);
    const stream = streamTo(uno);
    await once(stream, 'open');
    await booted(uno);
    stream.write(Buffer.from(ALL_BYTES));
    expect(await take(stream, 256)).toEqual(ALL_BYTES);
    stream.close();
    await once(stream, 'close');
    expect(uno.serial.isOpen).toBe(false);
  });

  it('works with a board run step by step', async () => {
    const uno = board('echo');
    const port = await createBinding({ sim: uno }).open({ path: 'sim', baudRate: 115200 });
    uno.runCycles(5000);
    const reading = port.read(Buffer.alloc(10), 2, 8);
    await port.write(Buffer.from('abc'));
    uno.runCycles(10_000);
    const { buffer, bytesRead } = await reading;
    expect(bytesRead).toBeGreaterThan(0);
    expect(buffer.subarray(2, 2 + bytesRead).toString()).toBe('abc'.slice(0, bytesRead));
  });

  it('refuses a second opening, and an unknown path', async () => {
    const uno = board('echo');
    const first = streamTo(uno);
    await once(first, 'open');
    const [error] = await once(streamTo(uno), 'error');
    expect(String(error)).toContain('cannot open sim: the port of the simulated board is already open');
    const binding = createBinding({ sim: uno });
    await expect(binding.open({ path: '/dev/ttyACM0', baudRate: 9600 })).rejects.toThrow(
      'no such port: /dev/ttyACM0; simulated ports: sim',
    );
  });

  it('can be closed during a read, and opened again', async () => {
    const uno = board('poll');
    const port = await createBinding({ sim: uno }).open({ path: 'sim', baudRate: 115200 });
    const reading = port.read(Buffer.alloc(8), 0, 8);
    await port.close();
    await expect(reading).rejects.toMatchObject({ canceled: true });
    await expect(port.write(Buffer.from('x'))).rejects.toThrow('the port is not open');
    uno.start('flat-out');
    const stream = streamTo(uno);
    await once(stream, 'open');
    // Its first run: after power-on and the reset by DTR.
    expect(await take(stream, 2)).toEqual([0x52, 1 | 2]);
    stream.close();
    await once(stream, 'close');
    stream.open();
    await once(stream, 'open');
    expect(await take(stream, 2)).toEqual([0x52, 2]);
  });

  it('cancels a write and a drain under way when closed', async () => {
    const uno = board('echo');
    const port = await createBinding({ sim: uno }).open({ path: 'sim', baudRate: 9600 });
    const writing = port.write(Buffer.alloc(5000));
    const draining = port.drain();
    await port.close();
    await expect(writing).rejects.toMatchObject({ canceled: true });
    await expect(draining).rejects.toMatchObject({ canceled: true });
  });

  it('makes a writer wait for the line, and drain for its end', async () => {
    const uno = board('echo');
    const port = await createBinding({ sim: uno }).open({ path: 'sim', baudRate: 115200 });
    uno.runCycles(5000);
    const start = uno.cycles;
    let written = false;
    let drained = false;
    const writing = port.write(Buffer.alloc(4196)).then(() => {
      written = true;
    });
    const draining = port.drain().then(() => {
      drained = true;
    });
    const cyclesPerByte = (UNO_HERTZ * 10) / 115200;
    uno.runCycles(98 * cyclesPerByte);
    await new Promise((resolve) => setImmediate(resolve));
    expect(written).toBe(false);
    uno.runCycles(3 * cyclesPerByte);
    await writing;
    expect(drained).toBe(false);
    while (uno.serial.queued > 0) uno.runCycles(1000);
    await draining;
    expect((uno.cycles - start) / cyclesPerByte).toBeCloseTo(4196, 0);
  });

  it('drops both directions on flush', async () => {
    const uno = board('poll');
    const port = await createBinding({ sim: uno }).open({ path: 'sim', baudRate: 115200 });
    uno.runCycles(20_000);
    await port.write(Buffer.from('abcdef'));
    await port.flush();
    uno.runCycles(20_000);
    // The byte on the line could not be stopped.
    expect((await port.read(Buffer.alloc(9), 0, 9)).buffer.subarray(0, 1).toString()).toBe('a');
  });

  it('resets the board when DTR goes from false to true', async () => {
    const uno = board('poll');
    const port = await createBinding({ sim: uno }).open({ path: 'sim', baudRate: 115200 });
    const resets: string[] = [];
    uno.resets.onReset = (source) => resets.push(source);
    await port.set({ dtr: true });
    expect(resets).toEqual([]);
    await port.set({ dtr: false });
    await port.set({ dtr: true });
    expect(resets).toEqual(['external']);
  });

  it('changes its baud rate, which then no longer fits', async () => {
    const uno = board('poll');
    const port = await createBinding({ sim: uno }).open({ path: 'sim', baudRate: 115200 });
    uno.runCycles(5000);
    await port.update({ baudRate: 19200 });
    expect(await port.getBaudRate()).toEqual({ baudRate: 19200 });
    await port.flush();
    await port.write(Buffer.from('abc'));
    uno.runCycles(100_000);
    const { buffer, bytesRead } = await port.read(Buffer.alloc(64), 0, 64);
    expect(buffer.subarray(0, bytesRead).toString()).not.toContain('abc');
    await expect(port.update({ baudRate: 0 })).rejects.toThrow('baud rate: expected 50 to 4000000, got 0');
  });

  it('carries parity and seven bits, if the firmware agrees', async () => {
    const uno = board('poll');
    const port = await createBinding({ sim: uno }).open({
      path: 'sim',
      baudRate: 115200,
      dataBits: 7,
      parity: 'even',
    });
    uno.runCycles(5000);
    // UCSR0C: 7E1.
    uno.core.data[0xc2] = 0x24;
    await port.flush();
    await port.write(Buffer.from('Hi'));
    uno.runCycles(10_000);
    const { buffer } = await port.read(Buffer.alloc(2), 0, 2);
    expect(buffer.toString()).toBe('Hi');
    const odd = createBinding({ sim: board('poll') }).open({ path: 'sim', baudRate: 9600, parity: 'mark' });
    await expect(odd).rejects.toThrow('not "mark"');
  });

  it('loses the port when the cable is pulled, and finds it again', async () => {
    const uno = board('echo');
    uno.start('flat-out');
    const stream = streamTo(uno);
    await once(stream, 'open');
    stream.resume();
    const closed = once(stream, 'close');
    uno.serial.unplug();
    const [error] = await closed;
    expect(error).toMatchObject({ disconnected: true });
    await expect(createBinding({ sim: uno }).open({ path: 'sim', baudRate: 9600 })).rejects.toThrow(
      'unplugged',
    );
    uno.serial.plug();
    const again = streamTo(uno);
    await once(again, 'open');
  });

  it('closing a port whose cable was pulled leaves alone the one opened since', async () => {
    const uno = board('echo');
    const binding = createBinding({ sim: uno });
    const old = await binding.open({ path: 'sim', baudRate: 9600 });
    uno.serial.unplug();
    uno.serial.plug();
    await binding.open({ path: 'sim', baudRate: 9600 });
    await old.close();
    expect(uno.serial.isOpen).toBe(true);
  });

  it('passes bytes through a source of noise', async () => {
    const uno = board('echo');
    uno.start('flat-out');
    const stream = streamTo(uno);
    await once(stream, 'open');
    await booted(uno);
    uno.serial.tamper = (byte, direction) => {
      if (direction === 'to-host') return [byte];
      if (byte === 0x61) return [];
      return byte === 0x62 ? [byte, byte] : [byte ^ 1];
    };
    stream.write('abc');
    expect(await take(stream, 3)).toEqual(text('bbb'));
  });
});
