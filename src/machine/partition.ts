import { UNSPECIFIED } from './machine.ts';
import { StateTable } from './state-table.ts';

/** Steps as tables, (nodes, 2^inputs) each: where each step leads and what it outputs. */
export interface Transitions {
  readonly inputs: number;
  readonly nodes: number;
  readonly next: ArrayLike<number>;
  /** What an observer sees of each step; two steps with different values are different. */
  readonly signature: ArrayLike<number>;
}

/**
 * The coarsest partition whose members have the same outputs and lead to the same members: partition refinement
 * (Hopcroft 1971). Members are numbered in the order of appearance. An unspecified step counts as different from all
 * others. So if there are such steps, the result may be finer than the smallest machine that would do.
 *
 * @returns (nodes)
 */
export function partition(transitions: Transitions): Int32Array {
  const { inputs, nodes, next } = transitions;
  const words = 2 ** inputs;
  const blocks = new Blocks(initialBlocks(transitions));
  const { starts, sources } = predecessors(words, nodes, next);
  const waiting = Array.from({ length: blocks.count }, (_, block) => block);
  for (let block = waiting.pop(); block !== undefined; block = waiting.pop()) {
    // A block may be split by itself; its members at the beginning are what the others are compared with.
    const members = blocks.members(block);
    for (let word = 0; word < words; word++) {
      for (const node of members) {
        const at = word * nodes + node;
        for (let index = starts[at] as number; index < (starts[at + 1] as number); index++)
          blocks.mark(sources[index] as number);
      }
      // Of two halves the smaller one is enough: whoever leads to the whole and not to one half leads to the other.
      blocks.splitMarked(waiting);
    }
  }
  const numbers = new Map<number, number>();
  return Int32Array.from({ length: nodes }, (_, node) => {
    const block = blocks.of(node);
    const known = numbers.get(block) ?? numbers.size;
    numbers.set(block, known);
    return known;
  });
}

/** A number for each node: the same for those whose steps look alike. */
function initialBlocks({ inputs, nodes, next, signature }: Transitions): Int32Array {
  const words = 2 ** inputs;
  const known = new Map<number, number>();
  const rows = new StateTable(words);
  const row = new Int32Array(words);
  return Int32Array.from({ length: nodes }, (_, node) => {
    for (let word = 0; word < words; word++) {
      const at = node * words + word;
      if (next[at] === UNSPECIFIED) {
        row[word] = UNSPECIFIED;
        continue;
      }
      const seen = signature[at] as number;
      let id = known.get(seen);
      if (id === undefined) {
        id = known.size;
        known.set(seen, id);
      }
      row[word] = id;
    }
    return rows.add(row);
  });
}

/**
 * For each word and node the nodes from which the word leads there: `sources` between `starts[word · nodes + node]` and
 * the next.
 */
function predecessors(words: number, nodes: number, next: ArrayLike<number>) {
  const starts = new Int32Array(words * nodes + 1);
  const each = (visit: (at: number, node: number) => void) => {
    for (let node = 0; node < nodes; node++) {
      for (let word = 0; word < words; word++) {
        const to = next[node * words + word] as number;
        if (to !== UNSPECIFIED) visit(word * nodes + to, node);
      }
    }
  };
  each((at) => {
    starts[at + 1] = (starts[at + 1] as number) + 1;
  });
  for (let at = 0; at < words * nodes; at++)
    starts[at + 1] = (starts[at + 1] as number) + (starts[at] as number);
  const free = starts.slice();
  const sources = new Int32Array(starts[words * nodes] as number);
  each((at, node) => {
    const place = free[at] as number;
    sources[place] = node;
    free[at] = place + 1;
  });
  return { starts, sources };
}

/** Nodes in blocks that can be split. The nodes of a block stand together, the marked ones first. */
class Blocks {
  /** (nodes) */
  readonly #order: Int32Array;
  /** (nodes): where each stands. */
  readonly #places: Int32Array;
  /** (nodes): the block of each. */
  readonly #blocks: Int32Array;
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #marks: number[] = [];
  /** Blocks with marked nodes. */
  readonly #touched: number[] = [];

  constructor(blocks: Int32Array) {
    this.#blocks = blocks;
    this.#order = Int32Array.from(blocks.keys()).sort(
      (a, b) => (blocks[a] as number) - (blocks[b] as number) || a - b,
    );
    this.#places = new Int32Array(blocks.length);
    for (const [place, node] of this.#order.entries()) {
      this.#places[node] = place;
      const block = blocks[node] as number;
      this.#from[block] ??= place;
      this.#to[block] = place + 1;
      this.#marks[block] = 0;
    }
  }

  get count(): number {
    return this.#from.length;
  }

  of(node: number): number {
    return this.#blocks[node] as number;
  }

  /** A copy. */
  members(block: number): Int32Array {
    return this.#order.slice(this.#from[block], this.#to[block]);
  }

  mark(node: number): void {
    const block = this.of(node);
    const marks = this.#marks[block] as number;
    const place = (this.#from[block] as number) + marks;
    const own = this.#places[node] as number;
    if (own < place) return;
    if (marks === 0) this.#touched.push(block);
    const other = this.#order[place] as number;
    this.#order[place] = node;
    this.#order[own] = other;
    this.#places[node] = place;
    this.#places[other] = own;
    this.#marks[block] = marks + 1;
  }

  /** Splits every block of which a part is marked; the smaller half gets a new number, which is added to `halves`. */
  splitMarked(halves: number[]): void {
    for (let block = this.#touched.pop(); block !== undefined; block = this.#touched.pop()) {
      const [from, to] = [this.#from[block] as number, this.#to[block] as number];
      const middle = from + (this.#marks[block] as number);
      this.#marks[block] = 0;
      if (middle === to) continue;
      const half = this.count;
      const isFirst = middle - from <= to - middle;
      this.#from.push(isFirst ? from : middle);
      this.#to.push(isFirst ? middle : to);
      this.#marks.push(0);
      if (isFirst) this.#from[block] = middle;
      else this.#to[block] = middle;
      for (let place = this.#from[half] as number; place < (this.#to[half] as number); place++)
        this.#blocks[this.#order[place] as number] = half;
      halves.push(half);
    }
  }
}
