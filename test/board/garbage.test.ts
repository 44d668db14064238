import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect, type Transport } from '../../src/board/index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A line on which bytes arrive every 10 ms, whatever is sent. */
function lineWith(bytes: () => Uint8Array) {
  const listeners: ((bytes: Uint8Array) => void)[] = [];
  const timer = setInterval(() => {
    for (const listener of listeners) listener(bytes());
  }, 10);
  const line = {
    on: (event: string, listener: (bytes: Uint8Array) => void) => {
      if (event === 'data') listeners.push(listener);
    },
    write: () => {},
  } as unknown as Transport;
  return { line, end: () => clearInterval(timer) };
}

/** Bytes that look random, always the same ones. */
function noise() {
  let seed = 1;
  return (length: number) =>
    Uint8Array.from({ length }, () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return seed >>> 24;
    });
}

const TEXT = new TextEncoder().encode('temperature 21.5 C\r\n');
/** Damaged messages of carrybit among so many other bytes that they came about by chance. */
const CHANCE = Uint8Array.of(...new Uint8Array(5000).fill(0x55), 0xf0, 1, 2, 3, 0xf7);

test.each([
  ['random bytes', noise().bind(undefined, 100)],
  ['text', () => TEXT],
  ['bytes of a line that is held down', () => new Uint8Array(100)],
  ['a flood of random bytes', () => CHANCE],
  ['beginnings of messages', () => Uint8Array.of(0xf0, 0x41, 0x42)],
  ['a byte that begins messages', () => new Uint8Array(100).fill(0xf0)],
])('a port with nothing but %s is named before 6 s', async (_name, bytes) => {
  const { line, end } = lineWith(bytes);
  const connecting = connect(line).then(
    () => 'connected',
    (error: Error) => error.message,
  );
  await vi.advanceTimersByTimeAsync(6000);
  expect(await Promise.race([connecting, 'still waiting'])).toBe(
    'not a carrybit board: it sends something else; carrybit flash-firmware puts its firmware on an Uno',
  );
  end();
});

test('a board whose every reply is damaged is asked for longer, and the cable is named', async () => {
  const { line, end } = lineWith(() => Uint8Array.of(0xf0, 1, 2, 3, 0xf7));
  const connecting = connect(line).then(
    () => 'connected',
    (error: Error) => error.message,
  );
  await vi.advanceTimersByTimeAsync(14_000);
  expect(await Promise.race([connecting, 'still waiting'])).toBe('still waiting');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await connecting).toMatch(/^everything that it sent for 1\d\.\d s was damaged; is the cable bad\?$/);
  end();
});
