import { accumulatorScale, type FixedNetwork } from '../fixed/index.ts';
import { type Machine, UNSPECIFIED, unpack } from '../machine/index.ts';
import type { Proven, Recovery, Settled } from '../proof/index.ts';
import type { Task } from '../tasks/index.ts';

/** A proof in two lines. */
export function proofLines(
  task: Task,
  fixed: FixedNetwork,
  { pairs: graph, states, transitions, margin }: Proven,
): string {
  const pairs = graph.nodes;
  const assumed = assumptions(task);
  return [
    `Proven: from its initial state the network can reach ${count(states, 'state')}, ${count(pairs, 'pair')} with the ${task.name}'s own;`,
    `each of the ${count(transitions, 'transition')} between them answers right, so streams of any length do. ` +
      `Smallest margin |logit| ${margin} (${(margin / accumulatorScale(fixed)).toFixed(3)}).`,
    ...(assumed.length > 0 ? [`Assumed of the inputs: ${assumed.join('; ')}.`] : []),
  ].join('\n');
}

/** Assumptions that are listed one by one. */
const MAX_LISTED = 8;

/** The steps that a machine leaves unspecified: inputs that are taken never to come in a state. */
export function assumptions({ inputs, states, next }: Machine): string[] {
  const width = inputs.length;
  const listed = states.flatMap((state, from) => {
    const words = next.slice(from << width, (from + 1) << width);
    const never = words.flatMap((to, word) => (to === UNSPECIFIED ? [unpack(word, width).join('')] : []));
    return never.length > 0 ? [`in ${state} never ${inputs.join(' ')} = ${never.join(', ')}`] : [];
  });
  const more = listed.length - MAX_LISTED;
  return more > 0 ? [...listed.slice(0, MAX_LISTED), `and so in ${more} more states`] : listed;
}

/** What happens to a corrupted state, in one or two lines. */
export function recoveryLines(recovery: Recovery): string {
  const { states, recovering, steps, stuck, resynchronizing } = recovery;
  const share =
    recovering === states ? `all ${number(states)}` : `${number(recovering)} of ${number(states)}`;
  const first = `Bit flips: fed zeros, the network comes back from ${share} states, within ${count(steps, 'step')}.`;
  return [
    first,
    ...(stuck ? [`From the others, such as (${stuck.join(', ')}), only a reset helps.`] : []),
    ...(resynchronizing ? [resynchronizingLine(states, resynchronizing)] : []),
  ].join('\n');
}

/** Whether what it remembers is right again, too. */
function resynchronizingLine(states: number, { recovering, steps }: Settled): string {
  if (recovering === states)
    return `After ${count(steps, 'zero')} all answers are right again, whatever was remembered before.`;
  if (recovering === 0) return 'What it comes back with may be wrong until other inputs than zeros come.';
  return `From ${number(recovering)} of them all answers are right again after ${count(steps, 'zero')}.`;
}

function count(amount: number, noun: string): string {
  return `${number(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
