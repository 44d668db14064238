// Draws docs/bench.svg from results.json: node bench/chart.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { scaleLog, scalePoint } from 'd3-scale';
import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolDiamond2,
  symbolSquare,
  symbolSquare2,
  symbolStar,
  symbolTriangle,
  symbolTriangle2,
  symbolWye,
} from 'd3-shape';
import { svg } from '../dist/modules/src/view/svg.js';
import { figure, time } from './table.mjs';

const WIDTH = 720;
const ROW = 30;
const MARGIN = { top: 118, right: 176, bottom: 44, left: 118 };

/** In the order of the legend; colours on light and on dark ground. */
const ALL_MARKS = [
  { name: 'carrybit', shape: symbolCircle, light: '#0b6bcb', dark: '#5db0ff' },
  { name: 'C++, Eigen', shape: symbolCross, light: '#00695c', dark: '#5fd7c4' },
  { name: 'numpy', shape: symbolSquare, light: '#b35900', dark: '#ffa657' },
  { name: 'numpy, AVX-512', shape: symbolDiamond2, light: '#7a4100', dark: '#e0b07a' },
  { name: 'numba', shape: symbolSquare2, light: '#8d6e00', dark: '#e8d44d' },
  { name: 'JAX', shape: symbolStar, light: '#ad1457', dark: '#ff80ab' },
  { name: 'torch', shape: symbolTriangle, light: '#b3261e', dark: '#ff8a80' },
  { name: 'torch.compile', shape: symbolTriangle2, light: '#d84315', dark: '#ffab91' },
  { name: 'plain JavaScript', shape: symbolDiamond, light: '#2e7d32', dark: '#7bd88f' },
  { name: 'TensorFlow.js', shape: symbolWye, light: '#6f42c1', dark: '#c8a6ff' },
];

const LEGEND_ROW = 20;

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const results = JSON.parse(read('results.json'));
/** Among the programs that took part. */
const MARKS = ALL_MARKS.filter((mark) =>
  results.rows.some((row) => row.what === 'update' && row.results.some(({ name }) => name === mark.name)),
);
writeFileSync(new URL('../docs/bench.svg', import.meta.url), chart(results));

/** Times of one update of each size on a logarithmic axis. */
function chart({ rows, machine }) {
  const updates = rows.filter(({ what }) => what === 'update');
  const height = MARGIN.top + MARGIN.bottom + ROW * updates.length;
  const times = updates.flatMap(({ results }) => results.filter(shown).map(({ median }) => median));
  const x = scaleLog(
    [Math.min(...times) / 1.3, Math.max(...times) * 1.3],
    [MARGIN.left, WIDTH - MARGIN.right],
  );
  const y = scalePoint(updates.keys(), [MARGIN.top + ROW / 2, height - MARGIN.bottom - ROW / 2]);
  const decades = x
    .ticks()
    .filter((seconds) => Number.isInteger(Math.round(Math.log10(seconds) * 1e6) / 1e6));
  const grid = decades.map(
    (seconds) =>
      `<line x1="${x(seconds)}" x2="${x(seconds)}" y1="${MARGIN.top}" y2="${height - MARGIN.bottom}" class="grid"/>` +
      `<text x="${x(seconds)}" y="${height - MARGIN.bottom + 18}" text-anchor="middle">${unit(seconds)}</text>`,
  );
  const lines = updates.map(({ hidden, steps, results }, index) => {
    const all = results.filter(shown).map(({ median }) => median);
    const peers = results.slice(1).filter(shown);
    const best = peers.reduce((least, peer) => (peer.median < least.median ? peer : least), peers[0]);
    return (
      `<line x1="${x(Math.min(...all))}" x2="${x(Math.max(...all))}" y1="${y(index)}" y2="${y(index)}" class="range"/>` +
      `<text x="${MARGIN.left - 12}" y="${y(index)}" dy="0.35em" text-anchor="end">${hidden} × ${steps}</text>` +
      // Its own mark lies on top.
      MARKS.toReversed()
        .map((mark) => {
          const result = results.find(({ name }) => name === mark.name);
          const path = symbol(mark.shape, 90)();
          return result
            ? `<path d="${path}" transform="translate(${x(result.median)} ${y(index)})" class="mark${MARKS.indexOf(mark)}"/>`
            : '';
        })
        .join('') +
      (best
        ? `<text x="${WIDTH - MARGIN.right + 14}" y="${y(index)}" dy="0.35em">${figure(best.ratio)}× ${best.name}</text>`
        : '')
    );
  });
  const [smallest, largest] = leads(updates);
  let [left, top] = [16, 68];
  const legend = MARKS.map(({ name, shape }, kind) => {
    const width = 36 + name.length * 7;
    if (left + width > WIDTH) [left, top] = [16, top + LEGEND_ROW];
    const entry =
      `<path d="${symbol(shape, 90)()}" transform="translate(${left + 6} ${top})" class="mark${kind}"/>` +
      `<text x="${left + 18}" y="${top}" dy="0.35em">${name}</text>`;
    left += width;
    return entry;
  });
  const colours = (ground) => MARKS.map((mark, kind) => `.mark${kind} { fill: ${mark[ground]}; }`).join(' ');
  const styles = {
    light: `.range { stroke: #bbb; } ${colours('light')}`,
    dark: `.range { stroke: #555; } ${colours('dark')}`,
  };
  return svg(WIDTH, height, styles, [
    '<text x="16" y="24" class="title">One training update, 100 samples: states × steps</text>',
    `<text x="16" y="46">${smallest} to ${largest} the speed of the nearest peer</text>`,
    ...legend,
    `<text x="${WIDTH - MARGIN.right + 14}" y="${MARGIN.top - 6}">nearest peer</text>`,
    ...grid,
    ...lines,
    `<text x="${(MARGIN.left + WIDTH - MARGIN.right) / 2}" y="${height - 6}" text-anchor="middle">time, one core of ${machine.cpu}</text>`,
  ]);
}

/** The smallest and the largest lead over the nearest peer, with the size where that is. */
function leads(updates) {
  const nearest = updates
    .map(({ hidden, steps, results }) => ({
      lead: Math.min(
        ...results
          .slice(1)
          .filter(shown)
          .map(({ ratio }) => ratio),
      ),
      size: `${hidden} × ${steps}`,
    }))
    .sort((a, b) => a.lead - b.lead);
  return [nearest[0], nearest.at(-1)].map(({ lead, size }) => `${figure(lead)}× (${size})`);
}

function shown({ name }) {
  return MARKS.some((mark) => mark.name === name);
}

/** A power of ten seconds without decimals. */
function unit(seconds) {
  return time(seconds * 1.000001).replace(/\.0+ /, ' ');
}
