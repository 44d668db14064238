import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { expect, test } from 'vitest';
import { UNO_HERTZ } from '../../firmware-sim/index.ts';
import { StreamSession, setBaudRate } from '../../src/board/index.ts';
import { toNumber } from '../../src/index.ts';
import { boardOn, eepromWith, provenDocument, runningUno } from '../board/simulated.ts';

/** Numbers of so many bits, and a last step for the carry. */
const BITS = 99;
/** Additions that are on their way at once. */
const AT_ONCE = 8;

test.each([
  [1 / 10_000, 400_000],
  [1 / 1000, 300_000],
  [1 / 100, 300_000],
])(
  'a byte in %d lost, doubled or flipped, both ways: all sums of %i bit pairs are right',
  async (rate, pairs) => {
    const document = await provenDocument();
    const { uno, line, board } = await boardOn(runningUno(eepromWith(document)));
    await setBaudRate(board, line, 115_200);
    const random = xoroshiro128plus(1);
    const below = (bound: number) => (random.next() >>> 0) % bound;
    let damaged = 0;
    uno.serial.tamper = (byte) => {
      if (below(1 / rate) !== 0) return [byte];
      damaged += 1;
      return [[], [byte, byte], [byte ^ (1 << below(8))]][below(3)] ?? [];
    };

    const session = new StreamSession(board.link, document.fixed);
    const start = uno.cycles;
    let right = 0;
    const additions = pairs / (BITS + 1);
    const add = async () => {
      const steps = Uint8Array.from({ length: BITS + 1 }, (_, bit) => (bit < BITS ? below(4) : 0));
      const sum = await session.step(steps, true);
      const [a, b] = [0, 1].map((input) => toNumber(Array.from(steps, (step) => (step >> input) & 1)));
      if (toNumber(Array.from(sum)) === (a ?? 0n) + (b ?? 0n)) right += 1;
    };
    for (let done = 0; done < additions; done += AT_ONCE) {
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, additions - done) }, add));
    }
    const seconds = (uno.cycles - start) / UNO_HERTZ;
    const perSecond = Math.round(pairs / seconds).toLocaleString('en-US');
    process.stdout.write(
      `1 byte in ${1 / rate}: ${damaged} damaged, ${perSecond} bit pairs a second of board time\n`,
    );
    expect(right).toBe(additions);
    expect(damaged).toBeGreaterThan(pairs * rate * 0.2);
  },
);
