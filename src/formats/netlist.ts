/**
 * A synchronous circuit of words in two's complement. A node is an index into {@link Netlist.nodes}, and reads only
 * nodes before it; equal nodes are one. All registers take their next word at the same clock edge.
 */
export interface Netlist {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly inputs: readonly Port[];
  readonly registers: readonly Register[];
  readonly outputs: readonly Port[];
}

/** An input or output, and its word. */
export interface Port {
  readonly name: string;
  readonly node: number;
}

/** A word that is kept until the next clock edge. */
export interface Register extends Port {
  /** The initial word; null if nothing reads the register before it is written. */
  readonly initial: number | null;
  readonly next: number;
}

/** How a word is computed; `a`, `b`, `condition` and `index` are nodes. */
export type Node = { readonly width: number } & (
  | { readonly op: 'input' | 'register'; readonly name: string }
  | { readonly op: 'constant'; readonly value: number }
  /** Modulo 2^width; both of this width. */
  | { readonly op: 'add' | 'and' | 'or' | 'xor'; readonly a: number; readonly b: number }
  | { readonly op: 'not'; readonly a: number }
  /** `a` times a constant, modulo 2^width. */
  | { readonly op: 'multiply'; readonly a: number; readonly factor: number }
  /** Bits `low` … `low + width − 1` of `a`. */
  | { readonly op: 'slice'; readonly a: number; readonly low: number }
  /** `a` with its sign bit repeated. */
  | { readonly op: 'extend'; readonly a: number }
  /** One bit: 1 if both, of one width, are the same. */
  | { readonly op: 'equal'; readonly a: number; readonly b: number }
  | { readonly op: 'choose'; readonly condition: number; readonly a: number; readonly b: number }
  /** The bits of `a` above those of `b`. */
  | { readonly op: 'concat'; readonly a: number; readonly b: number }
  /** The word at `index`, unsigned; 0 beyond the last one. */
  | { readonly op: 'lookup'; readonly index: number; readonly values: readonly number[] }
);

/** Bits that a signed word needs to hold every number of this magnitude. */
export function signedWidth(magnitude: number): number {
  let width = 1;
  while (2 ** (width - 1) <= magnitude) width++;
  return width;
}

/** Bits that distinguish this many things, at least one. */
export function indexWidth(count: number): number {
  let width = 1;
  while (2 ** width < count) width++;
  return width;
}

/** Builds a {@link Netlist} node by node; every method returns the node's index. */
export class NetlistBuilder {
  readonly #nodes: Node[] = [];
  readonly #known = new Map<string, number>();
  readonly #inputs: Port[] = [];
  readonly #registers: { name: string; node: number; initial: number | null; next: number | null }[] = [];

  input(name: string, width = 1): number {
    const node = this.#add({ op: 'input', width, name });
    if (!this.#inputs.some((port) => port.node === node)) this.#inputs.push({ name, node });
    return node;
  }

  /** A register, whose next word {@link connect} gives. */
  register(name: string, width: number, initial: number | null): number {
    const node = this.#add({ op: 'register', width, name });
    this.#registers.push({ name, node, initial, next: null });
    return node;
  }

  connect(register: number, next: number): void {
    const found = this.#registers.find(({ node }) => node === register);
    if (found === undefined) throw new RangeError(`node ${register} is not a register`);
    if (this.width(next) !== this.width(register)) {
      throw new RangeError(
        `${found.name} is ${this.width(register)} bits wide, its next word ${this.width(next)}`,
      );
    }
    found.next = next;
  }

  width(node: number): number {
    return (this.#nodes[node] as Node).width;
  }

  constant(value: number, width: number): number {
    return this.#add({ op: 'constant', width, value });
  }

  add(a: number, b: number): number {
    return this.#add({ op: 'add', width: this.#same(a, b), a, b });
  }

  and(a: number, b: number): number {
    return this.#add({ op: 'and', width: this.#same(a, b), a, b });
  }

  or(a: number, b: number): number {
    return this.#add({ op: 'or', width: this.#same(a, b), a, b });
  }

  xor(a: number, b: number): number {
    return this.#add({ op: 'xor', width: this.#same(a, b), a, b });
  }

  not(a: number): number {
    return this.#add({ op: 'not', width: this.width(a), a });
  }

  multiply(a: number, factor: number): number {
    return this.#add({ op: 'multiply', width: this.width(a), a, factor });
  }

  slice(a: number, low: number, width: number): number {
    if (low === 0 && width === this.width(a)) return a;
    if (low + width > this.width(a))
      throw new RangeError(`bits ${low} to ${low + width - 1} of ${this.width(a)}`);
    return this.#add({ op: 'slice', width, a, low });
  }

  /** `a` as a wider signed word. */
  extend(a: number, width: number): number {
    if (width === this.width(a)) return a;
    if (width < this.width(a)) throw new RangeError(`${this.width(a)} bits do not fit ${width}`);
    return this.#add({ op: 'extend', width, a });
  }

  equal(a: number, b: number): number {
    this.#same(a, b);
    return this.#add({ op: 'equal', width: 1, a, b });
  }

  choose(condition: number, a: number, b: number): number {
    return this.#add({ op: 'choose', width: this.#same(a, b), condition, a, b });
  }

  concat(a: number, b: number): number {
    return this.#add({ op: 'concat', width: this.width(a) + this.width(b), a, b });
  }

  /** The words joined, the first one lowest. */
  join(words: readonly number[]): number {
    return words.reduce((low, high) => this.concat(high, low));
  }

  /** values[index]; a constant if all values are equal. */
  lookup(index: number, values: readonly number[], width: number): number {
    if (values.every((value) => value === values[0])) return this.constant(values[0] ?? 0, width);
    return this.#add({ op: 'lookup', width, index, values });
  }

  /** The netlist with these outputs; nodes that nothing reads are left out, except inputs and registers. */
  build(name: string, outputs: readonly Port[]): Netlist {
    const registers = this.#registers.map(({ next, ...register }): Register => {
      if (next === null) throw new RangeError(`${register.name} has no next word`);
      return { ...register, next };
    });
    const kept = new Set([...this.#inputs, ...registers, ...outputs].map(({ node }) => node));
    for (const { next } of registers) kept.add(next);
    for (const node of kept) for (const read of operands(this.#nodes[node] as Node)) kept.add(read);
    const order = [...kept].sort((a, b) => a - b);
    const places = new Map(order.map((node, place) => [node, place]));
    const at = (node: number) => places.get(node) as number;
    const moved = ({ name, node }: Port) => ({ name, node: at(node) });
    return {
      name,
      nodes: order.map((node) => renumbered(this.#nodes[node] as Node, at)),
      inputs: this.#inputs.map(moved),
      registers: registers.map((register) => ({ ...register, ...moved(register), next: at(register.next) })),
      outputs: outputs.map(moved),
    };
  }

  #add(node: Node): number {
    const key = JSON.stringify(node);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.#nodes.length);
    return this.#nodes.push(node) - 1;
  }

  #same(a: number, b: number): number {
    const width = this.width(a);
    if (width !== this.width(b)) throw new RangeError(`words of ${width} and of ${this.width(b)} bits`);
    return width;
  }
}

/** The fields of a node that are nodes. */
const OPERANDS = ['a', 'b', 'condition', 'index'] as const;
type Operands = { readonly width: number } & { readonly [name in (typeof OPERANDS)[number]]?: number };

function operands(node: Node): number[] {
  const fields: Operands = node;
  return OPERANDS.flatMap((field) => fields[field] ?? []);
}

function renumbered(node: Node, at: (node: number) => number): Node {
  const fields: Operands = node;
  const moved = OPERANDS.flatMap((field) => {
    const read = fields[field];
    return read === undefined ? [] : [[field, at(read)] as const];
  });
  return { ...node, ...Object.fromEntries(moved) };
}
