import { type Inferred, OPEN, type PrefixTree } from './prefix-tree.ts';

/** If some bits may be wrong, a merge may always have this many bits that disagree, however few are compared. */
const FEW_WRONG = 1;

/**
 * Limit of node pairs that are folded: a long chain is folded again for every state. Counted, not timed, so that
 * results repeat.
 */
const MAX_FOLDED = 1_000_000;

/**
 * Merges states of a tree until no merge is possible, beginning with the merges with the most evidence (the red-blue
 * algorithm, Lang 1998).
 *
 * @param tree without contradictions if no bit may be wrong
 * @param tolerance the share of compared bits that may disagree in a merge: at least twice the share of wrong bits
 * @returns undefined for more than `maxStates`, and if it would take too long
 */
export function merge(tree: PrefixTree, maxStates: number, tolerance = 0): Inferred | undefined {
  const { nodes, bits, parents, idle } = tree;
  const width = tree.words.length;
  // An edge keeps its number, that of its child, wherever it is moved; `target` is where it leads now.
  const edges = tree.children.slice();
  const target = Int32Array.from({ length: nodes }, (_, node) => node);
  const zeros = tree.zeros.slice();
  const ones = tree.ones.slice();
  const weight = new Int32Array(nodes).fill(1);
  for (let node = nodes - 1; node > 0; node--)
    weight[parents[node] as number] = (weight[parents[node] as number] as number) + (weight[node] as number);
  /**
   * What a merge changed: arrays, indices, old values. These are three lists, because garbage collection of a list of
   * triples takes seconds.
   */
  const changed: Int32Array[] = [];
  const indices: number[] = [];
  const before: number[] = [];
  const set = (array: Int32Array, index: number, value: number) => {
    changed.push(array);
    indices.push(index);
    before.push(array[index] as number);
    array[index] = value;
  };
  const keep = () => {
    changed.length = indices.length = before.length = 0;
  };
  const undo = () => {
    for (let change = changed.length - 1; change >= 0; change--)
      (changed[change] as Int32Array)[indices[change] as number] = before[change] as number;
    keep();
  };
  let folded = 0;
  /**
   * Folds a subtree into another node. Returns the number of recorded bits that agree, or undefined if too many do not.
   */
  const fold = (edge: number, into: number): number | undefined => {
    const from = target[edge] as number;
    set(target, edge, into);
    let compared = 0;
    let wrong = 0;
    const stack = [into, from];
    while (stack.length > 0) {
      const tail = stack.pop() as number;
      const to = stack.pop() as number;
      if (++folded > MAX_FOLDED) return undefined;
      for (let word = 0; word < width; word++) {
        const moved = edges[tail * width + word] as number;
        if (moved < 0) continue;
        const kept = edges[to * width + word] as number;
        if (kept < 0) {
          set(edges, to * width + word, moved);
          continue;
        }
        for (let bit = 0; bit < bits; bit++) {
          const a = kept * bits + bit;
          const b = moved * bits + bit;
          const [a0, a1] = [zeros[a] as number, ones[a] as number];
          const [b0, b1] = [zeros[b] as number, ones[b] as number];
          wrong += Math.min(a0 + b0, a1 + b1) - Math.min(a0, a1) - Math.min(b0, b1);
          if (tolerance === 0 && wrong > 0) return undefined;
          compared += Math.min(a0 + a1, b0 + b1);
          set(zeros, a, a0 + b0);
          set(ones, a, a1 + b1);
        }
        stack.push(target[kept] as number, target[moved] as number);
      }
    }
    if (tolerance === 0) return compared;
    return wrong > FEW_WRONG + tolerance * compared ? undefined : compared - wrong / tolerance;
  };

  const red = [0];
  const isRed = new Uint8Array(nodes);
  isRed[0] = 1;
  for (;;) {
    let blue = -1;
    for (const node of red) {
      for (let word = 0; word < width; word++) {
        const edge = edges[node * width + word] as number;
        if (edge < 0 || idle[word] === 1 || isRed[target[edge] as number]) continue;
        if (blue < 0 || (weight[edge] as number) > (weight[blue] as number)) blue = edge;
      }
    }
    if (blue < 0) break;
    let best: { into: number; score: number } | undefined;
    for (const into of red) {
      const score = fold(blue, into);
      undo();
      if (folded > MAX_FOLDED) return undefined;
      if (score !== undefined && (best === undefined || score > best.score)) best = { into, score };
    }
    if (best !== undefined) {
      fold(blue, best.into);
      if (folded > MAX_FOLDED) return undefined;
      keep();
      continue;
    }
    const promoted = target[blue] as number;
    red.push(promoted);
    isRed[promoted] = 1;
    if (red.length > maxStates) return undefined;
  }

  const index = new Map(red.map((node, state) => [node, state]));
  const result = {
    states: red.length,
    next: new Int32Array(red.length * width).fill(-1),
    output: new Int32Array(red.length * width),
    care: new Int32Array(red.length * width),
  };
  for (const [state, node] of red.entries()) {
    for (let word = 0; word < width; word++) {
      const edge = edges[node * width + word] as number;
      if (edge < 0) continue;
      const entry = state * width + word;
      result.next[entry] = index.get(target[edge] as number) ?? OPEN;
      for (let bit = 0; bit < bits; bit++) {
        const [no, yes] = [zeros[edge * bits + bit] as number, ones[edge * bits + bit] as number];
        if (no + yes > 0) result.care[entry] = (result.care[entry] as number) | (1 << bit);
        if (yes > no) result.output[entry] = (result.output[entry] as number) | (1 << bit);
      }
    }
  }
  return result;
}
