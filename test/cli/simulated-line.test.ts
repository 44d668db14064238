import { once } from 'node:events';
import { expect, test } from 'vitest';
import { createBinding, Uno } from '../../firmware-sim/index.ts';
import { SimulatedLine } from '../../src/cli/simulated-line.ts';

const uno = () => new Uno({ firmware: Uint8Array.of(0xff, 0xcf) });
const open = async (board: Uno) =>
  new SimulatedLine(await createBinding({ sim: board }).open({ path: 'sim', baudRate: 57600 }));
const done = (work: (done: (error: Error | null) => void) => void) =>
  new Promise<Error | null>((resolve) => work(resolve));

test('the line of a simulated board carries bytes to it, and tells that it is closed', async () => {
  const board = uno();
  const line = await open(board);
  line.on('data', () => {});
  line.write(Uint8Array.of(1, 2, 3));
  await new Promise(setImmediate);
  board.runCycles(100_000);
  expect(board.serial.bytesToBoard).toBe(3);
  const closed = once(line, 'close');
  expect(await done((end) => line.close(end))).toBe(null);
  expect(await closed).toEqual([undefined]);
  expect(line.isOpen).toBe(false);
});

test('its rate can be changed', async () => {
  const line = await open(uno());
  expect(await done((end) => line.update({ baudRate: 115200 }, end))).toBe(null);
  expect(line.baudRate).toBe(115200);
  expect(await done((end) => line.update({ baudRate: -1 }, end))).toBeInstanceOf(Error);
  expect(line.baudRate).toBe(115200);
});

test('a board that is unplugged closes its line and says why', async () => {
  const board = uno();
  const line = await open(board);
  line.on('data', () => {});
  const closed = once(line, 'close');
  board.serial.unplug();
  const [cause] = await closed;
  expect(cause.message).toBe('the port sim is gone: the simulated board was unplugged');
  expect(line.isOpen).toBe(false);
});
