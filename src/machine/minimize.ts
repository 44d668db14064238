import { checkMachine } from './check-machine.ts';
import { explore, type Graph } from './explore.ts';
import { type Machine, type MachineInput, UNSPECIFIED } from './machine.ts';
import { partition } from './partition.ts';
import { MachineStepper } from './stepper.ts';

/** The states of a machine that some input stream reaches. @throws MachineError */
export function reachable(machine: MachineInput): Graph {
  const graph = explore(new MachineStepper(machine), machine.states.length);
  if ('reason' in graph) throw new Error('a machine reached more states than it has');
  return graph;
}

/**
 * The machine without its unreachable states, and with equivalent states merged; a merged state has the name of the
 * first of them. If every step is specified and every output bit matters, this is the smallest machine. Otherwise it is
 * no larger than the given one, and its don't-cares stay as they are.
 *
 * @throws MachineError
 */
export function minimize(given: MachineInput): Machine {
  const machine = checkMachine(given);
  const { inputs, outputs, states, output, care } = machine;
  const graph = reachable(machine);
  const { nodes } = graph;
  const words = 2 ** inputs.length;
  const old = (node: number) => graph.states[node] as number;
  const tables = { output, care };
  const entry = (table: keyof typeof tables, node: number, word: number) =>
    tables[table][old(node) * words + word] as number;
  const signature = Float64Array.from(
    { length: nodes * words },
    (_, index) =>
      entry('care', Math.floor(index / words), index % words) * 2 ** outputs.length +
      entry('output', Math.floor(index / words), index % words),
  );
  const blocks = partition({ inputs: inputs.length, nodes, next: graph.next, signature });
  const members: number[] = [];
  blocks.forEach((block, node) => {
    members[block] ??= node;
  });
  const table = (value: (node: number, word: number) => number) =>
    members.flatMap((node) => Array.from({ length: words }, (_, word) => value(node, word)));
  return {
    ...machine,
    states: members.map((node) => states[old(node)] as string),
    initial: blocks[0] as number,
    next: table((node, word) => {
      const to = graph.next[node * words + word] as number;
      return to === UNSPECIFIED ? UNSPECIFIED : (blocks[to] as number);
    }),
    output: table((node, word) => entry('output', node, word)),
    care: table((node, word) => entry('care', node, word)),
  };
}
