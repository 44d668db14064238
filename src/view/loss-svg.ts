import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { BOTTOM, LEFT, plot, RIGHT, TOP } from './plot.ts';

/** The loss of each update as an SVG picture, readable on light and dark ground. */
export function lossSvg(losses: ArrayLike<number>, title: string): string {
  const values = Array.from(losses);
  // A diverged training has losses that no picture can show; the curve has gaps there.
  const max = values.reduce(
    (largest, loss) => (Number.isFinite(loss) ? Math.max(largest, loss) : largest),
    0,
  );
  const x = scaleLinear([1, Math.max(2, values.length)], [LEFT, RIGHT]);
  const y = scaleLinear([0, max || 1], [BOTTOM, TOP]).nice(5);
  const curve = line<number>((_, index) => x(index + 1), y).defined(Number.isFinite)(values) ?? '';
  return plot({
    title,
    x: { label: 'update', ticks: x.ticks(10).map((update) => [x(update), String(update)]) },
    y: { label: 'cross-entropy', scale: y },
    marks: [`<path d="${curve}" class="curve"/>`],
    styles: {
      light: '.curve { fill: none; stroke: #0b6bcb; stroke-width: 2; }',
      dark: '.curve { stroke: #5db0ff; }',
    },
  });
}
