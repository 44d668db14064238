/** From the first number to before the last. */
export type Interval = readonly [from: number, to: number];

/** A set of whole numbers as its intervals, in order and apart from each other. */
export class Intervals {
  #intervals: readonly Interval[];

  constructor(intervals: readonly Interval[] = []) {
    this.#intervals = intervals;
  }

  get intervals(): readonly Interval[] {
    return this.#intervals;
  }

  get size(): number {
    return this.#intervals.reduce((size, [from, to]) => size + to - from, 0);
  }

  /** Adds an interval; changes nothing and says false when any number of it is in the set. */
  add(from: number, to: number): boolean {
    if (this.#intervals.some((other) => from < other[1] && other[0] < to)) return false;
    const before = this.#intervals.filter((other) => other[1] <= from);
    const after = this.#intervals.filter((other) => to <= other[0]);
    const [left, right] = [before.at(-1), after[0]];
    const joinsLeft = left?.[1] === from;
    const joinsRight = right?.[0] === to;
    this.#intervals = [
      ...(joinsLeft ? before.slice(0, -1) : before),
      [joinsLeft ? left[0] : from, joinsRight ? right[1] : to],
      ...(joinsRight ? after.slice(1) : after),
    ];
    return true;
  }

  /** The first interval from `from` on that is not in the set, up to `to`. */
  gap(from: number, to: number): Interval | undefined {
    let begin = from;
    for (const [low, high] of this.#intervals) {
      if (begin < low) return begin < to ? [begin, Math.min(low, to)] : undefined;
      begin = Math.max(begin, high);
    }
    return begin < to ? [begin, to] : undefined;
  }
}
