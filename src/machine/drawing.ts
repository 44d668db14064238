import { cubes } from './cubes.ts';
import { type Named, wordText } from './symbols.ts';

/** A step as a drawing shows it. */
export interface DrawnStep {
  readonly word: number;
  readonly output: number;
  readonly care?: number | undefined;
}

/** A state machine for drawing: the labels of its states, and the steps between them. */
export interface Drawing {
  readonly title: string;
  readonly named: Named;
  readonly states: readonly string[];
  readonly initial: number;
  readonly edges: readonly {
    readonly from: number;
    readonly to: number;
    readonly steps: readonly DrawnStep[];
  }[];
}

/** How many steps of an edge are written: symbols for one output, and lines. */
interface Room {
  readonly symbols: number;
  readonly lines: number;
}

/** In a drawing with few states, in one with many, and in a list. */
const FEW: Room = { symbols: 6, lines: 12 };
const MANY: Room = { symbols: 2, lines: 4 };
const LIST: Room = { symbols: 12, lines: 64 };
/** A drawing with more states than this has many. */
const MANY_STATES = 24;

/** A machine as a Graphviz digraph for people: one edge between two states, with `inputs / outputs` in its label. */
export function drawingDot({ title, named, states, initial, edges }: Drawing): string {
  const together = (names: readonly string[]) =>
    names.join(names.every((name) => name.length === 1) ? '' : ' ');
  const sides = (['inputs', 'outputs'] as const).map((side) =>
    named.symbols?.[side] ? side.slice(0, -1) : together(named[side]),
  );
  return [
    `digraph ${quoted(title)} {`,
    `  label=${quoted(sides.join(' / '))}`,
    '  rankdir=LR',
    // Wide labels between many states need more room.
    ...(states.length > 12 ? ['  ranksep=1', '  nodesep=0.4'] : []),
    '  fontname="Helvetica"',
    '  bgcolor=white',
    '  node [shape=ellipse, fontname="Helvetica"]',
    '  edge [fontname="Helvetica", fontsize=11]',
    '  start [shape=point]',
    `  start -> ${initial}`,
    ...states.map((label, state) => `  ${state} [label=${quoted(label)}]`),
    ...edges.map(
      ({ from, to, steps }) =>
        `  ${from} -> ${to} [label=${quoted(stepLines(named, steps, states.length < MANY_STATES ? FEW : MANY).join('\n'))}]`,
    ),
    '}',
    '',
  ].join('\n');
}

/**
 * The steps between two states in few lines: inputs with the same output together, as symbols or as bits with `-` for
 * both.
 */
export function stepLines(named: Named, steps: readonly DrawnStep[], room: Room = LIST): string[] {
  const byOutput = new Map<string, number[]>();
  for (const { word, output, care } of steps) {
    const text = wordText(named, 'outputs', output, care);
    const known = byOutput.get(text);
    if (known === undefined) byOutput.set(text, [word]);
    else known.push(word);
  }
  const lines = [...byOutput].flatMap(([output, words]) =>
    inputTexts(named, words, room.symbols).map((input) => `${input} / ${output}`),
  );
  return lines.length > room.lines
    ? [...lines.slice(0, room.lines - 1), `… ${lines.length - room.lines + 1} more`]
    : lines;
}

function inputTexts(named: Named, words: readonly number[], max: number): string[] {
  if (named.symbols?.inputs === undefined) {
    const width = named.inputs.length;
    return cubes(words, width).map(({ value, care }) => wordText(named, 'inputs', value, care));
  }
  const texts = words.map((word) => wordText(named, 'inputs', word));
  const shown = texts.slice(0, max).join(', ');
  return [texts.length > max ? `${shown} and ${texts.length - max} more` : shown];
}

/** A quoted string of DOT; names may hold anything that is printable. */
export function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
