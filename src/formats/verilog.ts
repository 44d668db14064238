import { identifiers } from './identifiers.ts';
import type { Netlist, Node } from './netlist.ts';
import { VERILOG_KEYWORDS } from './verilog-keywords.ts';

/** Names of a module's pins beside `clk` and `reset`. */
export interface Pins {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** A register that reads a table of at least this many bits of index is written as a memory's. */
const MEMORY_INDEX_BITS = 6;

/**
 * A circuit as one synthesizable module of Verilog-2005: `clk`, `reset`, then the pins.
 *
 * @param comment lines above the module.
 */
export function verilogModule(netlist: Netlist, pins: Pins, comment: readonly string[]): string {
  const { nodes, registers } = netlist;
  const ports = portNames(pins);
  const inputNames = new Map(pins.inputs.map((_, at) => [`x${at}`, ports.inputs[at] as string]));
  inputNames.set('reset', 'reset');
  const memories = new Map(
    registers.flatMap(({ next }) => {
      const node = nodes[next] as Node;
      return node.op === 'lookup' && (nodes[node.index] as Node).width >= MEMORY_INDEX_BITS
        ? [[next, node]]
        : [];
    }),
  );
  const name = (index: number): string => {
    const node = nodes[index] as Node;
    if (node.op === 'input') return inputNames.get(node.name) as string;
    if (node.op === 'register') return `${node.name}_r`;
    return node.op === 'constant' ? literal(node.value, node.width) : `n${index}`;
  };
  const functions: string[] = [];
  const wires: string[] = [];
  nodes.forEach((node, index) => {
    if (node.op === 'input' || node.op === 'register' || node.op === 'constant' || memories.has(index))
      return;
    if (node.op === 'lookup')
      functions.push(lookupFunction(`t${index}`, node, (nodes[node.index] as Node).width));
    wires.push(`    wire ${vector(node.width)}n${index} = ${expression(node, index, nodes, name)};`);
  });
  const clocked = registers.map(({ node, next }) => {
    const memory = memories.get(next);
    if (memory === undefined) return `    always @(posedge clk) ${name(node)} <= ${name(next)};`;
    return [
      '    always @(posedge clk)',
      `        case (${name(memory.index)})`,
      ...cases(memory, (nodes[memory.index] as Node).width, `${name(node)} <=`).map(
        (line) => `            ${line}`,
      ),
      '        endcase',
    ].join('\n');
  });
  return `${[
    ...comment.map((line) => `// ${line}`.trimEnd()),
    `module ${netlist.name} (`,
    '    input wire clk,',
    '    input wire reset,',
    ...ports.inputs.map((port) => `    input wire ${port},`),
    ports.outputs.map((port) => `    output wire ${port}`).join(',\n'),
    ');',
    ...registers.map(({ name: register, node, initial }) => {
      const { width } = nodes[node] as Node;
      return `    reg ${vector(width)}${register}_r${initial === null ? '' : ` = ${literal(initial, width)}`};`;
    }),
    ...functions,
    ...wires,
    ...clocked,
    ...netlist.outputs.map(({ node }, at) => `    assign ${ports.outputs[at]} = ${name(node)};`),
    'endmodule',
  ].join('\n')}\n`;
}

/** The pins' names as Verilog has them; names that are not identifiers or are taken get other ones. */
export function portNames({ inputs, outputs }: Pins): Pins {
  const names = identifiers([...inputs, ...outputs], [...VERILOG_KEYWORDS, 'clk', 'reset']);
  return { inputs: names.slice(0, inputs.length), outputs: names.slice(inputs.length) };
}

function expression(
  node: Node,
  index: number,
  nodes: readonly Node[],
  name: (index: number) => string,
): string {
  switch (node.op) {
    case 'add':
      return `${name(node.a)} + ${name(node.b)}`;
    case 'multiply':
      return `${name(node.a)} * ${literal(node.factor, node.width)}`;
    case 'and':
      return `${name(node.a)} & ${name(node.b)}`;
    case 'or':
      return `${name(node.a)} | ${name(node.b)}`;
    case 'xor':
      return `${name(node.a)} ^ ${name(node.b)}`;
    case 'not':
      return `~${name(node.a)}`;
    case 'equal':
      return `${name(node.a)} == ${name(node.b)}`;
    case 'choose':
      return `${name(node.condition)} ? ${name(node.a)} : ${name(node.b)}`;
    case 'concat':
      return `{${name(node.a)}, ${name(node.b)}}`;
    case 'slice':
      return `${name(node.a)}${range(node.low, node.width, (nodes[node.a] as Node).width)}`;
    case 'extend': {
      const from = (nodes[node.a] as Node).width;
      return `{{${node.width - from}{${name(node.a)}${range(from - 1, 1, from)}}}, ${name(node.a)}}`;
    }
    case 'lookup':
      return `t${index}(${name(node.index)})`;
    default:
      throw new Error(`${node.op} has no expression`);
  }
}

/** A part of a word; words of one bit are scalars, which have none. */
function range(low: number, width: number, of: number): string {
  if (of === 1) return '';
  return width === 1 ? `[${low}]` : `[${low + width - 1}:${low}]`;
}

function vector(width: number): string {
  return width === 1 ? '' : `signed [${width - 1}:0] `;
}

/** A sized literal, signed unless it is one bit. */
function literal(value: number, width: number): string {
  const bits = value < 0 ? value + 2 ** width : value;
  return width === 1 ? `1'b${bits}` : `${width}'sh${bits.toString(16)}`;
}

function lookupFunction(name: string, node: Node & { op: 'lookup' }, width: number): string {
  return [
    `    function ${vector(node.width)}${name};`,
    `        input ${width === 1 ? '' : `[${width - 1}:0] `}index;`,
    '        case (index)',
    ...cases(node, width, `${name} =`).map((line) => `            ${line}`),
    '        endcase',
    '    endfunction',
  ].join('\n');
}

/** A case item for each value; the most frequent value is the default. */
function cases(node: Node & { op: 'lookup' }, width: number, target: string): string[] {
  const counts = new Map<number, number>([[0, 2 ** width - node.values.length]]);
  for (const value of node.values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const commonest = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
  const items = node.values.flatMap((value, at) =>
    value === commonest ? [] : [`${width}'d${at}: ${target} ${literal(value, node.width)};`],
  );
  return [...items, `default: ${target} ${literal(commonest, node.width)};`];
}
