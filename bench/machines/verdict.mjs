import { BYTE_WIDTHS } from '../../dist/modules/src/fixed/index.js';
import { Judge } from '../../dist/modules/src/judge.js';
import { flatParameters } from '../../dist/modules/src/training/index.js';

/** What carrybit says of a network that was trained elsewhere: it rounds it to bytes and searches for a proof. */
export function verdictOf(machine, hidden, weights) {
  const float = {
    ...{ inputs: machine.inputs.length, hidden, outputs: machine.outputs.length },
    parameters: Object.fromEntries(
      Object.entries(weights).map(([name, values]) => [name, Float64Array.from(values)]),
    ),
  };
  return new Judge(machine, hidden, BYTE_WIDTHS).judge(flatParameters(float)).verdict;
}
