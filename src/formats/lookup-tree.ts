/**
 * A table as a tree of choices over the bits of its index, from the highest one down. Equal halves become one. `leaf`
 * makes a value; `choose` takes the number of the bit, the tree for 1 and the tree for 0.
 */
export function lookupTree<T>(
  values: readonly number[],
  indexWidth: number,
  leaf: (value: number) => T,
  choose: (bit: number, one: T, zero: T) => T,
): T {
  const known = new Map<string, T>();
  const build = (from: number, bits: number): T => {
    const part = values.slice(from, from + 2 ** bits);
    while (part.length < 2 ** bits) part.push(0);
    const key = part.join();
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = part.every((value) => value === part[0])
      ? leaf(part[0] as number)
      : choose(bits - 1, build(from + 2 ** (bits - 1), bits - 1), build(from, bits - 1));
    known.set(key, made);
    return made;
  };
  return build(0, indexWidth);
}
