// Verilog through yosys, simulators and place and route: what comes out is the machine, and refuted if it is not.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FixedCell, type FixedNetwork } from '../../../src/fixed/index.ts';
import { verilogAutomaton, verilogNetwork, verilogTestbench } from '../../../src/formats/verilog-files.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { adderMachine, comparatorMachine, trayMachine } from '../machines.ts';
import { adder34, adder38, adder54, defaultNetwork, tray, weightChanged } from '../networks.ts';

const folder = mkdtempSync(join(tmpdir(), 'carrybit-hardware-'));
/** Steps of the random streams. */
const STEPS = Number(process.env.CARRYBIT_STEPS ?? 1_000_000);

const subjects: [string, () => Promise<FixedNetwork>, Machine][] = [
  ['adder34', async () => adder34, adderMachine],
  ['adder38', async () => adder38, adderMachine],
  ['adder54', async () => adder54, adderMachine],
  ['default adder', () => defaultNetwork('adder'), adderMachine],
  ['default comparator', () => defaultNetwork('comparator'), comparatorMachine],
  ['tray', async () => tray, trayMachine],
];

describe('the testbench', () => {
  test.each(subjects)(
    'passes for %s and for its automaton, not for a changed weight',
    async (_, network, machine) => {
      const fixed = await network();
      const board = verilogTestbench('network', fixed, machine, []);
      expect(simulated(board, verilogNetwork('network', fixed, machine, []))).toMatch(
        /^PASSED: \d+ transitions$/,
      );
      expect(simulated(board, verilogAutomaton('network', machine, []))).toMatch(/^PASSED/);
      const broken = weightChanged(fixed);
      expect(simulated(board, verilogNetwork('network', broken, machine, []))).toMatch(
        /^FAILED: \d+ wrong steps$/,
      );
    },
  );
});

describe('a synthesized netlist', () => {
  test.each(subjects.slice(0, 5))(
    'of %s is the machine for streams of any length',
    async (_, network, machine) => {
      const fixed = await network();
      const board = verilogTestbench('network', fixed, machine, []);
      expect(decided(board, verilogNetwork('network', fixed, machine, []))).toMatch(/Property proved/);
    },
  );

  test.each(subjects.slice(0, 4))('of %s with a changed weight is refuted', async (_, network, machine) => {
    const fixed = await network();
    const board = verilogTestbench('network', fixed, machine, []);
    const broken = verilogNetwork('network', weightChanged(fixed), machine, []);
    expect(decided(board, broken)).toMatch(/was asserted in frame/);
  });
});

describe.each([
  ['adder38', async () => adder38],
  ['default adder', () => defaultNetwork('adder')],
  ['tray', async () => tray],
])('random steps of %s', (_, network) => {
  test.each(['iverilog', 'verilator'])(`answer as the cell in %s`, async (simulator) => {
    const fixed = await network();
    const inputs = Array.from({ length: fixed.inputs }, (_, at) => `a${at}`);
    const outputs = Array.from({ length: fixed.outputs }, (_, at) => `b${at}`);
    const machine: Machine = { ...trayMachine, inputs, outputs };
    write('network.v', verilogNetwork('network', fixed, machine, []));
    const width = fixed.inputs + fixed.outputs;
    write('moves.hex', randomMoves(fixed, STEPS));
    write('stream.v', streamBench(fixed, width));
    if (simulator === 'iverilog') run('iverilog', '-g2005', '-o', 'stream', 'stream.v', 'network.v');
    else
      run(
        'verilator',
        '--binary',
        '--timing',
        '-Wno-fatal',
        '--Mdir',
        '.',
        '-o',
        'stream',
        '--top',
        'stream',
        'stream.v',
        'network.v',
      );
    expect(run('./stream').split('\n')[0]).toBe('0 wrong');
  });
});

/** Lines of hexadecimal: reset, inputs, then the outputs that the step gives. */
function randomMoves(network: FixedNetwork, steps: number): string {
  const cell = new FixedCell(network);
  const { inputs, outputs } = network;
  let random = 1;
  const lines = Array.from({ length: steps }, (_, at) => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    const word = (random >>> 16) % 2 ** inputs;
    const reset = at === 0 || random >>> 24 === 7;
    if (reset) cell.reset();
    const expected = reset ? 0 : cell.step(word);
    return (((reset ? 1 : 0) << (inputs + outputs)) | (word << outputs) | expected).toString(16);
  });
  return `${lines.join('\n')}\n`;
}

function streamBench({ inputs, outputs }: FixedNetwork, width: number): string {
  const pins = [
    ...Array.from({ length: inputs }, (_, at) => `.a${at}(move[${outputs + at}])`),
    ...Array.from({ length: outputs }, (_, at) => `.b${at}(y[${at}])`),
  ];
  return `module stream;
    reg clk = 0;
    reg [${width}:0] move;
    reg [${width}:0] moves [0:${STEPS - 1}];
    wire [${outputs - 1}:0] y;
    network network(.clk(clk), .reset(move[${width}]), ${pins.join(', ')});
    integer at, wrong;
    initial begin
        $readmemh("moves.hex", moves);
        wrong = 0;
        for (at = 0; at < ${STEPS}; at = at + 1) begin
            move = moves[at];
            #1 clk = 1;
            #1 if (!move[${width}] && y !== move[${outputs - 1}:0]) wrong = wrong + 1;
            clk = 0;
        end
        $display("%0d wrong", wrong);
        $finish;
    end
endmodule
`;
}

/** What a testbench says of a network's module in iverilog. */
function simulated(board: string, network: string): string {
  write('bench.v', board);
  write('network.v', network);
  run('iverilog', '-g2005', '-Wall', '-o', 'bench', 'bench.v', 'network.v');
  return run('./bench').split('\n')[0] as string;
}

/** What ABC says of the netlist that yosys makes of a network's module, beside the testbench's monitor. */
function decided(board: string, network: string): string {
  write('network.v', network);
  const [monitor = '', testbench = ''] = board.split(/^(?=\/\/ Takes )/m);
  write('monitor.v', monitor);
  const instances = testbench.match(/^ {4}network(_monitor)? \w+\(.*\);$/gm) ?? [];
  const inputs = Number(/reg \[(\d+):0\] move;/.exec(testbench)?.[1]);
  write(
    'top.v',
    `module top(input clk, input reset, input [${inputs - 1}:0] x, output bad);
    wire [15:0] y;
${instances.join('\n').replaceAll(`move[${inputs}]`, 'reset')}
endmodule
`,
  );
  run(
    'yosys',
    '-q',
    '-p',
    [
      `read_verilog network.v; synth_ice40 ${SYNTHESIS} -top network; design -stash synthesized`,
      'read_verilog monitor.v top.v; design -copy-from synthesized -as network network',
      // Deferred: yosys takes minutes over modules in this file that are not used.
      'read_verilog -defer -D NO_ICE40_DEFAULT_ASSIGNMENTS +/ice40/cells_sim.v; hierarchy -top top; proc; flatten; opt',
      'memory -nomap; opt; memory_map; opt_expr; opt_clean; techmap; opt_expr; opt_clean; dffunmap',
      'setundef -zero -init -undriven; simplemap; opt_clean; aigmap; opt_clean; write_aiger -zinit synthesized.aig',
    ].join('; '),
  );
  return run('berkeley-abc', '-q', 'read_aiger synthesized.aig; dc2; scorr; pdr');
}

function write(file: string, text: string): void {
  writeFileSync(join(folder, file), text);
}

function run(program: string, ...options: string[]): string {
  return execFileSync(program, options, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 26,
  });
}

/** The flags of docs/hardware.md. */
const SYNTHESIS = '-abc9 -nocarry';
