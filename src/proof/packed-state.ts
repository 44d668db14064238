/** A state's values side by side as unsigned fields of stateBits bits, the first one lowest; at most 32 bits. */
export function packState(values: ArrayLike<number>, stateBits: number): number {
  const mask = 2 ** stateBits - 1;
  let packed = 0;
  for (let unit = values.length - 1; unit >= 0; unit--) {
    packed = packed * 2 ** stateBits + ((values[unit] as number) & mask);
  }
  return packed;
}

/** The inverse of {@link packState}, into `state`. */
export function unpackState(packed: number, stateBits: number, state: Int32Array): Int32Array {
  const sign = 32 - stateBits;
  for (let unit = 0; unit < state.length; unit++) {
    state[unit] = ((packed >>> (unit * stateBits)) << sign) >> sign;
  }
  return state;
}
