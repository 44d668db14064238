/** The septets (seven-bit bytes) of a whole number, the lowest first. */
export function toSeptets(value: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.floor(value / 128 ** index) % 128);
}

/** The number in `count` septets from `at` on; septets beyond the end count as 0. */
export function fromSeptets(septets: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let index = count - 1; index >= 0; index--) value = value * 128 + (septets[at + index] ?? 0);
  return value;
}

/** Bytes as pairs of septets, as docs/spec.md section 7 writes a u8. */
export function toPairs(bytes: Iterable<number>): number[] {
  return Array.from(bytes).flatMap((byte) => toSeptets(byte & 0xff, 2));
}

/** The inverse of {@link toPairs}, for `count` bytes from `at` on. */
export function fromPairs(septets: Uint8Array, at: number, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, index) => fromSeptets(septets, at + 2 * index, 2));
}
