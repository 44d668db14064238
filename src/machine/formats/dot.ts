import { MAX_NAME } from '../machine.ts';
import { type Coding, codeOf } from './codes.ts';
import { type DotEdge, type DotGraph, type DotNode, dotGraph } from './dot-graph.ts';
import { Draft } from './draft.ts';
import { FormatError, shown } from './format-error.ts';
import { checkStates, type Parsed } from './parsed.ts';

/** One transition in a file's own symbols; the output is the one of this step. */
interface Transition {
  readonly from: string;
  readonly to: string;
  readonly input: string;
  readonly output: string;
  readonly line: number;
}

/**
 * Reads a state machine that is drawn in DOT, as AALpy, LearnLib and collections of automata write them: Mealy machines
 * (edges `input/output`), Moore machines (states `name|output`, seen after the step that leads there) and acceptors
 * (accepting states are double circles; the output is 1 after a step that leads to one). Symbols become bits.
 *
 * @param name of the machine, if the graph has none
 * @throws FormatError
 */
export function parseDot(text: string, name: string, coding: Coding = 'binary'): Parsed {
  checkCount(text);
  const graph = dotGraph(text);
  const { states, edges, initial, notes } = withoutMarkers(graph);
  const { kind, transitions, note } = transitionsOf(states, edges);
  const named = stateNames(states, kind === 'Moore');
  if (note !== undefined) notes.push(note);
  const inputs = codeOf('input', distinct(transitions, 'input'), coding, bitsNamed(graph, 'input'));
  const outputs = codeOf('output', distinct(transitions, 'output'), coding, bitsNamed(graph, 'output'));
  const draft = new Draft(inputs.bits);
  for (const [id, { line }] of states) draft.state(named.get(id) as string, line);
  for (const { from, to, input, output, line } of transitions) {
    const { value, care } = inputs.of(input);
    const seen = outputs.of(output);
    const step = { next: named.get(to), output: seen.value, care: seen.care, line };
    const free = (2 ** inputs.bits.length - 1) & ~care;
    for (let some = free; ; some = (some - 1) & free) {
      draft.add(named.get(from) as string, value | some, step, input);
      if (some === 0) break;
    }
  }
  const title = graph.name !== undefined && isName(graph.name) ? graph.name : name;
  const machine = draft.finish(title, outputs.bits, named.get(initial) as string);
  notes.unshift(`Read as ${KINDS[kind]}.`);
  return {
    machine,
    ...((inputs.symbols || outputs.symbols) && {
      symbols: {
        ...(inputs.symbols && { inputs: inputs.symbols }),
        ...(outputs.symbols && { outputs: outputs.symbols }),
      },
    }),
    notes,
  };
}

/** Counts the states from which edges start, to refuse a large graph before it is parsed. */
function checkCount(text: string): void {
  const sources = new Set<string>();
  for (const match of text.matchAll(/^[ \t]*("(?:[^"\\\n]|\\.)*"|[\w.]+)[ \t]*->/gm)) {
    sources.add(match[1] as string);
    // One more, because it may mark the initial state.
    checkStates(
      sources.size - 1,
      sources.size > 256 ? text.slice(0, match.index).split('\n').length : undefined,
    );
  }
}

/** Finds the marks of initial states: nodes without incoming edges and with one outgoing edge, which has no label. */
function withoutMarkers({ nodes, edges }: DotGraph) {
  const notes: string[] = [];
  const entered = new Set(edges.map(({ to }) => to));
  const marks = edges.filter(({ from, label }, _, all) => {
    if (label.trim() !== '' || entered.has(from)) return false;
    return all.filter((edge) => edge.from === from).length === 1;
  });
  const marked = new Set(marks.map(({ from }) => from));
  const states = new Map([...nodes].filter(([id]) => !marked.has(id) && !isHidden(id, nodes, edges)));
  const [first] = states.keys();
  if (first === undefined)
    throw new FormatError(undefined, 'expected states and edges between them, got none');
  const starts = new Set(marks.map(({ to }) => to));
  const [, second] = marks;
  if (starts.size > 1 && second !== undefined)
    throw new FormatError(
      second.line,
      `expected one initial state, got ${[...starts].map(shown).join(', ')}`,
    );
  const [initial = first] = starts;
  if (starts.size === 0)
    notes.push(`No initial state is marked (__start0 -> state); ${shown(first)}, the first one, is taken.`);
  return { states, edges: edges.filter((edge) => !marks.includes(edge)), initial, notes };
}

/** A node that does not stand for a state: `__start0` without an edge. */
function isHidden(id: string, nodes: DotGraph['nodes'], edges: readonly DotEdge[]): boolean {
  const shape = nodes.get(id)?.attributes.get('shape');
  const bare = id.startsWith('__') || shape === 'none' || shape === 'point';
  return bare && !edges.some(({ from, to }) => from === id || to === id);
}

/** The name of a state: its label up to an output if these all differ, else its id. */
function stateNames(states: ReadonlyMap<string, DotNode>, moore: boolean): Map<string, string> {
  const labels = new Map(
    [...states].map(([id, node]) => [id, (moore && record(node)?.[0]) || plainLabel(id, node)]),
  );
  const good = [...labels.values()].every(isName) && new Set(labels.values()).size === labels.size;
  if (good) return labels;
  return new Map(
    [...states].map(([id, { line }], index) => {
      if (id.length > MAX_NAME) return [id, `s${index}`];
      if (!isName(id))
        throw new FormatError(line, `expected a state's name of 1–${MAX_NAME} characters, got ${shown(id)}`);
      return [id, id];
    }),
  );
}

const isName = (text: string) => text.length >= 1 && text.length <= MAX_NAME && !/\p{C}/u.test(text);

function plainLabel(id: string, { attributes }: DotNode): string {
  const label = (attributes.get('label') ?? id).replace(/\s*\n\s*/g, ' ');
  return label.trim() === '' ? id : label;
}

/** The two parts of `name|output`, with or without braces. */
function record({ attributes }: DotNode): readonly [string, string] | undefined {
  const match = /^\s*\{?\s*([^|]*?)\s*\|\s*([^|]*?)\s*\}?\s*$/.exec(attributes.get('label') ?? '');
  return match ? [match[1] as string, match[2] as string] : undefined;
}

const KINDS = {
  Mealy: 'a Mealy machine: input/output on each edge',
  Moore: 'a Moore machine: an output in each state',
  acceptor: 'an acceptor: accepting states are double circles',
} as const;

function transitionsOf(
  states: ReadonlyMap<string, DotNode>,
  edges: readonly DotEdge[],
): { kind: keyof typeof KINDS; transitions: Transition[]; note?: string } {
  const labels = edges.flatMap((edge) => {
    const parts = edge.label
      .split('\n')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    if (parts.length === 0)
      throw new FormatError(
        edge.line,
        `expected a label on the edge from ${shown(edge.from)} to ${shown(edge.to)}`,
      );
    return parts.map((label) => ({ ...edge, label }));
  });
  if (labels.length === 0) throw new FormatError(undefined, 'expected edges with labels, got none');
  const pairs = labels.map(({ label }) => inputOutput(label));
  const mealy = pairs.findIndex((pair) => pair !== undefined);
  if (mealy >= 0 && (pairs[0] !== undefined || !pairs.slice(1).every((pair) => pair === undefined))) {
    const odd = pairs.indexOf(undefined);
    if (odd >= 0)
      throw new FormatError(
        labels[odd]?.line,
        `expected input/output as on line ${labels[mealy]?.line}, got ${shown(labels[odd]?.label ?? '')}`,
      );
    const transitions = labels.map(({ from, to, line }, index) => {
      const [input, output] = pairs[index] as readonly [string, string];
      return { from, to, input, output, line };
    });
    return { kind: 'Mealy', transitions };
  }
  const moore = new Map([...states].map(([id, node]) => [id, record(node)?.[1] ?? slashed(node)]));
  const after = (output: (id: string) => string) =>
    labels.map(({ from, to, label, line }) => ({ from, to, input: label, output: output(to), line }));
  if ([...states.keys()].every((id) => moore.get(id) !== undefined && moore.get(id) !== '')) {
    return {
      kind: 'Moore',
      transitions: after((id) => moore.get(id) as string),
      note: 'An output is that of the state after the step; the initial state’s own is seen when a step leads back to it.',
    };
  }
  const accepts = (id: string) => {
    const attributes = states.get(id)?.attributes;
    return attributes?.get('shape') === 'doublecircle' || Number(attributes?.get('peripheries')) >= 2;
  };
  if (![...states.keys()].some(accepts))
    throw new FormatError(
      labels[0]?.line,
      `expected input/output on the edges, name|output in the states, or accepting states (shape=doublecircle), got ${shown(labels[0]?.label ?? '')}`,
    );
  return {
    kind: 'acceptor',
    transitions: after((id) => (accepts(id) ? '1' : '0')),
    note: 'The output is 1 after a step that leads to an accepting state; the empty stream is not judged.',
  };
}

/** `a/b`, `a / b`: split at a slash with spaces, else at the first slash. */
function inputOutput(label: string): readonly [string, string] | undefined {
  const spaced = label.indexOf(' / ');
  const at = spaced >= 0 ? spaced + 1 : label.indexOf('/');
  if (at < 0) return undefined;
  const [input, output] = [label.slice(0, at).trim(), label.slice(at + 1).trim()];
  return input === '' || output === '' ? undefined : [input, output];
}

/** The output of a Moore state that is written `name/output`. */
function slashed({ attributes }: DotNode): string | undefined {
  return inputOutput(attributes.get('label') ?? '')?.[1];
}

function distinct(transitions: readonly Transition[], part: 'input' | 'output'): string[] {
  return [...new Set(transitions.map((each) => each[part]))];
}

/** Names of bits, as `dotText` writes them: `input0=a`, `input1=b`. */
function bitsNamed({ attributes }: DotGraph, side: 'input' | 'output'): string[] | undefined {
  const names: string[] = [];
  for (
    let name = attributes.get(`${side}0`);
    name !== undefined;
    name = attributes.get(`${side}${names.length}`)
  )
    names.push(name);
  return names.length > 0 && names.every(isName) && new Set(names).size === names.length ? names : undefined;
}
