import { type DrawnStep, stepLines } from '../machine/index.ts';
import type { Automaton } from '../proof/index.ts';
import { joinedName } from '../tasks/names.ts';
import { count } from './counts.ts';
import { inputTexts } from './proof-lines.ts';

/** An automaton as text: for each state its outputs and next states, with inputs that do the same joined. */
export function automatonLines({ task, states, initial }: Automaton): string[] {
  const name = (index: number) => joinedName(states[index]?.labels ?? []);
  return states.flatMap(({ networkStates, edges }, index) => {
    const targets = new Map<number, DrawnStep[]>();
    const never: number[] = [];
    for (const [word, edge] of edges.entries()) {
      if (edge === undefined) never.push(word);
      else targets.set(edge.to, [...(targets.get(edge.to) ?? []), { word, output: edge.outputs }]);
    }
    return [
      `${name(index)}${index === initial ? ' (at the start)' : ''}: ${count(networkStates, 'network state')}`,
      ...[...targets].flatMap(([to, steps]) =>
        stepLines(task, steps).map((line) => `  ${line}  →  ${name(to)}`),
      ),
      ...(never.length > 0
        ? [`  ${inputTexts(task, never)} never come${never.length === 1 ? 's' : ''}`]
        : []),
    ];
  });
}
