import type { ShownTask } from '../frame.ts';

/** The class that colours a line of the adder, both in traces and in wires. */
export function lineColor({ inputs, outputs }: ShownTask, line: string): string {
  if (line === 'clk') return 'clk';
  const input = inputs.indexOf(line);
  return input >= 0 ? `input-${input % 2}` : `output-${outputs.indexOf(line)}`;
}

/** Colours of the automaton's classes; more classes share them. */
const COLORS = 6;

/** The class that colours a class of states, in bands, lists and the automaton. */
export function classColor(stateClass: number | null): string {
  return stateClass === null ? 'class-none' : `class-${stateClass % COLORS}`;
}
