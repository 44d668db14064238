/** Words that agree with `value` in the bits of `care`. */
export interface Cube {
  readonly value: number;
  readonly care: number;
}

/** Disjoint cubes that together hold exactly these words: split on a bit until a half is whole or empty. */
export function cubes(words: readonly number[], width: number): Cube[] {
  const members = new Set(words);
  const split = (value: number, care: number, rest: number[]): Cube[] => {
    if (rest.length === 0) return [];
    if (rest.length === 2 ** (width - ones(care))) return [{ value, care }];
    // The bit that leaves the fewest cubes is not looked for; the one that splits most unevenly is near enough.
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

/** How many bits of a word are 1. */
export function ones(word: number): number {
  let count = 0;
  for (let rest = word; rest; rest &= rest - 1) count += 1;
  return count;
}
