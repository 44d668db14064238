import { accumulatorScale, type FixedNetwork } from '../fixed/index.ts';
import { cubes, type Machine, type Named, UNSPECIFIED, wordText } from '../machine/index.ts';
import type { Proven, Recovery, Settled } from '../proof/index.ts';
import type { Task } from '../tasks/index.ts';
import { count, grouped } from './counts.ts';

/** A proof in two lines. */
export function proofLines(
  task: Task,
  fixed: FixedNetwork,
  { pairs: graph, states, transitions, margin }: Proven,
): string {
  const pairs = graph.nodes;
  const assumed = assumptions(task);
  return [
    `Proven for streams of any length: the network can reach ${count(states, 'state')} (${count(pairs, 'pair')} with those of the ${task.name}), ` +
      `and each of the ${count(transitions, 'transition')} between them gives the correct output.`,
    `Smallest margin |logit| ${margin} (${(margin / accumulatorScale(fixed)).toFixed(3)})${margin === 0 ? ': a logit of exactly 0 is a 1' : ''}.`,
    ...(assumed.length > 0 ? [`Assumed of the inputs: ${assumed.join('; ')}.`] : []),
  ].join('\n');
}

/** Maximum of assumptions that are listed one by one. */
const MAX_LISTED = 8;

/** The steps that a machine leaves unspecified: inputs that are assumed never to come, in any state or in one. */
export function assumptions(task: Machine & Named): string[] {
  const { inputs, states, next } = task;
  const width = inputs.length;
  const all = Array.from({ length: 2 ** width }, (_, word) => word);
  const missing = (state: number) => all.filter((word) => next[(state << width) | word] === UNSPECIFIED);
  const never = missing(0).filter((word) =>
    states.every((_, state) => next[(state << width) | word] === UNSPECIFIED),
  );
  const anywhere = new Set(never);
  const symbols = task.symbols?.inputs ?? [];
  const onlySymbols =
    symbols.length + never.length === all.length && symbols.every(([, word]) => !anywhere.has(word));
  const listed = states.flatMap((state, from) => {
    const words = missing(from).filter((word) => !anywhere.has(word));
    return words.length > 0 ? [`in ${state} never ${inputWords(task, words)}`] : [];
  });
  const more = listed.length - MAX_LISTED;
  return [
    ...(never.length === 0
      ? []
      : [onlySymbols ? `only its ${symbols.length} symbols come` : `never ${inputWords(task, never)}`]),
    ...(more > 0 ? [...listed.slice(0, MAX_LISTED), `and so in ${more} more states`] : listed),
  ];
}

/** Input words in short form: their symbols, or `a b = 1-, 01`. */
function inputWords(task: Named, words: readonly number[]): string {
  const bits = words.some((word) => !isNamed(task, word));
  return `${bits ? `${task.inputs.join(' ')} = ` : ''}${inputTexts(task, words)}`;
}

/** Input words in short form, without the names of bits. */
export function inputTexts(task: Named, words: readonly number[]): string {
  const symbols = words.filter((word) => isNamed(task, word)).map((word) => wordText(task, 'inputs', word));
  const others = words.filter((word) => !isNamed(task, word));
  const bits = cubes(others, task.inputs.length).map(({ value, care }) =>
    wordText(task, 'inputs', value, care),
  );
  const texts = [...symbols, ...bits];
  const more = texts.length - MAX_LISTED;
  return more > 0 ? `${texts.slice(0, MAX_LISTED).join(', ')} and ${more} more` : texts.join(', ');
}

const isNamed = ({ symbols }: Named, word: number) =>
  symbols?.inputs?.some(([, each]) => each === word) === true;

/** What happens to a corrupted state, in one or two lines. */
export function recoveryLines(recovery: Recovery): string {
  const { states, estimate, recovering, steps, stuck, resynchronizing } = recovery;
  const share =
    recovering === states ? `all ${grouped(states)}` : `${grouped(recovering)} of ${grouped(states)}`;
  const which = estimate ? `${share} states drawn at random` : `${share} states`;
  const first = `Bit flips: fed zeros, the network comes back from ${which}, within ${count(steps, 'step')}.`;
  return [
    first,
    ...(stuck ? [`From the others, such as (${stuck.join(', ')}), only a reset helps.`] : []),
    ...(resynchronizing ? [resynchronizingLine(states, resynchronizing)] : []),
  ].join('\n');
}

/** Whether what it remembers becomes correct again, too. */
function resynchronizingLine(states: number, { recovering, steps }: Settled): string {
  if (recovering === states)
    return `After ${count(steps, 'zero')} all outputs are correct again, whatever was remembered before.`;
  if (recovering === 0) return 'What it remembers then may be wrong until other inputs than zeros come.';
  return `From ${grouped(recovering)} of them all outputs are correct again after ${count(steps, 'zero')}.`;
}
