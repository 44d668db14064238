import type { MachineTables } from '#native';
import type { Machine } from '../machine/machine.ts';

/** A machine in the form that the kernels take. */
export function nativeTables({ inputs, outputs, initial, next, output, care }: Machine): MachineTables {
  return {
    inputs: inputs.length,
    outputs: outputs.length,
    initial,
    next: Int32Array.from(next),
    output: Uint32Array.from(output),
    care: Uint32Array.from(care),
  };
}
