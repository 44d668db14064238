import { BOTTOM, LEFT, plot, RIGHT, TOP } from './plot.ts';

/** The loss of each update as an SVG picture, readable on light and dark ground. */
export function lossSvg(losses: ArrayLike<number>, title: string): string {
  const values = Array.from(losses);
  const max = values.reduce((largest, loss) => (isShown(loss) ? Math.max(largest, loss) : largest), 0);
  const last = Math.max(2, values.length);
  const x = (update: number) => LEFT + ((update - 1) / (last - 1)) * (RIGHT - LEFT);
  const height = max < MIN_HEIGHT ? 1 : max;
  const step = roundStep(height / 5);
  const end = Math.ceil(height / step) * step;
  const y = (loss: number) => BOTTOM - (loss / end) * (BOTTOM - TOP);
  const curve = values.map((loss, index) => {
    if (!isShown(loss)) return '';
    const command = isShown(values[index - 1]) ? 'L' : 'M';
    return `${command}${x(index + 1).toFixed(1)},${y(loss).toFixed(1)}`;
  });
  return plot({
    title,
    x: {
      label: 'update',
      ticks: multiples(Math.max(1, roundStep((last - 1) / 10)), 1, last).map((update) => [
        x(update),
        String(update),
      ]),
    },
    y: {
      label: 'cross-entropy',
      scale: y,
      ticks: multiples(step, 0, end).map((loss) => [loss, loss.toFixed(decimals(step))]),
    },
    marks: [`<path d="${curve.join('')}" class="curve"/>`],
    styles: {
      light: '.curve { fill: none; stroke: #0b6bcb; stroke-width: 2; }',
      dark: '.curve { stroke: #5db0ff; }',
    },
  });
}

/** A diverged training has losses that no picture can show; the curve has gaps there. */
function isShown(loss: number | undefined): boolean {
  return loss !== undefined && Math.abs(loss) < 1e300;
}

/** Digits of smaller losses have no room at the axis. */
const MIN_HEIGHT = 1e-9;

/** The distance of ticks that is nearest to one: 1, 2 or 5 times a power of ten. */
function roundStep(distance: number): number {
  const power = 10 ** Math.floor(Math.log10(distance));
  const share = distance / power;
  // Bounds are the geometric means of neighbours.
  if (share < Math.sqrt(2)) return power;
  if (share < Math.sqrt(10)) return 2 * power;
  return (share < Math.sqrt(50) ? 5 : 10) * power;
}

function multiples(step: number, first: number, last: number): number[] {
  const from = Math.ceil(first / step);
  // A multiple that is the last number may come out a bit larger.
  const count = Math.floor(last / step + 1e-9) - from + 1;
  return Array.from({ length: count }, (_, index) => (from + index) * step);
}

/** Digits behind the point that a step's multiples have. */
function decimals(step: number): number {
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
}
