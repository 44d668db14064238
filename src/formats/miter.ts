import type { FixedNetwork } from '../fixed/fixed-network.ts';
import type { Machine } from '../machine/machine.ts';
import { cellStep } from './cell-netlist.ts';
import { checkInterface } from './interface.ts';
import { type MachineStep, machineStep, stateWidth } from './machine-netlist.ts';
import { type Netlist, NetlistBuilder } from './netlist.ts';

/**
 * Network and machine side by side on the same inputs. The only output, `bad`, is 1 in a step where an output that
 * matters differs, unless this step or one before it is unspecified. A network is correct on streams of any length if
 * and only if no stream makes it 1.
 *
 * @throws RangeError when network and machine differ in inputs or outputs.
 */
export function miter(name: string, network: FixedNetwork, machine: Machine): Netlist {
  checkInterface(network, machine);
  const builder = new NetlistBuilder();
  const inputs = machine.inputs.map((_, at) => builder.input(`x${at}`));
  const state = network.initialState.map((value, unit) =>
    builder.register(`s${unit}`, network.stateBits, value),
  );
  const step = cellStep(builder, network, state, inputs);
  state.forEach((register, unit) => {
    builder.connect(register, step.next[unit] as number);
  });
  const machineState = builder.register('m', stateWidth(machine), machine.initial);
  const expected = machineStep(builder, machine, machineState, inputs);
  builder.connect(machineState, expected.next);
  const wrong = differs(builder, step.outputs, expected);
  return builder.build(name, [{ name: 'bad', node: assumed(builder, expected.specified, wrong) }]);
}

/** One bit: 1 if an output that matters differs from the machine's. */
export function differs(builder: NetlistBuilder, outputs: readonly number[], expected: MachineStep): number {
  const different = builder.and(builder.xor(builder.join(outputs), expected.output), expected.care);
  return builder.not(builder.equal(different, builder.constant(0, outputs.length)));
}

/** `wrong`, as long as every step so far was specified. */
function assumed(builder: NetlistBuilder, specified: number | null, wrong: number): number {
  if (specified === null) return wrong;
  const before = builder.register('assumed', 1, 1);
  const still = builder.and(before, specified);
  builder.connect(before, still);
  return builder.and(wrong, still);
}
