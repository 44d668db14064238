import { describe, expect, test } from 'vitest';
import { censusSvg, lengthLines } from '../../src/view/index.ts';

const counts = { 3: 1, 5: 40, 6: 80, 9: 1 };
/** One network for each number of steps from 2 to 60. */
const long = Object.fromEntries(Array.from({ length: 59 }, (_, index) => [index + 2, 1]));

describe('the lengths of counterexamples, in lines', () => {
  test('have a row for each number of steps, and bars as long as they are frequent', () => {
    const rows = lengthLines(counts, 100).split('\n').slice(2);
    expect(rows.map((row) => row.trim().split(/\s+/)[0])).toEqual(['3', '4', '5', '6', '7', '8', '9']);
    const bars = rows.map((row) => row.replace(/[^█▏▎▍▌▋▊▉]/g, ''));
    expect(bars).toEqual(['▊', '', '█'.repeat(30), '█'.repeat(60), '', '', '▊']);
    expect(rows[2]).toMatch(/^ +5 +40 +32\.79 % /);
  });

  test.each([40, 60, 80, 200])('fit a terminal of %d columns', (columns) => {
    for (const line of lengthLines(counts, columns).split('\n'))
      expect(line.length).toBeLessThanOrEqual(columns);
  });

  test('show the rarest, too', () => {
    expect(lengthLines({ 1: 1, 2: 1_000_000 }, 80)).toMatch(/^ +1 +1 +0\.00 % {2}▏$/m);
  });

  test('share a row where there are too many', () => {
    const lines = lengthLines(long, 100).split('\n');
    expect(lines).toHaveLength(2 + 24);
    expect(lines.at(-1)).toMatch(/^ +25–60 +36 +61\.02 % {2}█{60}$/);
  });

  test('may be none', () => {
    expect(lengthLines({}, 80)).toBe('No network was disproved.');
  });
});

describe('the picture of the lengths of counterexamples', () => {
  const bars = (picture: string) =>
    [...picture.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="([\d.]+)"/g)].map(
      ([, ...numbers]) => numbers.map(Number),
    );

  test('has a bar for each number of steps that disproves any, as high as it is frequent', () => {
    const picture = censusSvg(counts, 'a < b');
    const [three, five, six, nine] = bars(picture);
    expect(bars(picture)).toHaveLength(4);
    expect((six?.[2] ?? 0) / (five?.[2] ?? 1)).toBeCloseTo(2);
    expect(three?.[2]).toBe(nine?.[2]);
    // From 3 to 5 it is twice as far as from 5 to 6.
    expect((five?.[0] ?? 0) - (three?.[0] ?? 0)).toBeCloseTo(2 * ((six?.[0] ?? 0) - (five?.[0] ?? 0)));
    expect(picture).toContain('>80</text>');
    expect(picture).toContain('>a &#60; b</text>');
  });

  test('shows the rarest, too, and numbers its axes without overlap', () => {
    const picture = censusSvg({ ...long, 7: 1_000_000 }, '');
    for (const [x = 0, width = 0, height] of bars(picture)) {
      expect(height).toBeGreaterThanOrEqual(1);
      expect(x + width).toBeLessThanOrEqual(720);
    }
    const ticks = [...picture.matchAll(/text-anchor="middle">(\d+)<\/text>/g)].map(([, steps]) =>
      Number(steps),
    );
    expect(ticks).toEqual([5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]);
    expect(picture).toContain('>1M</text>');
    // Those at the axis leave room for its name.
    const labels = [...censusSvg({ 7: 12_140 }, '').matchAll(/text-anchor="end">([^<]*)</g)];
    for (const [, label = ''] of labels) expect(label.length).toBeLessThanOrEqual(5);
  });

  test.each([[{}], [{ 4: 1 }]])('counts whole networks: %j', (few) => {
    const picture = censusSvg(few, 'few');
    expect(picture).toMatch(/text-anchor="end">0<.*\n.*text-anchor="end">1</);
    expect(picture).not.toMatch(/NaN|0\.5<|1\.0</);
  });
});
