/** The CSS class of an input's or output's line, both in traces and in wires. */
export const inputColor = (index: number) => `input-${index % 2}`;
export const outputColor = (index: number) => `output-${index}`;

/** Colours of the automaton's states; more states share them. */
const COLORS = 6;

/** The CSS class of a state of the automaton, in bands, lists and the drawing. */
export function stateColor(stateClass: number | null): string {
  return stateClass === null ? 'memory-none' : `memory-${stateClass % COLORS}`;
}
