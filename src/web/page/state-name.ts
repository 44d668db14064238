import type { About } from '../frame.ts';
import { words } from './texts.ts';

/** The name of a state of the automaton: the machine's state, or several that are one for the network. */
export function stateName(about: About, index: number): string {
  return namedByAny(about.automaton.states[index] ?? []);
}

export function namedByAny(labels: readonly string[]): string {
  return labels.join(` ${words.or} `);
}
