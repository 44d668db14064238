/** A change of a line, at a CPU cycle. */
export interface Change {
  readonly line: string;
  readonly level: 0 | 1;
  readonly cycle: number;
}

/** Units of the file's time, 100 ps, in a CPU cycle at 16 MHz. */
const CYCLE = 625;
/** The first of the printable characters that identify a line in the file. */
const FIRST_CODE = 33;

/**
 * Lines over time as a Value Change Dump (IEEE 1364-2005, chapter 18), which waveform viewers read.
 *
 * @param levels of each line before the first change
 * @param changes in the order of time
 */
export function vcd(levels: ReadonlyMap<string, 0 | 1>, changes: readonly Change[], end: number): string {
  const codes = new Map(
    [...levels.keys()].map((line, index) => [line, String.fromCharCode(FIRST_CODE + index)]),
  );
  const start = changes[0]?.cycle ?? end;
  const lines = [
    '$version carrybit $end',
    '$timescale 100 ps $end',
    '$scope module uno $end',
    // Names with spaces would count as several words.
    ...[...codes].map(([line, code]) => `$var wire 1 ${code} ${line.replace(/\s+/g, '_')} $end`),
    '$upscope $end',
    '$enddefinitions $end',
    '#0',
    '$dumpvars',
    ...[...levels].map(([line, level]) => `${level}${codes.get(line)}`),
    '$end',
  ];
  let now = 0;
  for (const { line, level, cycle } of changes) {
    const time = (cycle - start) * CYCLE;
    if (time !== now) lines.push(`#${time}`);
    now = time;
    lines.push(`${level}${codes.get(line)}`);
  }
  return `${[...lines, `#${(end - start) * CYCLE}`].join('\n')}\n`;
}
