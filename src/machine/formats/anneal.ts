import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { count, type Fitted, type Flat, machineOf } from './wrong-bits.ts';

/** Candidates are compared on this many steps; the other steps only decide outputs. */
const MAX_STEPS = 4000;
/** Limit of steps times bits for all candidates of a size. It is counted, not timed, so that results repeat. */
const BUDGET = 15_000_000;
/** Candidates for each size and for each start. */
const MAX_CANDIDATES = 60_000;
const PER_START = 3000;

/**
 * Searches for the machine of a given number of states that contradicts the fewest recorded bits. Begins with random
 * transitions and changes them one by one; changes for the worse become rarer. Each output is the most frequent
 * recorded one.
 *
 * @param width number of words that occur
 */
export function anneal(all: Flat, width: number, bits: number, states: number): Fitted {
  const some = { ...all, steps: Math.min(all.steps, MAX_STEPS) };
  const size = states * width;
  const generator = xoroshiro128plus(states);
  const below = (limit: number) => (generator.next() >>> 0) % limit;
  // Roughly exponential, from whole numbers only: Math.log may differ between engines.
  const exponential = () => Math.LN2 * (Math.clz32(generator.next()) + below(2 ** 20) / 2 ** 20);
  const counts = new Int32Array(size * bits * 2);
  const perTable = some.steps * (1 + bits) + counts.length;
  const candidates = Math.min(MAX_CANDIDATES, Math.max(200, Math.floor(BUDGET / perTable)));
  const starts = Math.max(1, Math.min(10, Math.floor(candidates / PER_START)));
  const perStart = Math.floor(candidates / starts);
  let best = { errors: Number.POSITIVE_INFINITY, next: new Int32Array(size) };
  for (let start = 0; start < starts && best.errors > 0; start++) {
    const next = Int32Array.from({ length: size }, () => below(states));
    let errors = count(some, next, width, bits, counts);
    for (let candidate = 0; candidate < perStart; candidate++) {
      if (errors < best.errors) best = { errors, next: next.slice() };
      if (errors === 0 || states === 1) break;
      const entry = below(size);
      const before = next[entry] as number;
      const other = below(states - 1);
      next[entry] = other < before ? other : other + 1;
      const changed = count(some, next, width, bits, counts);
      const rest = 1 - candidate / perStart;
      const temperature = Math.max(0.3, some.steps * 0.01 * rest * rest);
      const bearable = temperature * exponential();
      if (changed <= errors + bearable) errors = changed;
      else next[entry] = before;
    }
  }
  const errors = count(all, best.next, width, bits, counts);
  return { errors, machine: machineOf(best.next, counts, states, width, bits) };
}
