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

/** At an edge, in a state's list of steps, and in a list of text. */
const EDGE: Room = { symbols: 6, lines: 12 };
const CARD: Room = { symbols: 4, lines: 8 };
const LIST: Room = { symbols: 12, lines: 64 };
/** With more states or lines of labels than this, labels at edges would be far from them. */
const MAX_LABELLED = { states: 24, lines: 48 };
/** Maximum of lines in a state's list. */
const MAX_CARD_LINES = 16;
/** Maximum of characters of a next state's name in a list. */
const MAX_NAME_CHARACTERS = 24;

/**
 * A machine as a Graphviz digraph for people. A small one has one edge between two states, with `inputs / outputs` in
 * its label. In a large one each state lists its own steps, and edges have no labels.
 */
export function drawingDot(drawing: Drawing): string {
  const { title, named, states, edges } = drawing;
  const together = (names: readonly string[]) =>
    names.join(names.every((name) => name.length === 1) ? '' : ' ');
  const sides = (['inputs', 'outputs'] as const).map((side) =>
    named.symbols?.[side] ? side.slice(0, -1) : together(named[side]),
  );
  const labels = edges.map(({ steps }) => stepLines(named, steps, EDGE));
  const isLarge = states.length > MAX_LABELLED.states || labels.flat().length > MAX_LABELLED.lines;
  return [
    `digraph ${quoted(title)} {`,
    `  label=${quoted(sides.join(' / '))}`,
    '  fontname="Helvetica"',
    '  bgcolor=white',
    ...(isLarge ? cards(drawing) : labelledEdges(drawing, labels)),
    '}',
    '',
  ].join('\n');
}

function labelledEdges(
  { states, initial, edges }: Drawing,
  labels: readonly (readonly string[])[],
): string[] {
  return [
    '  rankdir=LR',
    // Wide labels between many states need more room.
    ...(states.length > 12 ? ['  ranksep=1', '  nodesep=0.4'] : []),
    '  node [shape=ellipse, fontname="Helvetica"]',
    '  edge [fontname="Helvetica", fontsize=11]',
    ...start(initial),
    ...states.map((label, state) => `  ${state} [label=${quoted(label)}]`),
    ...edges.map(({ from, to }, at) => `  ${from} -> ${to} [label=${quoted((labels[at] ?? []).join('\n'))}]`),
  ];
}

/** Layers would make a strip of a large machine; forces make nearly a square. A step that stays is in the list only. */
function cards({ named, states, initial, edges }: Drawing): string[] {
  const name = (state: number) => cut((states[state] ?? '').split('\n', 1)[0] ?? '');
  const lists = states.map((): string[] => []);
  for (const { from, to, steps } of edges)
    lists[from]?.push(...stepLines(named, steps, CARD).map((line) => `${line} → ${name(to)}`));
  return [
    '  layout=neato',
    '  overlap=false',
    '  splines=true',
    '  node [shape=Mrecord, fontname="Helvetica", fontsize=11, margin="0.06,0.03"]',
    '  edge [color="#778899", penwidth=0.7, arrowsize=0.6]',
    ...start(initial),
    ...states.map((label, state) => {
      const list = fewer(lists[state] ?? [], MAX_CARD_LINES).map((line) => `${recordText(line)}\\l`);
      const bold = state === initial ? ', penwidth=2' : '';
      return `  ${state} [label="{${recordText(label)}|${list.join('')}}"${bold}]`;
    }),
    ...edges.filter(({ from, to }) => from !== to).map(({ from, to }) => `  ${from} -> ${to}`),
  ];
}

const start = (initial: number) => ['  start [shape=point]', `  start -> ${initial}`];

/** A text in the label of a record, where more characters have a meaning. */
const recordText = (text: string) =>
  quoted(text)
    .slice(1, -1)
    .replace(/[{}|<>]/g, '\\$&');

const cut = (text: string) =>
  text.length > MAX_NAME_CHARACTERS ? `${text.slice(0, MAX_NAME_CHARACTERS - 1)}…` : text;

const fewer = (lines: readonly string[], max: number) =>
  lines.length > max ? [...lines.slice(0, max - 1), `… ${lines.length - max + 1} more`] : lines;

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
  return [...fewer(lines, room.lines)];
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
