/** The words that equal `value` in the bits of `care`. */
export interface Cube {
  readonly value: number;
  readonly care: number;
}

/**
 * Disjoint cubes that together hold exactly these words. Splits on one bit after another until a half is full or empty.
 */
export function cubes(words: readonly number[], width: number): Cube[] {
  const members = new Set(words);
  const split = (value: number, care: number, rest: number[]): Cube[] => {
    if (rest.length === 0) return [];
    if (rest.length === 2 ** (width - ones(care))) return [{ value, care }];
    // Splitting on the most uneven bit gives nearly the fewest cubes; the best bit is not searched for.
    let best = -1;
    let uneven = -1;
    for (let bit = 0; bit < width; bit++) {
      if ((care >> bit) & 1) continue;
      const set = rest.filter((word) => (word >> bit) & 1).length;
      const far = Math.abs(2 * set - rest.length);
      if (far > uneven) [best, uneven] = [bit, far];
    }
    const at = 1 << best;
    return [
      ...split(
        value,
        care | at,
        rest.filter((word) => !(word & at)),
      ),
      ...split(
        value | at,
        care | at,
        rest.filter((word) => word & at),
      ),
    ];
  };
  return split(
    0,
    0,
    [...members].sort((a, b) => a - b),
  );
}

/** The number of 1 bits in a word. */
export function ones(word: number): number {
  let count = 0;
  for (let rest = word; rest; rest &= rest - 1) count += 1;
  return count;
}
