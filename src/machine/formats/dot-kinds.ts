import type { DotEdge, DotNode, Transition } from './dot-graph.ts';
import { listOf } from './dot-lists.ts';
import { inputOutput, mooreLabels, outputsAlone, ownLabels, type StateLabel } from './dot-moore.ts';
import { FormatError, shown } from './format-error.ts';

/** A drawing, read as the kind of machine that it is. */
export interface Drawn {
  readonly transitions: readonly Transition[];
  /** Of a Moore machine. */
  readonly labels?: ReadonlyMap<string, StateLabel>;
  readonly notes: readonly string[];
}

type States = ReadonlyMap<string, DotNode>;

/**
 * Reads edges as transitions, with outputs from the edges, from the states, or 1 where a state accepts. @throws
 * FormatError
 */
export function drawn(states: States, edges: readonly DotEdge[]): Drawn {
  const labelled = edges.flatMap(eachLabel);
  if (labelled.length === 0) throw new FormatError(undefined, 'expected edges with labels, got none');
  const mealy = asMealy(labelled);
  const several = edges.flatMap(({ label }) => label.split('\n')).find((line) => pairsOf(line) !== undefined);
  if (mealy !== undefined && several !== undefined)
    return {
      ...mealy,
      notes: [...mealy.notes, `A label with commas is read as several of input/output: ${shown(several)}.`],
    };
  if (mealy !== undefined) return mealy;
  checkNoProbabilities(labelled);
  const after = (output: (id: string) => string) =>
    labelled.map(({ from, to, label, line }) => ({ from, to, input: label, output: output(to), line }));
  const asMoore = (labels: ReadonlyMap<string, StateLabel>, ...notes: string[]): Drawn => ({
    transitions: after((id) => labels.get(id)?.output as string),
    labels,
    notes: [
      'Read as a Moore machine: an output in each state.',
      'An output is that of the state after the step; the initial state’s own is seen when a step leads back to it.',
      ...notes,
    ],
  });
  const named = mooreLabels(states);
  if (named !== undefined) return asMoore(named);
  const alone = outputsAlone(states);
  if (![...states.values()].some(accepts)) {
    if (alone === undefined) throw withoutOutputs(states, labelled[0] as DotEdge);
    return asMoore(alone, 'The labels of states repeat, so they are outputs; states are named by their ids.');
  }
  if (alone !== undefined) checkSameAsAccepting(states, alone);
  return {
    transitions: after((id) => (accepts(states.get(id)) ? '1' : '0')),
    notes: [
      'Read as an acceptor: accepting states are double circles.',
      'The output is 1 after a step that leads to an accepting state; the empty stream is not judged.',
    ],
  };
}

/**
 * An edge with several labels, one a line, or several of `input/output` with commas between them, stands for as many.
 */
function eachLabel(edge: DotEdge): readonly DotEdge[] {
  const labels = edge.label
    .split('\n')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap((line) => pairsOf(line) ?? [line]);
  if (labels.length === 0)
    throw new FormatError(
      edge.line,
      `expected a label on the edge from ${shown(edge.from)} to ${shown(edge.to)}`,
    );
  return labels.map((label) => ({ ...edge, label }));
}

/** The pairs of `0/1, 1/0`; undefined if a comma belongs to an output, as in `data / ack, fin/ack`. */
function pairsOf(line: string): readonly string[] | undefined {
  const divider = line.includes(' / ') ? ' / ' : '/';
  const pairs = listOf(line);
  return pairs?.every((pair) => pair.includes(divider)) ? pairs : undefined;
}

/** @returns undefined if the edges carry inputs only, of which some may hold a slash */
function asMealy(edges: readonly DotEdge[]): Drawn | undefined {
  const pairs = edges.map(({ label }) => inputOutput(label));
  const one = pairs.findIndex((pair) => pair !== undefined);
  if (one < 0 || (pairs[0] === undefined && pairs.slice(1).every((pair) => pair === undefined)))
    return undefined;
  const transitions = edges.map(({ from, to, label, line }, index) => {
    const pair = pairs[index];
    if (pair === undefined)
      throw new FormatError(
        line,
        `expected input/output as on line ${edges[one]?.line}, got ${shown(label)}`,
      );
    return { from, to, input: pair[0], output: pair[1], line };
  });
  return { transitions, notes: ['Read as a Mealy machine: input/output on each edge.'] };
}

/** Decision processes are drawn like Moore machines, with `input:probability` on their edges. */
function checkNoProbabilities(edges: readonly DotEdge[]): void {
  const chances = edges.map(({ label }) => /:\s*(0?\.\d+|1\.0*)$/.exec(label)?.[1]);
  const at = chances.findIndex((chance) => chance !== undefined && Number(chance) < 1);
  const isOne = ({ label }: DotEdge, index: number) =>
    chances[index] !== undefined || /:\s*[01]$/.test(label);
  if (at < 0 || !edges.every(isOne)) return;
  throw new FormatError(
    edges[at]?.line,
    `expected one next state for each input, got the probability ${chances[at]} on ${shown(edges[at]?.label ?? '')}; carrybit reads no decision processes`,
  );
}

const accepts = (node: DotNode | undefined) =>
  node?.attributes.get('shape') === 'doublecircle' || Number(node?.attributes.get('peripheries')) >= 2;

function withoutOutputs(states: States, { label, line }: DotEdge): FormatError {
  const [one, two] = new Set(ownLabels(states)?.values());
  if (one === undefined || two === undefined)
    return new FormatError(
      line,
      `expected input/output on the edges, name|output in the states, or accepting states (shape=doublecircle), got ${shown(label)}`,
    );
  return new FormatError(
    [...states.values()][0]?.line,
    `expected name|output in the states, got labels such as ${shown(one)} and ${shown(two)}, which may be names of states or their outputs; write both, as ${shown(`${[...states.keys()][0]}|${one}`)}`,
  );
}

/** Labels that say the same as the double circles are harmless. */
function checkSameAsAccepting(states: States, labels: ReadonlyMap<string, StateLabel>): void {
  const meanings = new Map<string, boolean>();
  for (const [id, node] of states) {
    const output = labels.get(id)?.output as string;
    const before = meanings.get(output);
    if (before !== undefined && before !== accepts(node))
      throw new FormatError(
        node.line,
        `expected name|output in the states or double circles, got both: the label ${shown(output)} repeats as an output would, and the double circles make an acceptor; write name|output, or leave the labels out`,
      );
    meanings.set(output, accepts(node));
  }
}
