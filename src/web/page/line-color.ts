import type { ShownTask } from '../frame.ts';

/** The class that colours a line of the adder, in traces and wires alike. */
export function lineColor({ inputs, outputs }: ShownTask, line: string): string {
  if (line === 'clk') return 'clk';
  const input = inputs.indexOf(line);
  return input >= 0 ? `input-${input}` : `output-${outputs.indexOf(line)}`;
}
