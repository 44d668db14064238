import { expect, test } from 'vitest';
import { lossChart, lossSvg } from '../../src/view/index.ts';

const losses = Array.from({ length: 100 }, (_, update) => 0.7 * Math.exp(-update / 30));

test.each([40, 80, 200])(
  'the chart fits a terminal of %d columns and falls from left to right',
  (columns) => {
    const lines = lossChart(losses, columns).split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    const column = (mark: RegExp) => lines.findIndex((line) => mark.test(line));
    expect(column(/0\.7/)).toBeLessThan(column(/0\.0/));
    expect(lines.at(-1)).toContain('loss of each of 100 updates');
  },
);

test('the picture holds one point for each update and escapes its title', () => {
  const svg = lossSvg(losses, 'a < b & "c"');
  const path = /<path d="([^"]*)"/.exec(svg)?.[1] ?? '';
  expect(path.split(/[ML]/).slice(1)).toHaveLength(100);
  expect(svg).toContain('a &#60; b &#38; &#34;c&#34;');
  expect(svg).not.toContain('NaN');
});

test('the axes of the picture have round numbers, and whole ones for updates', () => {
  const ticks = (few: readonly number[]) =>
    [...lossSvg(few, '').matchAll(/text-anchor="[a-z]*">([\d.]+)</g)].map(([, text]) => text).join(' ');
  expect(ticks(losses)).toBe('0.0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 10 20 30 40 50 60 70 80 90 100');
  expect(ticks([1, 1.9, 0.3])).toBe('0.0 0.5 1.0 1.5 2.0 1 2 3');
  expect(ticks([0.003, 0.002])).toBe('0.0000 0.0005 0.0010 0.0015 0.0020 0.0025 0.0030 1 2');
});

test('the curve has a gap where a loss is none', () => {
  const svg = lossSvg([0.5, 0.25, Number.NaN, 0.5, Number.POSITIVE_INFINITY, 0.5], '');
  expect(/ d="([^"]*)"/.exec(svg)?.[1]).toMatch(/^M[^ML]*L[^ML]*M[^ML]*M[^ML]*$/);
});

test.each([[[]], [[0.5]], [[Number.NaN, 0.5]]])('losses %j still give a chart and a picture', (few) => {
  expect(lossChart(few, 80)).toContain(few.length === 1 ? 'loss of the one update' : 'loss of each of');
  expect(lossSvg(few, 'few')).toContain('</svg>');
  expect(lossSvg(few, 'few')).not.toContain('NaN');
});

test.each([[[5e-324]], [[Number.MAX_VALUE, 1e299]]])('losses %j give a picture of numbers', (few) => {
  expect(lossSvg(few, '')).not.toMatch(/NaN|Infinity/);
});
