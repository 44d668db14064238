import { lookupTree } from './lookup-tree.ts';
import type { Netlist, Node } from './netlist.ts';

/**
 * A netlist as BTOR2, for word-level model checkers: its outputs are `bad` properties.
 *
 * @param comment lines for the top of the file.
 */
export function btor2(netlist: Netlist, comment: readonly string[]): string {
  const lines = comment.map((line) => `; ${line}`.trimEnd());
  const known = new Map<string, number>();
  let last = 0;
  /** Writes a line once and returns its number. */
  const write = (text: string): number => {
    const found = known.get(text);
    if (found !== undefined) return found;
    lines.push(`${++last} ${text}`);
    known.set(text, last);
    return last;
  };
  const sort = (width: number) => write(`sort bitvec ${width}`);
  const constant = (value: number, width: number) =>
    write(
      `const ${sort(width)} ${(value < 0 ? value + 2 ** width : value).toString(2).padStart(width, '0')}`,
    );
  const { nodes } = netlist;
  const ids: number[] = [];
  const id = (node: number) => ids[node] as number;
  const initials = new Map(netlist.registers.map(({ node, initial }) => [node, initial]));
  nodes.forEach((node, index) => {
    // A state's initial word must come before it.
    const initial = initials.get(index) ?? null;
    if (initial !== null) constant(initial, node.width);
    ids[index] = line(node);
  });

  function line(node: Node): number {
    const type = sort(node.width);
    switch (node.op) {
      case 'input':
        return write(`input ${type} ${node.name}`);
      case 'register':
        return write(`state ${type} ${node.name}`);
      case 'constant':
        return constant(node.value, node.width);
      case 'add':
      case 'and':
      case 'or':
      case 'xor':
        return write(`${node.op} ${type} ${id(node.a)} ${id(node.b)}`);
      case 'not':
        return write(`not ${type} ${id(node.a)}`);
      case 'multiply':
        return write(`mul ${type} ${id(node.a)} ${constant(node.factor, node.width)}`);
      case 'slice':
        return write(`slice ${type} ${id(node.a)} ${node.low + node.width - 1} ${node.low}`);
      case 'extend':
        return write(`sext ${type} ${id(node.a)} ${node.width - (nodes[node.a] as Node).width}`);
      case 'equal':
        return write(`eq ${type} ${id(node.a)} ${id(node.b)}`);
      case 'choose':
        return write(`ite ${type} ${id(node.condition)} ${id(node.a)} ${id(node.b)}`);
      case 'concat':
        return write(`concat ${type} ${id(node.a)} ${id(node.b)}`);
      case 'lookup':
        return lookupTree(
          node.values,
          (nodes[node.index] as Node).width,
          (value) => constant(value, node.width),
          (bit, one, zero) => {
            const selected = write(`slice ${sort(1)} ${id(node.index)} ${bit} ${bit}`);
            return write(`ite ${type} ${selected} ${one} ${zero}`);
          },
        );
    }
  }

  for (const { node, initial, next } of netlist.registers) {
    const { width } = nodes[node] as Node;
    if (initial !== null) write(`init ${sort(width)} ${id(node)} ${constant(initial, width)}`);
    write(`next ${sort(width)} ${id(node)} ${id(next)}`);
  }
  for (const { name, node } of netlist.outputs) write(`bad ${id(node)} ${name}`);
  return `${lines.join('\n')}\n`;
}
