import type { Step } from '../frame.ts';
import { stateColor } from './line-color.ts';

/** Share of a step's time at which the state changes, because CLK rises then. */
const CHANGE = 0.25;

/** Horizontal pixel of a time in steps. */
type Scale = (time: number) => number;

/** A line of the traces: an input, the clock or an output. */
export interface Line {
  readonly name: string;
  readonly color: string;
  /** Its level in the end of a step. */
  readonly levelOf: (step: Step) => number;
}

/** A line at each step that begins a number. */
export function numberStarts(steps: readonly Step[], x: Scale, top: number, bottom: number): string {
  return steps.map(({ begins }, at) => (begins ? `M${x(at)} ${top}V${bottom}` : '')).join('');
}

/** A rectangle around each step with a wrong output. */
export function wrongSteps(steps: readonly Step[], x: Scale, top: number, bottom: number): string {
  return steps
    .map(({ expected, outputs }, at) =>
      expected?.some((bit, index) => bit !== outputs[index])
        ? `M${x(at)} ${top}H${x(at + 1)}V${bottom}H${x(at)}Z`
        : '',
    )
    .join('');
}

/** The edges of a line, each at its time, as the points of a polyline. */
export function trace(
  { name, levelOf }: Line,
  steps: readonly Step[],
  before: Step | undefined,
  x: Scale,
  base: number,
  swing: number,
): string {
  let level = 0;
  if (before) level = levelOf(before);
  else level = levelAtStart(name, steps) ?? (steps[0] ? levelOf(steps[0]) : 0);
  let height = base - level * swing;
  let points = `${x(0)} ${height}`;
  steps.forEach(({ edges }, at) => {
    for (const edge of edges) {
      if (edge.line !== name) continue;
      const next = base - edge.level * swing;
      points += ` ${x(at + edge.at)} ${height} ${x(at + edge.at)} ${next}`;
      height = next;
    }
  });
  return `${points} ${x(steps.length)} ${height}`;
}

/** The level before the first edge of a line; undefined without edges. */
function levelAtStart(line: string, steps: readonly Step[]): number | undefined {
  for (const { edges } of steps) for (const edge of edges) if (edge.line === line) return 1 - edge.level;
  return undefined;
}

/** A unit's state over time, as the points of a polyline. */
export function stateCurve(
  unit: number,
  steps: readonly Step[],
  before: Step | undefined,
  x: Scale,
  middle: number,
  scale: number,
): string {
  const y = (step: Step) => Math.round((middle - (step.state[unit] ?? 0) * scale) * 10) / 10;
  let height = before && y(before);
  let points = height === undefined ? '' : `${x(0)} ${height}`;
  steps.forEach((step, at) => {
    const next = y(step);
    if (next === height) return;
    const time = x(at + CHANGE);
    points += height === undefined ? `${time} ${next}` : ` ${time} ${height} ${time} ${next}`;
    height = next;
  });
  return height === undefined ? '' : `${points} ${x(steps.length)} ${height}`;
}

/** Steps one after the other in the same state of the automaton. */
export interface Band {
  readonly stateClass: number | null;
  readonly from: number;
  readonly width: number;
}

/** The automaton's state over time. */
export function bands(steps: readonly Step[], x: Scale): Band[] {
  const begins = steps.flatMap(({ stateClass }, at) =>
    at > 0 && steps[at - 1]?.stateClass === stateClass ? [] : [at],
  );
  return begins.map((begin, index) => {
    const end = begins[index + 1];
    const from = x(begin + CHANGE);
    const width = x(end === undefined ? steps.length : end + CHANGE) - from;
    return { stateClass: steps[begin]?.stateClass ?? null, from, width };
  });
}

/** For each colour a path around its bands: few elements change in a frame, however many bands there are. */
export function bandPaths(all: readonly Band[], top: number, height: number): Map<string, string> {
  const paths = new Map<string, string>();
  for (const { stateClass, from, width } of all) {
    const color = stateColor(stateClass);
    const around = `M${from} ${top}h${width}v${height}h${-width}z`;
    paths.set(color, (paths.get(color) ?? '') + around);
  }
  return paths;
}
