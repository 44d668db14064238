import type { Netlist, Node } from '../../src/formats/netlist.ts';

/** Runs a netlist node by node: what every writer's text has to mean. Words are kept as unsigned numbers. */
export class Interpreter {
  readonly #netlist: Netlist;
  readonly registers: Map<number, number>;

  /** Registers without an initial word start at `unknown`. */
  constructor(netlist: Netlist, unknown = 0) {
    this.#netlist = netlist;
    this.registers = new Map(
      netlist.registers.map(({ node, initial }) => [
        node,
        unsigned(initial ?? unknown, (netlist.nodes[node] as Node).width),
      ]),
    );
  }

  /** The outputs by name, before the clock edge that then comes. */
  step(inputs: Readonly<Record<string, number>>): Record<string, number> {
    const values: number[] = [];
    for (const [index, node] of this.#netlist.nodes.entries()) {
      values[index] = unsigned(this.#value(node, index, values, inputs), node.width);
    }
    for (const { node, next } of this.#netlist.registers) this.registers.set(node, values[next] as number);
    return Object.fromEntries(this.#netlist.outputs.map(({ name, node }) => [name, values[node] as number]));
  }

  #value(
    node: Node,
    index: number,
    values: readonly number[],
    inputs: Readonly<Record<string, number>>,
  ): number {
    const of = (at: number) => values[at] as number;
    const width = (at: number) => (this.#netlist.nodes[at] as Node).width;
    switch (node.op) {
      case 'input':
        return inputs[node.name] as number;
      case 'register':
        return this.registers.get(index) as number;
      case 'constant':
        return node.value;
      case 'add':
        return of(node.a) + of(node.b);
      case 'and':
        return of(node.a) & of(node.b);
      case 'or':
        return of(node.a) | of(node.b);
      case 'xor':
        return of(node.a) ^ of(node.b);
      case 'not':
        return ~of(node.a);
      case 'multiply':
        return of(node.a) * node.factor;
      case 'slice':
        return Math.floor(of(node.a) / 2 ** node.low);
      case 'extend':
        return of(node.a) >= 2 ** (width(node.a) - 1) ? of(node.a) - 2 ** width(node.a) : of(node.a);
      case 'equal':
        return of(node.a) === of(node.b) ? 1 : 0;
      case 'choose':
        return of(node.condition) === 1 ? of(node.a) : of(node.b);
      case 'concat':
        return of(node.a) * 2 ** width(node.b) + of(node.b);
      case 'lookup':
        return node.values[of(node.index)] ?? 0;
    }
  }
}

function unsigned(value: number, width: number): number {
  return value - Math.floor(value / 2 ** width) * 2 ** width;
}
