import { UNSPECIFIED } from './machine.ts';

/** Steps as tables, (nodes, 2^inputs) each: where each step leads and what it outputs. */
export interface Transitions {
  readonly inputs: number;
  readonly nodes: number;
  readonly next: ArrayLike<number>;
  /** What an observer sees of each step; two steps with different values are different. */
  readonly signature: ArrayLike<number>;
}

/**
 * The coarsest partition whose members have the same outputs and lead to the same members: partition refinement (Moore
 * 1956). Members are numbered in the order of appearance. An unspecified step counts as different from all others. So
 * if there are such steps, the result may be finer than the smallest machine that would do.
 *
 * @returns (nodes)
 */
export function partition({ inputs, nodes, next, signature }: Transitions): Int32Array {
  const words = 2 ** inputs;
  let blocks = new Int32Array(nodes);
  let count = 1;
  for (let first = true; ; first = false) {
    const refined = new Int32Array(nodes);
    const known = new Map<string, number>();
    for (let node = 0; node < nodes; node++) {
      let key = String(blocks[node]);
      for (let word = 0; word < words; word++) {
        const to = next[node * words + word] as number;
        const block = to === UNSPECIFIED ? UNSPECIFIED : (blocks[to] as number);
        key += first ? `,${signature[node * words + word]}${to === UNSPECIFIED ? 'u' : ''}` : `,${block}`;
      }
      let block = known.get(key);
      if (block === undefined) {
        block = known.size;
        known.set(key, block);
      }
      refined[node] = block;
    }
    blocks = refined;
    if (!first && known.size === count) return blocks;
    count = known.size;
  }
}
