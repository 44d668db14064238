import { scaleBand, scaleLinear } from 'd3-scale';
import type { Lengths } from './census-lines.ts';
import { BOTTOM, LEFT, plot, RIGHT, TOP } from './plot.ts';

/** Distances between numbers at the axis, in steps. */
const EVERY = [1, 2, 5, 10, 20, 50, 100];

/** How many networks have a shortest counterexample of each length, as an SVG picture. */
export function censusSvg(disproved: Lengths, title: string): string {
  const counts = Object.entries(disproved).map(([steps, count]) => [Number(steps), count] as const);
  const longest = counts.reduce((max, [steps]) => Math.max(max, steps), 12);
  const largest = counts.reduce((max, [, count]) => Math.max(max, count), 1);
  const lengths = Array.from({ length: longest }, (_, index) => index + 1);
  const x = scaleBand(lengths, [LEFT, RIGHT]).padding(0.2);
  // Room for a number above the highest bar.
  const y = scaleLinear([0, largest * 1.05], [BOTTOM, TOP]).nice(5);
  const middle = (steps: number) => (x(steps) ?? 0) + x.bandwidth() / 2;
  const every = EVERY.find((steps) => steps * x.step() >= 24) ?? longest;
  // The axis has room for five characters.
  const notation = largest < 10_000 ? 'standard' : 'compact';
  const text = (count: number) => count.toLocaleString('en', { notation });
  // Bars have numbers if these do not overlap.
  const numbers = counts.every(([, count]) => text(count).length * 7 <= x.step());
  return plot({
    title,
    x: {
      label: 'steps of the shortest counterexample',
      ticks: lengths.filter((steps) => steps % every === 0).map((steps) => [middle(steps), String(steps)]),
    },
    y: {
      label: 'networks',
      scale: y,
      ticks: y
        .ticks(5)
        .filter(Number.isInteger)
        .map((count) => [count, text(count)]),
    },
    marks: counts.map(([steps, count]) => {
      // One network among thousands must be visible, too.
      const top = Math.min(y(count), BOTTOM - 1);
      const number = `<text x="${middle(steps)}" y="${top - 5}" font-size="11" text-anchor="middle">${text(count)}</text>`;
      return (
        `<rect x="${x(steps)}" y="${top}" width="${x.bandwidth()}" height="${BOTTOM - top}" class="bar"/>` +
        (numbers ? number : '')
      );
    }),
    styles: { light: '.bar { fill: #0b6bcb; }', dark: '.bar { fill: #5db0ff; }' },
  });
}
