import type { FixedNetwork } from '../fixed/fixed-network.ts';
import type { Machine } from '../machine/machine.ts';
import { holdsEveryState, machineCircuit, monitorCircuit, networkCircuit } from './hardware-netlist.ts';
import { checkInterface } from './interface.ts';
import { tour } from './tour.ts';
import { portNames, verilogModule } from './verilog.ts';
import { moduleName } from './verilog-keywords.ts';

const TIMING = [
  'One step at each rising edge of clk. While reset is 1 an edge goes to the initial state instead; hold it for one',
  'edge before the first step. The outputs of a step can be read from the edge that took its inputs until the next',
  'edge; after a reset they are undefined until a step was taken.',
];

const CODES = [
  'Assumed: a reset came first and no register flips by itself. Registers hold only what streams of inputs lead to.',
];

/** The fixed network as a module of Verilog-2005. */
export function verilogNetwork(
  name: string,
  network: FixedNetwork,
  machine: Machine,
  comment: readonly string[],
): string {
  checkInterface(network, machine);
  const module = moduleName(name);
  return verilogModule(networkCircuit(module, network), machine, [
    ...comment,
    ...TIMING,
    ...(holdsEveryState(network) ? [] : CODES),
  ]);
}

/** A machine as a module of Verilog-2005 with the pins and the timing of its network's. */
export function verilogAutomaton(name: string, machine: Machine, comment: readonly string[]): string {
  const open = machine.next.some((next) => next < 0)
    ? ['An unspecified step leads to state 0 with outputs 0.']
    : [];
  return verilogModule(machineCircuit(moduleName(name), machine), machine, [...comment, ...TIMING, ...open]);
}

/**
 * A testbench for a network's module, or any with its pins: it takes every reachable transition and prints
 * `PASSED` or `FAILED`. The module NAME_monitor in it is synthesizable. Beside it the network is correct on streams of
 * any length if and only if `bad` can never become 1, which model checkers decide.
 */
export function verilogTestbench(
  name: string,
  network: FixedNetwork,
  machine: Machine,
  comment: readonly string[],
): string {
  checkInterface(network, machine);
  const module = moduleName(name);
  const { moves, pairs, transitions } = tour(network, machine);
  const width = machine.inputs.length;
  const monitored = { inputs: [...machine.inputs, ...machine.outputs], outputs: ['bad'] };
  const ports = portNames(machine);
  const monitorPorts = portNames(monitored);
  const connect = (names: readonly string[], bus: string, offset = 0) =>
    names.map((port, at) => `.${port}(${bus}[${at + offset}])`);
  const inputs = connect(ports.inputs, 'x');
  const watched = [
    ...connect(monitorPorts.inputs.slice(0, width), 'x'),
    ...connect(monitorPorts.inputs.slice(width), 'y'),
    `.${monitorPorts.outputs[0]}(bad)`,
  ];
  return `${[
    verilogModule(monitorCircuit(`${module}_monitor`, machine), monitored, [
      ...comment,
      `Watches ${module} beside it: bad is 1 after a step with a wrong output.`,
    ]).trimEnd(),
    '',
    `// Takes each of the ${transitions} transitions from ${pairs} reachable pairs at least once.`,
    `module ${module}_test;`,
    '    reg clk = 0;',
    `    reg [${width}:0] move;`,
    `    wire [${width - 1}:0] x = move[${width - 1}:0];`,
    `    wire [${machine.outputs.length - 1}:0] y;`,
    '    wire bad;',
    `    ${module} network(.clk(clk), .reset(move[${width}]), ${[...inputs, ...connect(ports.outputs, 'y')].join(', ')});`,
    `    ${module}_monitor monitor(.clk(clk), .reset(move[${width}]), ${watched.join(', ')});`,
    '    // A reset in the highest bit, else the inputs.',
    `    reg [${width}:0] moves [0:${moves.length - 1}];`,
    '    integer at, wrong;',
    '    initial begin',
    ...moves.map((move, at) => `        moves[${at}] = ${move === 'reset' ? 2 ** width : move};`),
    '        wrong = 0;',
    `        for (at = 0; at < ${moves.length}; at = at + 1) begin`,
    '            move = moves[at];',
    '            #1 clk = 1;',
    "            #1 if (bad !== 1'b0) wrong = wrong + 1;",
    '            clk = 0;',
    '        end',
    `        if (wrong == 0) $display("PASSED: ${transitions} transitions");`,
    '        else $display("FAILED: %0d wrong steps", wrong);',
    '        $finish;',
    '    end',
    'endmodule',
  ].join('\n')}\n`;
}
