import type { FixedNetwork } from '../fixed/fixed-network.ts';
import type { Machine } from '../machine/machine.ts';

/** @throws RangeError when network and machine differ in inputs or outputs. */
export function checkInterface(network: FixedNetwork, machine: Machine): void {
  if (network.inputs === machine.inputs.length && network.outputs === machine.outputs.length) return;
  throw new RangeError(
    `expected ${machine.inputs.length} inputs and ${machine.outputs.length} outputs as of the machine ` +
      `${machine.name}, got a network with ${network.inputs} and ${network.outputs}`,
  );
}
