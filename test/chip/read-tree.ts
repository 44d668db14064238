/** What boards whose EEPROMs hold the same bytes at the addresses they read have in common. */
export interface Leaf<Result> {
  readonly result: Result;
  /** 1 at each EEPROM address that is read. */
  readonly reads: Uint8Array;
}

/** A byte that was read: address and value. */
export type Read = readonly [address: number, value: number];

interface Fork<Result> {
  readonly address: number;
  readonly next: Map<number, Fork<Result> | Leaf<Result>>;
}

/**
 * What comes of EEPROM contents. The chip is deterministic, and nothing but the bytes it reads tells it what is in its
 * EEPROM: contents that agree at every address read give the same result. So the chip is run once for each different
 * sequence of bytes read, and its readings are kept as a decision tree.
 */
export class ReadTree<Result> {
  readonly #run: (memory: Uint8Array) => { result: Result; read: readonly Read[] };
  #root: Fork<Result> | Leaf<Result> | undefined;

  /** @param run runs the chip on a copy of EEPROM contents; `read` has what it read of them, in order */
  constructor(run: (memory: Uint8Array) => { result: Result; read: readonly Read[] }) {
    this.#run = run;
  }

  of(memory: Uint8Array): Leaf<Result> {
    let node = this.#root;
    while (node !== undefined && 'next' in node) node = node.next.get(memory[node.address] as number);
    return node ?? this.#learn(memory);
  }

  #learn(memory: Uint8Array): Leaf<Result> {
    const { result, read } = this.#run(Uint8Array.from(memory));
    const leaf = { result, reads: new Uint8Array(memory.length) };
    let node = this.#root;
    let link = (child: Fork<Result> | Leaf<Result>) => {
      this.#root = child;
    };
    for (const [address, value] of read) {
      leaf.reads[address] = 1;
      if (node === undefined) {
        node = { address, next: new Map() };
        link(node);
      }
      const { next } = node as Fork<Result>;
      link = (child) => next.set(value, child);
      node = next.get(value);
    }
    link(leaf);
    return leaf;
  }
}
