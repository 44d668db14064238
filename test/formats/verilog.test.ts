import { expect, test } from 'vitest';
import { verilogAutomaton } from '../../src/formats/index.ts';

test('reserved words of Verilog and SystemVerilog are no names of modules, inputs or outputs', () => {
  const [inputs, outputs] = [
    ['int', 'bit', 'wire', 'door'],
    ['return', 'logic', 'Return'],
  ];
  const machine = {
    ...{ name: 'table', inputs, outputs, states: ['only'], initial: 0 },
    next: Array<number>(16).fill(0),
    output: Array<number>(16).fill(0),
    care: Array<number>(16).fill(7),
  };
  const text = verilogAutomaton('table', machine, []);
  expect(
    [...text.matchAll(/^module (\w+)|^ +(?:input|output) wire (\w+)/gm)].map(([, a, b]) => a ?? b),
  ).toEqual([
    ...['table_module', 'clk', 'reset', 'int_pin', 'bit_pin', 'wire_pin', 'door'],
    ...['return_pin', 'logic_pin', 'Return'],
  ]);
});
