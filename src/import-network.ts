import { BYTE_WIDTHS, type FixedNetwork, quantize, whereApart } from './fixed/index.ts';
import { Judge } from './judge.ts';
import { MachineStepper } from './machine/index.ts';
import { type Proven, prove } from './proof/index.ts';
import { checkTask, type TaskInput } from './tasks/index.ts';
import { checkFloat, type FloatNetwork, FloatNetworkError, flatParameters } from './training/index.ts';

/** Weights that were trained elsewhere, as a proven network. */
export interface Imported {
  /** Which rounding was proven, from 1 on: docs/spec.md section 3. */
  readonly rounding: number;
  readonly fixed: FixedNetwork;
  readonly proof: Proven;
}

/** Explains why weights that were trained elsewhere are refused; the message says where the network is wrong. */
export class UnprovenImportError extends Error {
  override readonly name = 'UnprovenImportError';
}

/**
 * Rounds a float network that was trained elsewhere, and proves it.
 *
 * @throws MachineError or FloatNetworkError for an invalid machine or network, or if the network has other inputs or
 *   outputs than the machine; UnprovenImportError if no rounding is proven
 */
export function importNetwork(given: TaskInput, float: FloatNetwork): Imported {
  const task = checkTask(given);
  checkFloat(float);
  for (const side of ['inputs', 'outputs'] as const) {
    const due = task[side].length;
    if (float[side] !== due)
      throw new FloatNetworkError(
        `${side}: expected ${due}, as the ${task.name} has (${task[side].join(', ')}), got ${float[side]}`,
      );
  }
  const judged = new Judge(task, float.hidden, BYTE_WIDTHS).judge(flatParameters(float));
  if (judged.verdict === 'not quantizable')
    throw new UnprovenImportError(
      'no power-of-two scale lets every weight fit 8 bits: train with smaller weights',
    );
  if (judged.verdict === 'undecided')
    throw new UnprovenImportError(`the proof stopped after ${judged.pairs} pairs of states, its limit`);
  if (judged.verdict === 'disproved')
    throw new UnprovenImportError(whereWrong(task, float, judged.counterexample));
  const { rounding, fixed } = judged;
  const proof = prove(fixed, task);
  if (proof.verdict !== 'proven')
    throw new Error(`a network was judged as proven and is ${proof.verdict}; this is a fault of carrybit`);
  return { rounding, fixed, proof };
}

/** The stream, and whether the weights or the rounding is the cause. */
function whereWrong(task: TaskInput, float: FloatNetwork, stream: readonly number[]): string {
  const machine = new MachineStepper(checkTask(task));
  const care: number[] = [];
  const expected = stream.map((word) => {
    const output = machine.step(word);
    care.push(machine.care);
    return output;
  });
  const { floatFails } = whereApart(float, quantize(float, BYTE_WIDTHS), stream, expected, care);
  const words = stream.map((word) =>
    Array.from({ length: task.inputs.length }, (_, input) => (word >> input) & 1).join(''),
  );
  const blame =
    floatFails === undefined
      ? 'before rounding to 8 bits it is right: train on, or with a margin'
      : `before rounding it is wrong, too, at step ${floatFails}: train on`;
  return `not what the ${task.name} does: on the inputs ${words.join(' ')} it is wrong at step ${stream.length}; ${blame}`;
}
