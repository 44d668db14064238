import { Clauses, literal, not } from './clauses.ts';
import { orderStates } from './order-states.ts';
import { type Inferred, OPEN, type PrefixTree } from './prefix-tree.ts';

/** Nodes of the tree that the clauses describe from the start, and how many are added to them at a time. */
const FIRST_NODES = 100;
const ADDED_NODES = 8;
/** Maximum of pairs of transitions, for which there are clauses that order states. */
const MAX_PAIRS = 2 ** 18;

/**
 * Machines with so many states that do what a tree without contradictions records, each with other transitions.
 *
 * States are colours of the tree's nodes (Heule and Verwer 2010): clauses say which state each node is, where each
 * transition leads and what it outputs. They describe a part of the tree, to which nodes are added that the machine
 * found does otherwise.
 *
 * @param budget maximum of assignments that are tried, and roughly of clauses: counted, not timed, so that a result
 *   repeats
 * @returns whether there are no more; false if the budget was used up
 */
export function* machinesOf(
  tree: PrefixTree,
  states: number,
  budget: { left: number },
): Generator<Inferred, boolean> {
  const pairs = (tree.words.length * states) ** 2;
  if (pairs > MAX_PAIRS) return false;
  budget.left -= pairs;
  const described = new Described(tree, states, budget);
  for (let node = 1; node < Math.min(tree.nodes, FIRST_NODES); node++) described.addNode(node);
  while (budget.left > 0) {
    const isSolved = described.clauses.solve(budget);
    if (!isSolved) return isSolved === false;
    const { machine, failing } = described.machine();
    for (const node of failing) described.addNode(node);
    if (failing.length > 0) continue;
    yield machine;
    described.exclude(machine);
  }
  return false;
}

/** A part of a tree, and a machine with so many states, as clauses. */
class Described {
  readonly clauses = new Clauses();
  readonly #tree: PrefixTree;
  readonly #states: number;
  readonly #budget: { left: number };
  /** (words, states, states): whether the word leads from the state to the other one */
  readonly #leads: number;
  /** (words, states, bits): the output bit */
  readonly #output: number;
  /** (nodes, states): the first of the variables that say which state a node is, or −1 */
  readonly #nodes: Int32Array;
  /** Nodes the output before which is described. */
  readonly #isAdded: Uint8Array;
  /** Nodes at which all sequences end: where the step before leads does not matter. */
  readonly #isLast: Uint8Array;

  constructor(tree: PrefixTree, states: number, budget: { left: number }) {
    this.#tree = tree;
    this.#budget = budget;
    this.#states = states;
    const size = tree.words.length * states;
    this.#leads = this.clauses.variables(size * states);
    this.#output = this.clauses.variables(size * tree.bits);
    this.#nodes = new Int32Array(tree.nodes).fill(-1);
    this.#isAdded = new Uint8Array(tree.nodes);
    this.#isLast = new Uint8Array(tree.nodes).fill(1);
    for (let node = 1; node < tree.nodes; node++) this.#isLast[tree.parents[node] as number] = 0;
    for (let word = 0; word < tree.words.length; word++)
      for (let from = 0; from < states; from++) this.#atMostOne((to) => this.#leadsTo(word, from, to));
    orderStates(this.clauses, states, tree.words.length, (word, from, to) => this.#leadsTo(word, from, to));
    this.#color(0);
    this.clauses.add(this.#is(0, 0));
  }

  /** Adds a node, its recorded output, and those before it. */
  addNode(node: number): void {
    const { parents, causes, bits } = this.#tree;
    if (this.#isLast[node] === 0) this.#color(node);
    if (node === 0 || this.#isAdded[node] === 1) return;
    const parent = parents[node] as number;
    this.#color(parent);
    if (this.#nodes[parent] === -1) return;
    this.#isAdded[node] = 1;
    for (let bit = 0; bit < bits; bit++) {
      const recorded = this.#recorded(node, bit);
      if (recorded === undefined) continue;
      for (let state = 0; state < this.#states; state++) {
        const output = this.#outputs(causes[node] as number, state, bit);
        this.clauses.add(not(this.#is(parent, state)), recorded ? output : not(output));
      }
    }
  }

  /** The machine that satisfies the clauses, and some nodes that it does otherwise. */
  machine(): { machine: Inferred; failing: number[] } {
    const { nodes, parents, causes, bits, words } = this.#tree;
    const width = words.length;
    const states = this.#states;
    const next = Int32Array.from({ length: states * width }, (_, entry) =>
      this.#first((to) => this.#leadsTo(entry % width, Math.floor(entry / width), to)),
    );
    const machine = {
      states,
      next: new Int32Array(states * width).fill(-1),
      output: new Int32Array(states * width),
      care: new Int32Array(states * width),
    };
    const at = new Int32Array(nodes).fill(-1);
    at[0] = 0;
    /** (entries, bits): the node that decided the output */
    const deciding = new Int32Array(states * width * bits);
    const failing = new Set<number>();
    for (let node = 1; node < nodes && failing.size < ADDED_NODES; node++) {
      const from = at[parents[node] as number] as number;
      if (from < 0) continue;
      const entry = from * width + (causes[node] as number);
      let isCorrect = true;
      for (let bit = 0; bit < bits; bit++) {
        const recorded = this.#recorded(node, bit);
        if (recorded === undefined) continue;
        const mask = 1 << bit;
        if (((machine.care[entry] as number) & mask) === 0) {
          machine.care[entry] = (machine.care[entry] as number) | mask;
          if (recorded) machine.output[entry] = (machine.output[entry] as number) | mask;
          deciding[entry * bits + bit] = node;
        } else if ((((machine.output[entry] as number) & mask) !== 0) !== recorded) {
          isCorrect = false;
          failing.add(deciding[entry * bits + bit] as number).add(node);
        }
      }
      if (this.#isLast[node] === 1) {
        if (machine.next[entry] === -1) machine.next[entry] = OPEN;
      } else if (next[entry] === -1) failing.add(node);
      else {
        machine.next[entry] = next[entry] as number;
        if (isCorrect) at[node] = next[entry] as number;
      }
    }
    return { machine, failing: [...failing] };
  }

  /** Asks for other transitions. */
  exclude({ next }: Inferred): void {
    const width = this.#tree.words.length;
    const used = [...next.entries()].filter(([, to]) => to >= 0);
    this.clauses.add(
      ...used.map(([entry, to]) => not(this.#leadsTo(entry % width, Math.floor(entry / width), to))),
    );
  }

  /** Says which state a node is and, of those before it, where the steps lead. */
  #color(last: number): void {
    const { parents, causes } = this.#tree;
    const path: number[] = [];
    for (let node = last; node >= 0 && this.#nodes[node] === -1; node = parents[node] as number)
      path.push(node);
    this.#budget.left -= path.length * this.#states ** 2;
    if (this.#budget.left < 0) return;
    for (const node of path.reverse()) {
      this.#nodes[node] = this.clauses.variables(this.#states);
      this.clauses.add(...Array.from({ length: this.#states }, (_, state) => this.#is(node, state)));
      this.#atMostOne((state) => this.#is(node, state));
      if (node === 0) continue;
      const parent = parents[node] as number;
      const word = causes[node] as number;
      for (let from = 0; from < this.#states; from++) {
        for (let to = 0; to < this.#states; to++) {
          const [before, leads, after] = [
            this.#is(parent, from),
            this.#leadsTo(word, from, to),
            this.#is(node, to),
          ];
          this.clauses.add(not(before), not(leads), after);
          this.clauses.add(not(before), not(after), leads);
        }
      }
      this.addNode(node);
    }
  }

  #atMostOne(each: (state: number) => number): void {
    for (let state = 0; state < this.#states; state++)
      for (let other = 0; other < state; other++) this.clauses.add(not(each(state)), not(each(other)));
  }

  /** The first state for which a literal holds, or −1. */
  #first(each: (state: number) => number): number {
    for (let state = 0; state < this.#states; state++) if (this.clauses.holds(each(state))) return state;
    return -1;
  }

  /** What was recorded of an output bit before a node; undefined if nothing was. */
  #recorded(node: number, bit: number): boolean | undefined {
    const { bits, zeros, ones } = this.#tree;
    if ((ones[node * bits + bit] as number) > 0) return true;
    return (zeros[node * bits + bit] as number) > 0 ? false : undefined;
  }

  #is = (node: number, state: number) => literal((this.#nodes[node] as number) + state);
  #leadsTo = (word: number, from: number, to: number) =>
    literal(this.#leads + (word * this.#states + from) * this.#states + to);
  #outputs = (word: number, from: number, bit: number) =>
    literal(this.#output + (word * this.#states + from) * this.#tree.bits + bit);
}
