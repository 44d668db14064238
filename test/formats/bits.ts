/** The lowest bits of a word, the lowest first. */
export function unpack(word: number, count: number): number[] {
  return Array.from({ length: count }, (_, bit) => (word >> bit) & 1);
}
