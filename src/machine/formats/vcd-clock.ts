import { FormatError } from './format-error.ts';

/** What drives the clock in a recording: a button, which bounces, or an electronic clock. */
export type RecordedClock = 'button' | 'electronic';

/**
 * Seconds without contact after which a button is let go, as the firmware has it: contacts bounce for up to 5 ms, and
 * of its seven ticks the first one may be almost over.
 */
const QUIET_S = 7.2e-3;

const UNITS: Readonly<Record<string, number>> = { s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9, ps: 1e-12, fs: 1e-15 };

/** The seconds of a `$timescale`, as `10 us`; undefined if it is none. */
export function secondsOf(timescale: string): number | undefined {
  const [, count, unit = ''] = /^(1|10|100)\s*([munpf]?s)$/.exec(timescale.trim()) ?? [];
  return count === undefined ? undefined : Number(count) * (UNITS[unit] as number);
}

/** A rising edge of a clock, and how long the clock was low before it; undefined before the first fall. */
export interface Edge {
  readonly line: number;
  readonly low: number | undefined;
}

/**
 * Which rising edges of a clock are steps: all of an electronic clock, and of a button only those after it was let go.
 *
 * @param unit seconds of a unit of time, if the recording says
 * @param clock undefined if the edges themselves should tell
 * @throws FormatError if they do not
 */
export function isStep(
  edges: readonly Edge[],
  unit: number | undefined,
  clock: RecordedClock | undefined,
): (edge: Edge) => boolean {
  if (clock === 'electronic') return () => true;
  if (unit === undefined) {
    if (clock === undefined) return () => true;
    throw new FormatError(
      undefined,
      'expected a $timescale, as $timescale 1 us $end, to tell presses of a button from bounces, got none',
    );
  }
  const isPress = ({ low }: Edge) => low === undefined || low * unit >= QUIET_S;
  if (clock === 'button') return isPress;
  const presses = edges.filter(isPress).length;
  // A clock that never rests is no button.
  if (presses === edges.length || presses <= 1) return () => true;
  const bounce = edges.find((edge) => !isPress(edge));
  throw new FormatError(
    bounce?.line,
    `the clock rises less than ${QUIET_S * 1e3} ms after it fell, as a button does that bounces, and so do ${edges.length - presses} of its ${edges.length} edges: expected --clock button, which makes ${presses} steps of them, or --clock electronic, which makes ${edges.length}`,
  );
}
