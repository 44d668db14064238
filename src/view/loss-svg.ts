import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

const WIDTH = 720;
const HEIGHT = 360;
const MARGIN = { top: 40, right: 24, bottom: 48, left: 60 };

/** The loss of each update as an SVG picture, readable on light and dark ground. */
export function lossSvg(losses: ArrayLike<number>, title: string): string {
  const values = Array.from(losses);
  // A training that ran away has losses that no picture can show; the curve has gaps there.
  const most = values.reduce(
    (largest, loss) => (Number.isFinite(loss) ? Math.max(largest, loss) : largest),
    0,
  );
  const x = scaleLinear([1, Math.max(2, values.length)], [MARGIN.left, WIDTH - MARGIN.right]);
  const y = scaleLinear([0, most || 1], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(5);
  const curve = line<number>((_, index) => x(index + 1), y).defined(Number.isFinite)(values) ?? '';
  const gridLines = y
    .ticks(5)
    .map(
      (loss) =>
        `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(loss)}" y2="${y(loss)}" class="grid"/>` +
        `<text x="${MARGIN.left - 8}" y="${y(loss)}" dy="0.35em" text-anchor="end">${y.tickFormat(5)(loss)}</text>`,
    );
  const updateTicks = x
    .ticks(10)
    .map(
      (update) =>
        `<line x1="${x(update)}" x2="${x(update)}" y1="${HEIGHT - MARGIN.bottom}" y2="${HEIGHT - MARGIN.bottom + 5}" class="axis"/>` +
        `<text x="${x(update)}" y="${HEIGHT - MARGIN.bottom + 20}" text-anchor="middle">${update}</text>`,
    );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="13">
<style>
  svg { background: #fff; } text { fill: #333; } .title { font-size: 16px; font-weight: 600; }
  .grid { stroke: #ddd; } .axis { stroke: #888; } .curve { fill: none; stroke: #0b6bcb; stroke-width: 2; }
  @media (prefers-color-scheme: dark) {
    svg { background: #16181d; } text { fill: #ccc; } .grid { stroke: #333; } .curve { stroke: #5db0ff; }
  }
</style>
<text x="${MARGIN.left}" y="24" class="title">${escapeXml(title)}</text>
${gridLines.join('\n')}
<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${HEIGHT - MARGIN.bottom}" y2="${HEIGHT - MARGIN.bottom}" class="axis"/>
${updateTicks.join('\n')}
<path d="${curve}" class="curve"/>
<text x="${(MARGIN.left + WIDTH - MARGIN.right) / 2}" y="${HEIGHT - 8}" text-anchor="middle">update</text>
<text transform="translate(16 ${(HEIGHT - MARGIN.bottom + MARGIN.top) / 2}) rotate(-90)" text-anchor="middle">cross-entropy</text>
</svg>
`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
