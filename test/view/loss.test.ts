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

test.each([[[]], [[0.5]], [[Number.NaN, 0.5]]])('losses %j still give a chart and a picture', (few) => {
  expect(lossChart(few, 80)).toContain(few.length === 1 ? 'loss of the one update' : 'loss of each of');
  expect(lossSvg(few, 'few')).toContain('</svg>');
  expect(lossSvg(few, 'few')).not.toContain('NaN');
});
