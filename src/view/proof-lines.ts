import { accumulatorScale, type FixedNetwork } from '../fixed/index.ts';
import type { Proven, Recovery } from '../proof/index.ts';
import type { Task } from '../tasks/index.ts';

/** A proof in two lines. */
export function proofLines(
  task: Task,
  fixed: FixedNetwork,
  { pairs: graph, states, transitions, margin }: Proven,
): string {
  const pairs = graph.nodes;
  return [
    `Proven: from its initial state the network can reach ${count(states, 'state')}, ${count(pairs, 'pair')} with the ${task.name}'s own;`,
    `each of the ${count(transitions, 'transition')} between them answers right, so streams of any length do. ` +
      `Smallest margin |logit| ${margin} (${(margin / accumulatorScale(fixed)).toFixed(3)}).`,
  ].join('\n');
}

/** What happens to a corrupted state, in one or two lines. */
export function recoveryLines(recovery: Recovery): string {
  const { states, recovering, steps, stuck } = recovery;
  const share =
    recovering === states ? `all ${number(states)}` : `${number(recovering)} of ${number(states)}`;
  const first = `Bit flips: fed zeros, the network comes back from ${share} states, within ${count(steps, 'step')}.`;
  return stuck ? `${first}\nFrom the others, such as (${stuck.join(', ')}), only a reset helps.` : first;
}

function count(amount: number, noun: string): string {
  return `${number(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
