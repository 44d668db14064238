import { parseDot } from '../../../src/machine/formats/index.ts';
import { MachineStepper, wordOf, wordText } from '../../../src/machine/index.ts';

/** What a machine answers to symbols, as symbols. */
export function streamResults(
  text: string,
  inputs: readonly string[],
  coding: 'binary' | 'one-hot' = 'binary',
): string[] {
  const { machine, symbols } = parseDot(text, 'it', coding);
  const named = { ...machine, symbols };
  const stepper = new MachineStepper(machine);
  return inputs.map((input) => {
    const word = wordOf(named, 'inputs', input);
    if (word === undefined) throw new Error(`no input ${input}`);
    return wordText(named, 'outputs', stepper.step(word), stepper.care);
  });
}

export const mealy = `digraph coffee {
  __start0 [label="" shape="none"];
  s1 [label="paid"]; s0 [label="empty"];
  s0 -> s1 [label="coin / beep"];
  s0 -> s0 [label="button/none"];
  s1 -> s1 [label="coin/beep"]; s1 -> s0 [label="button / coffee"];
  __start0 -> s0;
}`;
