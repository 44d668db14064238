import type { ShownTask } from '../frame.ts';

/** The CSS class of a line, both in traces and in wires. */
export function lineColor({ inputs, outputs }: ShownTask, line: string): string {
  if (line === 'clk') return 'clk';
  const input = inputs.indexOf(line);
  return input >= 0 ? `input-${input % 2}` : `output-${outputs.indexOf(line)}`;
}

/** Colours of the automaton's states; more states share them. */
const COLORS = 6;

/** The CSS class of a state of the automaton, in bands, lists and the drawing. */
export function stateColor(stateClass: number | null): string {
  return stateClass === null ? 'memory-none' : `memory-${stateClass % COLORS}`;
}
