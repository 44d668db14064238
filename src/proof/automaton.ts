import { type Machine, partition, UNSPECIFIED, unpack } from '../machine/index.ts';
import { networkGraph } from './network-graph.ts';
import type { Proven } from './prove.ts';

/** The smallest machine that behaves as the network does: what the network has learned to remember. */
export interface Automaton {
  /** The machine that the network was proven against. */
  readonly task: Machine;
  readonly classes: readonly AutomatonClass[];
  /** Index of the class of the initial state. */
  readonly initial: number;
  /** Index of the class of a network state; undefined for a state that no input stream leads to. */
  classOf(state: ArrayLike<number>): number | undefined;
}

export interface AutomatonClass {
  /** The machine's states that stand beside the network states of this class. */
  readonly labels: readonly string[];
  /** How many network states are in it. */
  readonly states: number;
  /** For each packed input: the class it leads to and the packed output; undefined for one that never comes. */
  readonly edges: readonly (AutomatonEdge | undefined)[];
}

export interface AutomatonEdge {
  readonly to: number;
  readonly outputs: number;
}

/** Merges the reachable network states that no input stream can tell apart. */
export function minimalAutomaton(task: Machine, { pairs }: Proven): Automaton {
  const graph = networkGraph(pairs);
  const { inputs, nodes, next, output } = graph;
  const words = 2 ** inputs;
  const classOf = partition({ inputs, nodes, next, signature: output });
  const members: number[][] = [];
  classOf.forEach((index, node) => {
    members[index] ??= [];
    members[index]?.push(node);
  });
  const labels = members.map(() => new Set<number>());
  graph.ofPair.forEach((node, pair) => {
    labels[classOf[node] as number]?.add(pairs.states[pair * pairs.size] as number);
  });
  const classes = members.map((nodesOf, index): AutomatonClass => {
    const from = (nodesOf[0] as number) * words;
    return {
      labels: [...(labels[index] ?? [])].sort((a, b) => a - b).map((state) => task.states[state] as string),
      states: nodesOf.length,
      edges: Array.from({ length: words }, (_, word) => {
        const to = next[from + word] as number;
        if (to === UNSPECIFIED) return undefined;
        return { to: classOf[to] as number, outputs: output[from + word] as number };
      }),
    };
  });
  return {
    task,
    classes,
    initial: classOf[0] as number,
    classOf: (state) => {
      const node = graph.find(state);
      return node === undefined ? undefined : classOf[node];
    },
  };
}

/** The automaton as a Graphviz digraph: edges read inputs / outputs. */
export function automatonDot({ task, classes, initial }: Automaton): string {
  const width = task.inputs.length;
  const lines = classes.flatMap(({ labels, states, edges }, index) => {
    const node = `  ${index} [label=${quoted(`${labels.join(' or ')}\n${states} network state${states === 1 ? '' : 's'}`)}]`;
    const targets = new Set(edges.flatMap((edge) => edge?.to ?? []));
    const arrows = [...targets].map((to) => {
      const words = edges.flatMap((edge, inputs) =>
        edge?.to === to
          ? [`${unpack(inputs, width).join('')} / ${unpack(edge.outputs, task.outputs.length).join('')}`]
          : [],
      );
      return `  ${index} -> ${to} [label=${quoted(words.join('\n'))}]`;
    });
    return [node, ...arrows];
  });
  const together = (names: readonly string[]) =>
    names.join(names.every((name) => name.length === 1) ? '' : ' ');
  return [
    `digraph ${quoted(task.name)} {`,
    `  label=${quoted(`${together(task.inputs)} / ${together(task.outputs)}`)}`,
    '  rankdir=LR',
    '  fontname="Helvetica"',
    '  bgcolor=white',
    '  node [shape=ellipse, fontname="Helvetica"]',
    '  edge [fontname="Helvetica", fontsize=11]',
    '  start [shape=point]',
    `  start -> ${initial}`,
    ...lines,
    '}',
    '',
  ].join('\n');
}

/** A quoted string of DOT; names may hold anything that is printable. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
