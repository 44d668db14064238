/** One recorded step: packed words, which output bits were recorded, and where. */
export interface RecordedStep {
  readonly word: number;
  readonly output: number;
  readonly care: number;
  readonly line: number;
}

/** A recording from a reset to the next. */
export type Sequence = readonly RecordedStep[];

/** The sequences up to a number of steps; the same list if they have no more. */
export function firstSteps(sequences: readonly Sequence[], max: number): readonly Sequence[] {
  let left = max;
  const part = sequences.map((sequence) => {
    const taken = left < sequence.length ? sequence.slice(0, left) : sequence;
    left -= taken.length;
    return taken;
  });
  return part.every((taken, index) => taken === sequences[index])
    ? sequences
    : part.filter(({ length }) => length > 0);
}

/** Two recordings of the same input stream with different outputs. */
export interface Contradiction {
  readonly line: number;
  readonly earlier: number;
}

/**
 * Recordings as a tree. Node 0 is the state after a reset. Each edge is a step and has the number of its child; parents
 * come before children. Words are indices into the list of words that occur.
 */
export interface PrefixTree {
  readonly words: readonly number[];
  /** (words): 1 where the word is taken to change no state: then its steps lead to leaves, which only have outputs. */
  readonly idle: Uint8Array;
  readonly bits: number;
  readonly nodes: number;
  /** (nodes): −1 for node 0 */
  readonly parents: Int32Array;
  /** (nodes): index of the word that leads here. */
  readonly causes: Int32Array;
  /** (nodes, words): the child, or −1 */
  readonly children: Int32Array;
  /** (nodes, bits): how often the output bit of the step that leads here was 0, and 1. */
  readonly zeros: Int32Array;
  readonly ones: Int32Array;
  readonly contradictions: readonly Contradiction[];
}

/** Maximum of entries in the table of children. */
const MAX_ENTRIES = 2 ** 25;

/**
 * @param idle words that are taken to change no state
 * @returns undefined if there are too many recordings
 */
export function prefixTree(
  sequences: readonly Sequence[],
  bits: number,
  idle: ReadonlySet<number> = new Set(),
): PrefixTree | undefined {
  const words = [...new Set(sequences.flat().map(({ word }) => word))].sort((a, b) => a - b);
  const indices = new Map(words.map((word, index) => [word, index]));
  const maxNodes = 1 + sequences.reduce((sum, { length }) => sum + length, 0);
  if (maxNodes * Math.max(words.length, bits) > MAX_ENTRIES) return undefined;
  const width = words.length;
  const children = new Int32Array(maxNodes * width).fill(-1);
  const parents = [-1];
  const causes = [-1];
  const lines = [0];
  const zeros = new Int32Array(maxNodes * bits);
  const ones = new Int32Array(maxNodes * bits);
  const contradictions: Contradiction[] = [];
  // Level by level, so that parents come first, and short prefixes (which many sequences share) before long ones.
  const at = new Int32Array(sequences.length);
  const longest = sequences.reduce((length, sequence) => Math.max(length, sequence.length), 0);
  for (let depth = 0; depth < longest; depth++) {
    for (const [index, sequence] of sequences.entries()) {
      const step = sequence[depth];
      if (step === undefined) continue;
      const word = indices.get(step.word) as number;
      const from = at[index] as number;
      let to = children[from * width + word] as number;
      if (to < 0) {
        to = parents.length;
        children[from * width + word] = to;
        parents.push(from);
        causes.push(word);
        lines.push(step.line);
      }
      if (!idle.has(step.word)) at[index] = to;
      let contradicts = false;
      for (let bit = 0; bit < bits; bit++) {
        if (((step.care >> bit) & 1) === 0) continue;
        const [seen, other] = (step.output >> bit) & 1 ? [ones, zeros] : [zeros, ones];
        seen[to * bits + bit] = (seen[to * bits + bit] as number) + 1;
        contradicts ||= (other[to * bits + bit] as number) > 0;
      }
      if (contradicts) contradictions.push({ line: step.line, earlier: lines[to] as number });
    }
  }
  const nodes = parents.length;
  return {
    ...{ words, bits, nodes, contradictions },
    idle: Uint8Array.from(words, (word) => (idle.has(word) ? 1 : 0)),
    parents: Int32Array.from(parents),
    causes: Int32Array.from(causes),
    children: children.subarray(0, nodes * width),
    zeros: zeros.subarray(0, nodes * bits),
    ones: ones.subarray(0, nodes * bits),
  };
}

/** Recorded bits that say again what the tree's node has, and how many of them contradict it. */
export function repeated({ zeros, ones }: PrefixTree): { all: number; contradicted: number } {
  let all = 0;
  let contradicted = 0;
  for (let at = 0; at < zeros.length; at++) {
    const [no, yes] = [zeros[at] as number, ones[at] as number];
    all += Math.max(0, no + yes - 1);
    contradicted += Math.min(no, yes);
  }
  return { all, contradicted };
}

/** Share of repeated bits that are contradicted, a little more where few are repeated. */
export function doubt(tree: PrefixTree): number {
  const { all, contradicted } = repeated(tree);
  return (contradicted + 1) / (all + 1);
}

/** A machine over a tree's words: tables (states, words). */
export interface Inferred {
  readonly states: number;
  /** −1: not recorded; −2: recorded as the last step of a sequence. */
  readonly next: Int32Array;
  readonly output: Int32Array;
  readonly care: Int32Array;
}

/** Recorded, but the state after it is unknown. */
export const OPEN = -2;
