import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { count, type Fitted, type Flat, machineOf } from './wrong-bits.ts';

/** Numbers of states that are tried, and how often. */
const SIZES = [16, 24];
const STARTS = 4;
/** The probabilities are found from this many steps; the other steps only decide outputs. */
const MAX_STEPS = 5000;
/** Limit of products for all: counted, not timed, so that results repeat. */
const MAX_PRODUCTS = 3_000_000_000;

/** Added to each count, so that no step becomes impossible because it was not seen yet. */
const PRIOR = 0.001;
/** Rounds of one start, and those after which it ends where it no longer becomes better. */
const MAX_ROUNDS = 200;
const MIN_ROUNDS = 20;
/** A round is no better if it explains less than so many bits more. */
const MIN_GAIN = 0.003;
/** Where so few bits are unexplained, nothing is left to be learned. */
const EXPLAINED = 0.3;
/** States that are less probable are skipped. */
const NEGLIGIBLE = 1e-9;

/**
 * Machines of the most likely transitions, until one does all that was recorded, or two starts find equally good ones
 * and none is better.
 *
 * @param width number of words that occur
 * @param idle (words): 1 where the first and every second start take the word to change no state
 */
export function* likely(all: Flat, width: number, bits: number, idle: Uint8Array): Generator<Fitted> {
  const some = { ...all, steps: Math.min(all.steps, MAX_STEPS) };
  const budget = { left: MAX_PRODUCTS };
  let fewest = Number.POSITIVE_INFINITY;
  for (const states of SIZES) {
    for (let seed = 1; seed <= STARTS; seed++) {
      if (budget.left <= 0) return;
      const keeps = seed % 2 === 1 ? idle : new Uint8Array(width);
      const next = likelyTransitions(some, width, bits, states, seed, keeps, budget);
      const counts = new Int32Array(next.length * bits * 2);
      const errors = count(all, next, width, bits, counts);
      yield { errors, machine: machineOf(next, counts, states, width, bits) };
      if (errors === 0 || errors === fewest) return;
      fewest = Math.min(fewest, errors);
    }
  }
}

/**
 * Transitions of a machine in which each step leads to every state with some probability, made more likely by
 * expectation and maximization (Baum, Petrie, Soules and Weiss 1970, with inputs as in Bengio and Frasconi 1995); of
 * each step the most likely state is taken. Many states are in doubt at once, so this finds machines that single
 * changes do not lead to; most starts succeed if there are some more states than needed. Only additions, products and
 * quotients: the same numbers on every engine.
 *
 * @param width number of words that occur
 * @param budget limit of products, counted, so that results repeat
 * @param idle (words): 1 where the word is taken to change no state
 * @returns (states, words)
 */
function likelyTransitions(
  { steps, words, outputs, cares }: Flat,
  width: number,
  bits: number,
  states: number,
  seed: number,
  idle: Uint8Array,
  budget: { left: number },
): Int32Array {
  const size = states * width;
  const { leads, ones } = start(size, states, bits, seed);
  keepIdle(leads, idle, states);
  const seenLeads = new Float64Array(size * states);
  const seen = new Float64Array(size * bits * 2);
  /** (steps, states): how probable each state is before the step, from what came before and the step's output */
  const before = new Float64Array(steps * states);
  /** (states): how well each state explains what comes after */
  const after = new Float64Array(states);
  const through = new Float64Array(states);

  const probability = (entry: number, step: number) => {
    let product = 1;
    for (let bit = 0; bit < bits; bit++) {
      if ((((cares[step] as number) >> bit) & 1) === 0) continue;
      const one = ones[entry * bits + bit] as number;
      product *= ((outputs[step] as number) >> bit) & 1 ? one : 1 - one;
    }
    return product;
  };
  const wordOf = (step: number) => {
    const word = words[step] as number;
    return word < 0 ? -1 - word : word;
  };

  /** @returns how many bits are unexplained */
  const forward = () => {
    let unexplained = 0;
    before.fill(0);
    for (let step = 0; step < steps; step++) {
      const at = step * states;
      if ((words[step] as number) < 0) {
        before.fill(0, at, at + states);
        before[at] = 1;
      }
      const word = wordOf(step);
      let sum = 0;
      for (let state = 0; state < states; state++) {
        if ((before[at + state] as number) === 0) continue;
        const value = (before[at + state] as number) * probability(state * width + word, step);
        before[at + state] = value;
        sum += value;
      }
      unexplained += 1 - sum;
      const isLast = step + 1 === steps;
      for (let state = 0; state < states; state++) {
        const value = (before[at + state] as number) / sum;
        before[at + state] = value;
        if (isLast || value < NEGLIGIBLE) continue;
        const from = (state * width + word) * states;
        for (let to = 0; to < states; to++)
          before[at + states + to] =
            (before[at + states + to] as number) + value * (leads[from + to] as number);
      }
    }
    return unexplained;
  };

  const backward = () => {
    seenLeads.fill(PRIOR);
    seen.fill(PRIOR);
    after.fill(1);
    for (let step = steps - 1; step >= 0; step--) {
      const at = step * states;
      const word = wordOf(step);
      let sum = 0;
      for (let state = 0; state < states; state++) {
        const from = (state * width + word) * states;
        let value = 0;
        for (let to = 0; to < states; to++) value += (leads[from + to] as number) * (after[to] as number);
        through[state] = value;
        sum += (before[at + state] as number) * value;
      }
      let all = 0;
      for (let state = 0; state < states; state++) {
        const entry = state * width + word;
        const share = (before[at + state] as number) / sum;
        if (share >= NEGLIGIBLE) {
          for (let bit = 0; bit < bits; bit++) {
            if ((((cares[step] as number) >> bit) & 1) === 0) continue;
            const output = 2 * (entry * bits + bit) + (((outputs[step] as number) >> bit) & 1);
            seen[output] = (seen[output] as number) + share * (through[state] as number);
          }
          const from = entry * states;
          for (let to = 0; to < states; to++)
            seenLeads[from + to] =
              (seenLeads[from + to] as number) + share * (leads[from + to] as number) * (after[to] as number);
        }
        const value = (through[state] as number) * probability(entry, step);
        through[state] = value;
        all += value;
      }
      if ((words[step] as number) < 0) after.fill(1);
      else
        for (let state = 0; state < states; state++)
          after[state] = ((through[state] as number) * states) / all;
    }
  };

  const maximize = () => {
    for (let entry = 0; entry < size; entry++) {
      let sum = 0;
      for (let to = 0; to < states; to++) sum += seenLeads[entry * states + to] as number;
      for (let to = 0; to < states; to++)
        leads[entry * states + to] = (seenLeads[entry * states + to] as number) / sum;
    }
    keepIdle(leads, idle, states);
    for (let at = 0; at < ones.length; at++)
      ones[at] = (seen[2 * at + 1] as number) / ((seen[2 * at] as number) + (seen[2 * at + 1] as number));
  };

  let previous = steps;
  for (let round = 0; round < MAX_ROUNDS && budget.left > 0; round++) {
    budget.left -= 3 * steps * states * states;
    const unexplained = forward();
    if (unexplained < EXPLAINED) break;
    if (round >= MIN_ROUNDS && previous - unexplained < MIN_GAIN) break;
    previous = unexplained;
    backward();
    maximize();
  }
  return Int32Array.from({ length: size }, (_, entry) => mostLikely(leads, entry * states, states));
}

/** Random probabilities: (states, words, states) where steps lead, (states, words, bits) of outputs that are 1. */
function start(size: number, states: number, bits: number, seed: number) {
  const generator = xoroshiro128plus(seed);
  const random = () => ((generator.next() >>> 0) + 1) / 2 ** 32;
  const leads = new Float64Array(size * states);
  for (let entry = 0; entry < size; entry++) {
    let sum = 0;
    // A quotient of two random numbers is about as uneven as an exponential one, without a logarithm.
    for (let to = 0; to < states; to++) sum += leads[entry * states + to] = random() / (0.1 + random());
    for (let to = 0; to < states; to++)
      leads[entry * states + to] = (leads[entry * states + to] as number) / sum;
  }
  return { leads, ones: Float64Array.from({ length: size * bits }, () => 0.3 + 0.4 * random()) };
}

/** Idle words lead from each state to itself. */
function keepIdle(leads: Float64Array, idle: Uint8Array, states: number): void {
  for (let entry = 0; entry < states * idle.length; entry++) {
    if (idle[entry % idle.length] === 0) continue;
    const from = entry * states;
    leads.fill(0, from, from + states);
    leads[from + Math.floor(entry / idle.length)] = 1;
  }
}

function mostLikely(leads: Float64Array, from: number, states: number): number {
  let best = 0;
  for (let to = 1; to < states; to++)
    if ((leads[from + to] as number) > (leads[from + best] as number)) best = to;
  return best;
}
