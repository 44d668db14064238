import { FixedCell, type FixedNetwork } from '../fixed/index.ts';
import { type Task, unpack } from '../tasks/index.ts';
import type { Proven } from './prove.ts';

/** The smallest machine that behaves as the network does: what the network has learned to remember. */
export interface Automaton {
  readonly task: Task;
  readonly classes: readonly AutomatonClass[];
  /** Index of the class of the initial state. */
  readonly initial: number;
  /** Index of the class of a network state; undefined for a state that no input stream leads to. */
  classOf(state: ArrayLike<number>): number | undefined;
}

export interface AutomatonClass {
  /** The task's states that stand beside the network states of this class. */
  readonly labels: readonly string[];
  /** How many network states are in it. */
  readonly states: number;
  /** For each packed input: the class it leads to and the packed output. */
  readonly edges: readonly { readonly to: number; readonly outputs: number }[];
}

/**
 * Merges the reachable network states that no input stream can tell apart, by partition refinement (Moore 1956):
 * begin with the states that answer alike, and split until members of a class also lead to the same classes.
 */
export function minimalAutomaton(network: FixedNetwork, task: Task, { reachable }: Proven): Automaton {
  const { hidden } = network;
  const symbols = 2 ** task.inputs.length;
  const ids = new Map<string, number>();
  const labels: Set<number>[] = [];
  const states: number[][] = [];
  reachable.taskStates.forEach((taskState, pair) => {
    const state = reachable.networkStates.slice(pair * hidden, (pair + 1) * hidden);
    const key = state.join();
    let id = ids.get(key);
    if (id === undefined) {
      id = states.push(state) - 1;
      ids.set(key, id);
      labels.push(new Set());
    }
    labels[id]?.add(taskState);
  });

  const cell = new FixedCell(network);
  const edges = states.map((state) =>
    Array.from({ length: symbols }, (_, inputs) => {
      cell.state.set(state);
      const outputs = cell.step(inputs);
      return { to: ids.get(cell.state.join()) as number, outputs };
    }),
  );

  let classOf = partition(edges.map((row) => row.map((edge) => edge.outputs).join()));
  for (let count = 0; count !== new Set(classOf).size; ) {
    count = new Set(classOf).size;
    classOf = partition(edges.map((row, id) => [classOf[id], ...row.map((edge) => classOf[edge.to])].join()));
  }

  const classes = Array.from(new Set(classOf), (index): AutomatonClass => {
    const members = classOf.flatMap((of, id) => (of === index ? [id] : []));
    const names = new Set(members.flatMap((id) => [...(labels[id] ?? [])]));
    const representative = edges[members[0] as number] ?? [];
    return {
      labels: [...names].sort((a, b) => a - b).map((state) => task.states[state] as string),
      states: members.length,
      edges: representative.map(({ to, outputs }) => ({ to: classOf[to] as number, outputs })),
    };
  });
  return {
    task,
    classes,
    initial: classOf[0] as number,
    classOf: (state) => classOf[ids.get(Array.from(state).join()) ?? -1],
  };
}

/** Numbers the distinct keys in the order in which they appear. */
function partition(keys: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return keys.map((key) => {
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}

/** The automaton as a Graphviz digraph: edges read inputs / outputs. */
export function automatonDot({ task, classes, initial }: Automaton): string {
  const width = task.inputs.length;
  const lines = classes.flatMap(({ labels, states, edges }, index) => {
    const node = `  ${index} [label="${labels.join(' or ')}\\n${states} network state${states === 1 ? '' : 's'}"]`;
    const targets = new Set(edges.map((edge) => edge.to));
    const arrows = [...targets].map((to) => {
      const words = edges.flatMap((edge, inputs) =>
        edge.to === to
          ? [`${unpack(inputs, width).join('')} / ${unpack(edge.outputs, task.outputs.length).join('')}`]
          : [],
      );
      return `  ${index} -> ${to} [label="${words.join('\\n')}"]`;
    });
    return [node, ...arrows];
  });
  return [
    `digraph "${task.name}" {`,
    `  label="${task.inputs.join('')} / ${task.outputs.join('')}"`,
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
