import type { FixedNetwork } from '../fixed/fixed-network.ts';
import type { Machine } from '../machine/machine.ts';
import { cellStep } from './cell-netlist.ts';
import { checkInterface } from './interface.ts';
import { lookupTree } from './lookup-tree.ts';
import { machineStep, stateWidth } from './machine-netlist.ts';
import { differs } from './miter.ts';
import { type Netlist, NetlistBuilder, type Node } from './netlist.ts';

/**
 * A certificate as three queries in SMT-LIB 2, bit vectors only: the initial pair is inside; a step from inside
 * gives the correct outputs; a step from inside stays inside. Each is asked as its negation. A solver that returns
 * `unsat` three times has proven the network correct for streams of any length.
 *
 * @param pairs each the index of a machine state, then the (hidden) states of the network.
 * @param comment lines for the top of the file.
 * @throws RangeError when network and machine differ in inputs or outputs, or a pair has another length.
 */
export function smt2(
  network: FixedNetwork,
  machine: Machine,
  pairs: readonly (readonly number[])[],
  comment: readonly string[],
): string {
  checkInterface(network, machine);
  const { hidden, stateBits } = network;
  const builder = new NetlistBuilder();
  const machineState = builder.input('m', stateWidth(machine));
  const state = network.initialState.map((_, unit) => builder.input(`s${unit}`, stateBits));
  const inputs = machine.inputs.map((_, at) => builder.input(`x${at}`));
  const step = cellStep(builder, network, state, inputs);
  const expected = machineStep(builder, machine, machineState, inputs);
  const wrong = differs(builder, step.outputs, expected);
  const netlist = builder.build('step', [
    ...step.next.map((node, unit) => ({ name: `s${unit}`, node })),
    { name: 'm', node: expected.next },
    { name: 'wrong', node: wrong },
    ...(expected.specified === null ? [] : [{ name: 'specified', node: expected.specified }]),
  ]);

  const width = hidden * stateBits;
  const [next, [machineNext = '', isWrong = '', isSpecified]] = split(
    netlist.outputs.map(({ node }) => nodeName(netlist.nodes, node)),
    hidden,
  );
  const after = `(inside ${machineNext} ${concatenated(next)})`;
  const now = `(inside m ${concatenated(network.initialState.map((_, unit) => `s${unit}`))})`;
  const specified = isSpecified === undefined ? [] : [isOne(isSpecified)];
  const initial = `(inside ${literal(machine.initial, stateWidth(machine))} ${stateLiteral(network.initialState, stateBits)})`;
  return `${[
    ...comment.map((line) => `; ${line}`.trimEnd()),
    '; m: the state of the machine; s0 …: of the network; x0 …: inputs. All before the step.',
    ...machine.states.map((name, at) => `; m = ${at}: ${name.replace(/\s+/g, ' ')}`),
    '(set-logic QF_BV)',
    ...netlist.inputs.map(
      ({ name, node }) => `(declare-fun ${name} () ${sort((netlist.nodes[node] as Node).width)})`,
    ),
    ...definitions(netlist),
    `(define-fun inside ((m ${sort(stateWidth(machine))}) (s ${sort(width)})) Bool ${members(network, machine, pairs)})`,
    ...query('The initial pair is inside.', [`(not ${initial})`]),
    ...query('From inside, every output that matters is correct.', [now, ...specified, isOne(isWrong)]),
    ...query('From inside, every step stays inside.', [now, ...specified, `(not ${after})`]),
    '(exit)',
  ].join('\n')}\n`;
}

function split(terms: readonly string[], at: number): [string[], string[]] {
  return [terms.slice(0, at), terms.slice(at)];
}

function query(title: string, assertions: readonly string[]): string[] {
  return [
    `; ${title}`,
    '(push 1)',
    ...assertions.map((assertion) => `(assert ${assertion})`),
    '(check-sat)',
    '(pop 1)',
  ];
}

/** The pairs as a term over m and s, for each machine state its network states. */
function members(network: FixedNetwork, machine: Machine, pairs: readonly (readonly number[])[]): string {
  const states = new Map<number, string[]>();
  for (const [machineState, ...state] of pairs) {
    if (machineState === undefined || state.length !== network.hidden) {
      throw new RangeError(`expected pairs of 1 + ${network.hidden} states, got ${1 + state.length}`);
    }
    const known = states.get(machineState) ?? [];
    states.set(machineState, known);
    known.push(`(= s ${stateLiteral(state, network.stateBits)})`);
  }
  const groups = [...states].map(
    ([machineState, known]) =>
      `\n  (and (= m ${literal(machineState, stateWidth(machine))})\n    ${either(known, '\n      ')})`,
  );
  return either(groups, '');
}

function either(terms: readonly string[], separator: string): string {
  if (terms.length === 0) return 'false';
  return terms.length === 1 ? (terms[0] as string) : `(or ${terms.join(separator === '' ? ' ' : separator)})`;
}

/** Each node that is an operation, as a constant of its own. */
function definitions({ nodes }: Netlist): string[] {
  return nodes.flatMap((node, index) =>
    node.op === 'input' || node.op === 'constant'
      ? []
      : [`(define-fun n${index} () ${sort(node.width)} ${expression(node, nodes)})`],
  );
}

function nodeName(nodes: readonly Node[], index: number): string {
  const node = nodes[index] as Node;
  if (node.op === 'input') return node.name;
  return node.op === 'constant' ? literal(node.value, node.width) : `n${index}`;
}

function expression(node: Node, nodes: readonly Node[]): string {
  const name = (index: number) => nodeName(nodes, index);
  switch (node.op) {
    case 'add':
    case 'and':
    case 'or':
    case 'xor':
      return `(bv${node.op} ${name(node.a)} ${name(node.b)})`;
    case 'not':
      return `(bvnot ${name(node.a)})`;
    case 'multiply':
      return `(bvmul ${name(node.a)} ${literal(node.factor, node.width)})`;
    case 'slice':
      return `((_ extract ${node.low + node.width - 1} ${node.low}) ${name(node.a)})`;
    case 'extend':
      return `((_ sign_extend ${node.width - (nodes[node.a] as Node).width}) ${name(node.a)})`;
    case 'equal':
      return `(ite (= ${name(node.a)} ${name(node.b)}) #b1 #b0)`;
    case 'choose':
      return `(ite ${isOne(name(node.condition))} ${name(node.a)} ${name(node.b)})`;
    case 'concat':
      return `(concat ${name(node.a)} ${name(node.b)})`;
    case 'lookup': {
      const index = name(node.index);
      return lookupTree(
        node.values,
        (nodes[node.index] as Node).width,
        (value) => literal(value, node.width),
        (bit, one, zero) => `(ite ${isOne(`((_ extract ${bit} ${bit}) ${index})`)} ${one} ${zero})`,
      );
    }
    default:
      throw new Error(`${node.op} has no expression`);
  }
}

function isOne(term: string): string {
  return `(= ${term} #b1)`;
}

function sort(width: number): string {
  return `(_ BitVec ${width})`;
}

function literal(value: number, width: number): string {
  return `#b${bits(value, width)}`;
}

/** The states of the network in one word, the first one lowest. */
function stateLiteral(state: readonly number[], stateBits: number): string {
  return `#b${state
    .map((value) => bits(value, stateBits))
    .reverse()
    .join('')}`;
}

function concatenated(terms: readonly string[]): string {
  return terms.reduce((low, high) => `(concat ${high} ${low})`);
}

function bits(value: number, width: number): string {
  return (value < 0 ? value + 2 ** width : value).toString(2).padStart(width, '0');
}
