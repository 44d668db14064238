import { expect, test } from 'vitest';
import { deviation, type Machine, type Stepper } from '../../src/machine/index.ts';

/** What holds for everything that steps as a machine does, be it the machine, a cell, an automaton or a board. */
export function itSteps(
  name: string,
  make: () => Promise<{ stepper: Stepper<number | Promise<number>>; machine: Machine }>,
): void {
  test(`${name} takes every step of its machine as the machine does`, async () => {
    const { stepper, machine } = await make();
    expect(await deviation(stepper, machine)).toBeUndefined();
  });

  test(`${name} begins again after a reset, wherever it was`, async () => {
    const { stepper, machine } = await make();
    const word = 2 ** machine.inputs.length - 1;
    await stepper.reset();
    const first = [await stepper.step(word), await stepper.step(0), await stepper.step(word)];
    await stepper.reset();
    const second = [await stepper.step(word), await stepper.step(0), await stepper.step(word)];
    expect(second).toEqual(first);
  });

  test(`${name} is told from a machine that differs in one output`, async () => {
    const { stepper, machine } = await make();
    const wrong = { ...machine, output: machine.output.with(0, (machine.output[0] ?? 0) ^ 1) };
    const found = await deviation(stepper, wrong);
    expect(found?.inputs.at(-1)).toBe(0);
    expect((found?.expected ?? 0) ^ (found?.actual ?? 0)).toBe(1);
  });
}
