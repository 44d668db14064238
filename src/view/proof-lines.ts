import { accumulatorScale, type FixedNetwork } from '../fixed/index.ts';
import { cubes, type Machine, type Named, UNSPECIFIED, wordText } from '../machine/index.ts';
import type { Proven, Recovery, Settled } from '../proof/index.ts';
import type { Task } from '../tasks/index.ts';
import { english, type Fed, type ProofWords } from './proof-words.ts';

/** A proof in two lines. */
export function proofLines(
  task: Task,
  fixed: FixedNetwork,
  { pairs, states, transitions, margin }: Proven,
  words: ProofWords = english,
): string {
  const assumed = assumptions(task, words);
  return [
    words.proven(task.name, states, pairs.nodes, transitions),
    words.margin(margin, margin / accumulatorScale(fixed)),
    ...(assumed.length > 0 ? [words.assumed(assumed)] : []),
  ].join('\n');
}

/** Maximum of assumptions that are listed one by one. */
const MAX_LISTED = 8;

/** The steps that a machine leaves unspecified: inputs that are assumed never to come, in any state or in one. */
export function assumptions(task: Machine & Named, said: ProofWords = english): string[] {
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
    return words.length > 0 ? [said.neverIn(state, inputWords(task, words, said))] : [];
  });
  const more = listed.length - MAX_LISTED;
  return [
    ...(never.length === 0
      ? []
      : [onlySymbols ? said.onlySymbols(symbols.length) : said.never(inputWords(task, never, said))]),
    ...(more > 0 ? [...listed.slice(0, MAX_LISTED), said.moreStates(more)] : listed),
  ];
}

/** Input words in short form: their symbols, or `a b = 1-, 01`. */
function inputWords(task: Named, words: readonly number[], said: ProofWords): string {
  const bits = words.some((word) => !isNamed(task, word));
  return `${bits ? `${task.inputs.join(' ')} = ` : ''}${inputTexts(task, words, said)}`;
}

/** Input words in short form, without the names of bits. */
export function inputTexts(task: Named, words: readonly number[], said: ProofWords = english): string {
  const symbols = words.filter((word) => isNamed(task, word)).map((word) => wordText(task, 'inputs', word));
  const others = words.filter((word) => !isNamed(task, word));
  const bits = cubes(others, task.inputs.length).map(({ value, care }) =>
    wordText(task, 'inputs', value, care),
  );
  const texts = [...symbols, ...bits];
  const more = texts.length - MAX_LISTED;
  return more > 0 ? `${texts.slice(0, MAX_LISTED).join(', ')} ${said.moreInputs(more)}` : texts.join(', ');
}

const isNamed = ({ symbols }: Named, word: number) =>
  symbols?.inputs?.some(([, each]) => each === word) === true;

/** What happens to a corrupted state, in one or two lines. */
export function recoveryLines(task: Named, recovery: Recovery, words: ProofWords = english): string {
  const { states, estimate, recovering, steps, stuck, resynchronizing } = recovery;
  const fed = fedTo(task);
  return [
    words.comesBack(fed, recovering === states ? null : recovering, states, estimate, steps),
    ...(stuck ? [words.stuck(stuck)] : []),
    ...(resynchronizing ? [resynchronizingLine(states, resynchronizing, fed, words)] : []),
  ].join('\n');
}

/** The word whose bits are all 0, by the name that the machine has for it. */
function fedTo(task: Named): Fed {
  if (task.symbols?.inputs === undefined) return { kind: 'zeros' };
  return isNamed(task, 0) ? { kind: 'symbol', name: wordText(task, 'inputs', 0) } : { kind: 'no symbol' };
}

/** Whether what it remembers becomes correct again, too. */
function resynchronizingLine(
  states: number,
  { recovering, steps }: Settled,
  fed: Fed,
  words: ProofWords,
): string {
  if (recovering === states) return words.correctAgain(fed, steps);
  if (recovering === 0) return words.correctFromNone(fed);
  return words.correctFromSome(fed, recovering, steps);
}
