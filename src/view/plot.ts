import { escapeXml, type Styles, svg } from './svg.ts';

const WIDTH = 720;
const HEIGHT = 360;
const MARGIN = { top: 40, right: 24, bottom: 48, left: 60 };

/** The area for the marks of a plot, from its lower left to its upper right corner. */
export const LEFT = MARGIN.left;
export const RIGHT = WIDTH - MARGIN.right;
export const BOTTOM = HEIGHT - MARGIN.bottom;
export const TOP = MARGIN.top;

/** One kind of marks over two axes. */
export interface Plot {
  readonly title: string;
  readonly x: {
    readonly label: string;
    /** Labels by place. */
    readonly ticks: readonly (readonly [at: number, text: string])[];
  };
  readonly y: {
    readonly label: string;
    /** The place of a value. */
    readonly scale: (value: number) => number;
    /** Labels by value. */
    readonly ticks: readonly (readonly [value: number, text: string])[];
  };
  readonly marks: readonly string[];
  readonly styles: Styles;
}

/** Marks with a title, axes and lines behind them, as an SVG picture. */
export function plot({ title, x, y, marks, styles }: Plot): string {
  const lines = y.ticks.map(
    ([value, text]) =>
      `<line x1="${LEFT}" x2="${RIGHT}" y1="${y.scale(value)}" y2="${y.scale(value)}" class="grid"/>` +
      `<text x="${LEFT - 8}" y="${y.scale(value)}" dy="0.35em" text-anchor="end">${text}</text>`,
  );
  const ticks = x.ticks.map(
    ([at, text]) =>
      `<line x1="${at}" x2="${at}" y1="${BOTTOM}" y2="${BOTTOM + 5}" class="axis"/>` +
      `<text x="${at}" y="${BOTTOM + 20}" text-anchor="middle">${text}</text>`,
  );
  const { light, dark } = styles;
  return svg(WIDTH, HEIGHT, { light: `.axis { stroke: #888; } ${light}`, dark }, [
    `<text x="${LEFT}" y="24" class="title">${escapeXml(title)}</text>`,
    ...lines,
    `<line x1="${LEFT}" x2="${RIGHT}" y1="${BOTTOM}" y2="${BOTTOM}" class="axis"/>`,
    ...ticks,
    ...marks,
    `<text x="${(LEFT + RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${x.label}</text>`,
    `<text transform="translate(16 ${(BOTTOM + TOP) / 2}) rotate(-90)" text-anchor="middle">${y.label}</text>`,
  ]);
}
