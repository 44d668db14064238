import {
  checkMachine,
  drawingDot,
  MAX_NAME,
  type Machine,
  type Named,
  partition,
  requireList,
  requireObject,
  UNSPECIFIED,
} from '../machine/index.ts';
import { joinedName } from '../tasks/names.ts';
import { networkGraph } from './network-graph.ts';
import type { Proven } from './prove.ts';
import { requireProven } from './prove.ts';

/** The smallest machine that behaves as the network does: it shows what the network has learned to remember. */
export interface Automaton {
  /** The machine that the network was proven against. */
  readonly task: Machine & Named;
  readonly states: readonly AutomatonState[];
  /** @deprecated The name of `states` in 0.1; it will be removed after 0.2. */
  readonly classes: readonly AutomatonState[];
  /** Index of the initial state. */
  readonly initial: number;
  /** Index of the automaton's state that a network state belongs to; undefined for an unreachable one. */
  stateOf(state: ArrayLike<number>): number | undefined;
  /** @deprecated The name of `stateOf` in 0.1; it will be removed after 0.2. */
  classOf(state: ArrayLike<number>): number | undefined;
}

/** A state of the automaton: network states that no input stream can tell apart. */
export interface AutomatonState {
  /** The machine's states that are paired with these network states. */
  readonly labels: readonly string[];
  /** How many network states it stands for. */
  readonly networkStates: number;
  /** @deprecated The name of `networkStates` in 0.1; it will be removed after 0.2. */
  readonly states: number;
  /** For each packed input: the state that it leads to and the packed output; undefined for an unspecified step. */
  readonly edges: readonly (AutomatonEdge | undefined)[];
}

/** A step of the automaton. */
export interface AutomatonEdge {
  /** Index of the state that it leads to. */
  readonly to: number;
  /** The output word. */
  readonly outputs: number;
}

/** Merges the reachable network states that no input stream can tell apart. */
export function minimalAutomaton(task: Machine & Named, proof: Proven): Automaton {
  checkMachine(task);
  requireProven(proof);
  const { pairs } = proof;
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
  const states = members.map((nodesOf, index): AutomatonState => {
    const from = (nodesOf[0] as number) * words;
    return {
      labels: [...(labels[index] ?? [])].sort((a, b) => a - b).map((state) => task.states[state] as string),
      networkStates: nodesOf.length,
      states: nodesOf.length,
      edges: Array.from({ length: words }, (_, word) => {
        const to = next[from + word] as number;
        if (to === UNSPECIFIED) return undefined;
        return { to: classOf[to] as number, outputs: output[from + word] as number };
      }),
    };
  });
  const stateOf = (state: ArrayLike<number>) => {
    const node = graph.find(state);
    return node === undefined ? undefined : classOf[node];
  };
  return {
    task,
    states,
    classes: states,
    initial: classOf[0] as number,
    stateOf,
    classOf: stateOf,
  };
}

/** The automaton as a machine: all outputs of the network, also those that the task does not care about. */
export function automatonMachine(automaton: Automaton): Machine & Named {
  requireAutomaton(automaton);
  const { task, states, initial } = automaton;
  const { name, inputs, outputs, symbols } = task;
  const all = 2 ** outputs.length - 1;
  const edges = states.flatMap((each) => each.edges);
  const named = states.map(({ labels }) => joinedName(labels));
  const areNames = new Set(named).size === named.length && named.every((each) => each.length <= MAX_NAME);
  return {
    ...{ name, inputs, outputs, symbols, initial },
    states: areNames ? named : states.map((_, index) => `s${index}`),
    next: edges.map((edge) => edge?.to ?? UNSPECIFIED),
    output: edges.map((edge) => edge?.outputs ?? 0),
    care: edges.map((edge) => (edge ? all : 0)),
  };
}

/** The automaton as a Graphviz digraph: edges have the form inputs / outputs. */
export function automatonDot(automaton: Automaton): string {
  requireAutomaton(automaton);
  const { task, states, initial } = automaton;
  return drawingDot({
    title: task.name,
    named: task,
    initial,
    states: states.map(
      ({ labels, networkStates }) =>
        `${joinedName(labels)}\n${networkStates} network state${networkStates === 1 ? '' : 's'}`,
    ),
    edges: states.flatMap(({ edges }, from) =>
      [...new Set(edges.flatMap((edge) => edge?.to ?? []))].map((to) => ({
        from,
        to,
        steps: edges.flatMap((edge, word) => (edge?.to === to ? [{ word, output: edge.outputs }] : [])),
      })),
    ),
  });
}

/** @throws ArgumentError for a value that is not an automaton */
export function requireAutomaton(automaton: Automaton): void {
  requireObject('automaton', automaton, 'task', 'states', 'initial');
  requireList('automaton.states', automaton.states);
  requireObject('automaton.task', automaton.task, 'name', 'inputs', 'outputs');
  automaton.states.forEach((each, index) => {
    requireObject(`automaton.states[${index}]`, each, 'edges');
    requireList(`automaton.states[${index}].edges`, each.edges);
  });
}
