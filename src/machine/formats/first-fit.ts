import { type Inferred, OPEN, type PrefixTree } from './prefix-tree.ts';

interface Decision {
  readonly edge: number;
  readonly entry: number;
  readonly used: number;
  readonly trail: number;
  candidate: number;
}

/**
 * The first machine with at most this many states that does what a tree without contradictions records. It takes the
 * edges in order. If a step of the machine is not decided yet, it tries each state; one new state stands for all new
 * ones. For short stretches this is faster than clauses.
 *
 * @param budget maximum of edges that are visited: counted, not timed, so that a result repeats; below 0 if used up
 */
export function firstFit(tree: PrefixTree, states: number, budget: { left: number }): Inferred | undefined {
  const { nodes, bits } = tree;
  const width = tree.words.length;
  const size = states * width;
  const observed = observations(tree);
  const leaf = leaves(tree);
  const at = new Int32Array(nodes);
  const next = new Int32Array(size).fill(-1);
  const output = new Int32Array(size);
  const care = new Int32Array(size);
  /** Entries whose output was refined, with the old values: (entry, output, care). */
  const trail: number[] = [];
  const decisions: Decision[] = [];
  let used = 1;

  const undo = (length: number) => {
    while (trail.length > length) {
      const before = trail.pop() as number;
      const value = trail.pop() as number;
      const entry = trail.pop() as number;
      care[entry] = before;
      output[entry] = value;
    }
  };
  /** The next candidate of the latest decision that has one; false if all were tried. */
  const backtrack = (): number => {
    for (let decision = decisions.at(-1); decision !== undefined; decision = decisions.at(-1)) {
      undo(decision.trail);
      used = decision.used;
      decision.candidate += 1;
      if (decision.candidate <= Math.min(used, states - 1)) {
        next[decision.entry] = decision.candidate;
        used = Math.max(used, decision.candidate + 1);
        at[decision.edge] = decision.candidate;
        return decision.edge + 1;
      }
      next[decision.entry] = -1;
      decisions.pop();
    }
    return 0;
  };

  for (let edge = 1; ; ) {
    if (edge === nodes) {
      const machine = { states: used, next, output, care };
      markOpen(tree, at, machine);
      return machine;
    }
    budget.left -= 1;
    if (budget.left < 0) return undefined;
    const entry = (at[tree.parents[edge] as number] as number) * width + (tree.causes[edge] as number);
    const value = observed[2 * edge] as number;
    const mask = observed[2 * edge + 1] as number;
    if (((output[entry] as number) ^ value) & (care[entry] as number) & mask) {
      edge = backtrack();
      if (edge === 0) return undefined;
      continue;
    }
    if (bits > 0 && mask & ~(care[entry] as number)) {
      trail.push(entry, output[entry] as number, care[entry] as number);
      output[entry] = (output[entry] as number) | value;
      care[entry] = (care[entry] as number) | mask;
    }
    if (next[entry] === -1 && !leaf[edge]) {
      decisions.push({ edge, entry, used, trail: trail.length, candidate: 0 });
      next[entry] = 0;
    }
    at[edge] = next[entry] as number;
    edge += 1;
  }
}

/** (nodes, 2): the output bits of the step that leads to each node, and which of them were recorded. */
function observations({ nodes, bits, zeros, ones }: PrefixTree): Int32Array {
  const observed = new Int32Array(2 * nodes);
  for (let node = 1; node < nodes; node++) {
    for (let bit = 0; bit < bits; bit++) {
      const [no, yes] = [zeros[node * bits + bit] as number, ones[node * bits + bit] as number];
      if (yes > 0) observed[2 * node] = (observed[2 * node] as number) | (1 << bit);
      if (no + yes > 0) observed[2 * node + 1] = (observed[2 * node + 1] as number) | (1 << bit);
    }
  }
  return observed;
}

/** Whether sequences only end at each node, and none continues: then it does not matter where the last step leads. */
function leaves({ nodes, parents }: PrefixTree): Uint8Array {
  const leaf = new Uint8Array(nodes).fill(1);
  for (let node = 1; node < nodes; node++) leaf[parents[node] as number] = 0;
  return leaf;
}

function markOpen({ nodes, parents, causes, words }: PrefixTree, at: Int32Array, { next }: Inferred): void {
  for (let node = 1; node < nodes; node++) {
    const entry = (at[parents[node] as number] as number) * words.length + (causes[node] as number);
    if (next[entry] === -1) next[entry] = OPEN;
  }
}
