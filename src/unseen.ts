import { type Machine, UNSPECIFIED } from './machine/index.ts';

/** What no training can see of a machine, because no stream of inputs shows it. */
export interface Unseen {
  /** States that no stream leads to. */
  readonly unreachable: readonly number[];
  /** Words that are assumed never to come, over all reachable states. */
  readonly unspecified: number;
  /** Names of outputs that no reachable step cares for. */
  readonly open: readonly string[];
  /** Names of outputs that are the same in every reachable step that cares. */
  readonly constant: readonly string[];
}

export function unseen({ inputs, outputs, states, initial, next, output, care }: Machine): Unseen {
  const words = 1 << inputs.length;
  const reached = new Set([initial]);
  let unspecified = 0;
  // For each output the levels that it is seen at: bit 0 low, bit 1 high.
  const levels = outputs.map(() => 0);
  for (const state of reached) {
    for (let index = state * words; index < (state + 1) * words; index++) {
      const to = next[index] as number;
      if (to === UNSPECIFIED) {
        unspecified++;
        continue;
      }
      reached.add(to);
      for (let bit = 0; bit < levels.length; bit++) {
        if (((care[index] as number) >> bit) & 1)
          levels[bit] = (levels[bit] ?? 0) | (1 << (((output[index] as number) >> bit) & 1));
      }
    }
  }
  return {
    unreachable: states.map((_, state) => state).filter((state) => !reached.has(state)),
    unspecified,
    open: outputs.filter((_, bit) => levels[bit] === 0),
    constant: outputs.filter((_, bit) => levels[bit] === 1 || levels[bit] === 2),
  };
}
