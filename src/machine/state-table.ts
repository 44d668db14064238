/**
 * Numbers distinct states in the order in which they are added. A state is `size` integers of 32 bits. States are
 * compared as a whole, so two different states never get the same number.
 */
export class StateTable {
  readonly size: number;
  count = 0;
  /** (room, size) */
  #states: Int32Array;
  /** Open addressing: index of a state + 1, or 0. */
  #slots: Int32Array;

  constructor(size: number) {
    this.size = size;
    this.#states = new Int32Array(64 * size);
    this.#slots = new Int32Array(256);
  }

  /** The states so far, (count, size). */
  get states(): Int32Array {
    return this.#states.subarray(0, this.count * this.size);
  }

  /** Copies a state out. */
  copy(index: number, to: Int32Array): void {
    for (let at = 0; at < this.size; at++) to[at] = this.#states[index * this.size + at] as number;
  }

  /** The number of a state. A new state gets the old {@link count}, which then grows. */
  add(state: ArrayLike<number>): number {
    const slot = this.#slot(state);
    const found = this.#slots[slot] as number;
    if (found !== 0) return found - 1;
    const index = this.count++;
    if (this.count * this.size > this.#states.length) this.#states = doubled(this.#states);
    for (let at = 0; at < this.size; at++) this.#states[index * this.size + at] = state[at] as number;
    this.#slots[slot] = index + 1;
    if (this.count * 2 > this.#slots.length) this.#rehash();
    return index;
  }

  /** The number of a state, or undefined. */
  find(state: ArrayLike<number>): number | undefined {
    if (state.length !== this.size) return undefined;
    const found = this.#slots[this.#slot(state)] as number;
    return found === 0 ? undefined : found - 1;
  }

  /** The slot of the state at this offset of `from`, or the free slot for it. */
  #slot(from: ArrayLike<number>, first = 0): number {
    const { size } = this;
    const mask = this.#slots.length - 1;
    let hash = 0;
    for (let at = 0; at < size; at++)
      hash = Math.imul(hash ^ (from[first + at] as number), 0x9e3779b1) ^ (hash >>> 15);
    let slot = (hash ^ (hash >>> 16)) & mask;
    for (;;) {
      const index = this.#slots[slot] as number;
      if (index === 0 || this.#equals(index - 1, from, first)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #equals(index: number, from: ArrayLike<number>, first: number): boolean {
    const { size } = this;
    for (let at = 0; at < size; at++) {
      if (this.#states[index * size + at] !== from[first + at]) return false;
    }
    return true;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 4);
    for (let index = 0; index < this.count; index++)
      this.#slots[this.#slot(this.#states, index * this.size)] = index + 1;
  }
}

export function doubled(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
