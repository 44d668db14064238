import { lookupTree } from './lookup-tree.ts';
import type { Netlist, Node } from './netlist.ts';

/** A bit of {@link Gates}: twice the number of a variable, plus one if it is inverted; 0 is false, 1 is true. */
export type Literal = number;

/** A netlist as and-gates and inverters. Variables are numbered inputs first, then latches, then gates. */
export interface Gates {
  readonly inputs: readonly string[];
  readonly latches: readonly { readonly name: string; readonly initial: 0 | 1; readonly next: Literal }[];
  /** Each gate's two inputs, the larger one first; both less than the gate. */
  readonly ands: readonly (readonly [Literal, Literal])[];
  readonly outputs: readonly { readonly name: string; readonly literal: Literal }[];
}

/**
 * Converts a netlist to gates.
 *
 * @throws RangeError when a register has no initial word.
 */
export function gates(netlist: Netlist): Gates {
  const { nodes } = netlist;
  const width = (node: number) => (nodes[node] as Node).width;
  const ports = [...netlist.inputs, ...netlist.registers];
  const first = 1 + ports.reduce((total, { node }) => total + width(node), 0);
  const ands: [Literal, Literal][] = [];
  const known = new Map<string, Literal>();

  const not = (a: Literal): Literal => a ^ 1;
  const and = (a: Literal, b: Literal): Literal => {
    const [high, low] = a > b ? [a, b] : [b, a];
    if (low === 0 || high === not(low)) return 0;
    if (low === 1 || high === low) return high;
    const key = `${high} ${low}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = 2 * (first + ands.push([high, low]) - 1);
    known.set(key, made);
    return made;
  };
  const or = (a: Literal, b: Literal) => not(and(not(a), not(b)));
  const xor = (a: Literal, b: Literal) => or(and(a, not(b)), and(not(a), b));
  const choose = (condition: Literal, a: Literal, b: Literal) =>
    a === b ? a : or(and(condition, a), and(not(condition), b));
  const add = (a: readonly Literal[], b: readonly Literal[]): Literal[] => {
    let carry: Literal = 0;
    return a.map((bit, at) => {
      const other = b[at] as Literal;
      const half = xor(bit, other);
      const sum = xor(half, carry);
      carry = or(and(bit, other), and(half, carry));
      return sum;
    });
  };
  const constant = (value: number, bits: number): Literal[] =>
    Array.from({ length: bits }, (_, bit) => Math.floor(value / 2 ** bit) & 1);
  const multiply = (a: readonly Literal[], factor: number): Literal[] => {
    const negated = factor < 0;
    let product = constant(0, a.length);
    for (let bit = 0, rest = Math.abs(factor); rest > 0; bit++, rest >>= 1) {
      if (rest & 1) product = add(product, [...constant(0, bit), ...a].slice(0, a.length));
    }
    return negated ? add(product.map(not), constant(1, a.length)) : product;
  };

  let variable = 1;
  const portBits = new Map(
    ports.map(({ node }) => [node, Array.from({ length: width(node) }, () => 2 * variable++)]),
  );
  const words: Literal[][] = [];
  const word = (node: number) => words[node] as Literal[];
  nodes.forEach((node, index) => {
    words[index] = bitsOf(node, index);
  });

  function bitsOf(node: Node, index: number): Literal[] {
    switch (node.op) {
      case 'input':
      case 'register':
        return portBits.get(index) as Literal[];
      case 'constant':
        return constant(node.value, node.width);
      case 'add':
        return add(word(node.a), word(node.b));
      case 'and':
        return word(node.a).map((bit, at) => and(bit, word(node.b)[at] as Literal));
      case 'or':
        return word(node.a).map((bit, at) => or(bit, word(node.b)[at] as Literal));
      case 'xor':
        return word(node.a).map((bit, at) => xor(bit, word(node.b)[at] as Literal));
      case 'not':
        return word(node.a).map(not);
      case 'multiply':
        return multiply(word(node.a), node.factor);
      case 'slice':
        return word(node.a).slice(node.low, node.low + node.width);
      case 'extend':
        return Array.from(
          { length: node.width },
          (_, bit) => word(node.a)[bit] ?? (word(node.a).at(-1) as Literal),
        );
      case 'equal':
        return [
          word(node.a).reduce((all, bit, at) => and(all, not(xor(bit, word(node.b)[at] as Literal))), 1),
        ];
      case 'choose': {
        const [condition] = word(node.condition) as [Literal];
        return word(node.a).map((bit, at) => choose(condition, bit, word(node.b)[at] as Literal));
      }
      case 'concat':
        return [...word(node.b), ...word(node.a)];
      case 'lookup':
        return lookupTree(
          node.values,
          word(node.index).length,
          (value) => constant(value, node.width),
          (bit, one, zero) =>
            one.map((high, at) => choose(word(node.index)[bit] as Literal, high, zero[at] as Literal)),
        );
    }
  }

  const latches = netlist.registers.flatMap(({ name, node, initial, next }) => {
    if (initial === null) throw new RangeError(`${name} has no initial word`);
    return word(next)
      .map((literal, bit) => ({
        name: `${name}[${bit}]`,
        initial: (Math.floor(initial / 2 ** bit) & 1) as 0 | 1,
        next: literal,
      }))
      .slice(0, width(node));
  });
  return {
    inputs: netlist.inputs.flatMap(({ name, node }) =>
      word(node).map((_, bit) => (width(node) === 1 ? name : `${name}[${bit}]`)),
    ),
    latches,
    ands,
    outputs: netlist.outputs.flatMap(({ name, node }) => word(node).map((literal) => ({ name, literal }))),
  };
}
