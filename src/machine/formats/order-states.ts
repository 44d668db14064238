import { type Clauses, literal, not } from './clauses.ts';

/**
 * Numbers states in the order of a breadth-first search, so that no machine is found again with its states in another
 * order (Ulyantsev, Zakirzyanov and Shalyto 2015). All states must be reachable.
 */
export function orderStates(
  clauses: Clauses,
  states: number,
  words: number,
  leadsTo: (word: number, from: number, to: number) => number,
): void {
  const table = (size: number) => {
    const first = clauses.variables(size);
    return (index: number) => literal(first + index);
  };
  const [direct, parent, first] = [
    table(states * states),
    table(states * states),
    table(words * states * states),
  ];
  /** Whether a step leads from one state to the other. */
  const leads = (from: number, to: number) => direct(from * states + to);
  /** Whether it is the first state from which one does. */
  const isParent = (from: number, to: number) => parent(from * states + to);
  /** Whether the word is the first one that does. */
  const isFirst = (word: number, from: number, to: number) => first((word * states + from) * states + to);
  const allWords = Array.from({ length: words }, (_, word) => word);
  for (let to = 1; to < states; to++) {
    const earlier = Array.from({ length: to }, (_, from) => from);
    clauses.add(...earlier.map((from) => isParent(from, to)));
    for (const from of earlier) {
      const before = earlier.slice(0, from);
      clauses.add(not(leads(from, to)), ...allWords.map((word) => leadsTo(word, from, to)));
      clauses.add(not(isParent(from, to)), leads(from, to));
      clauses.add(isParent(from, to), not(leads(from, to)), ...before.map((each) => leads(each, to)));
      for (const each of before) {
        clauses.add(not(isParent(from, to)), not(leads(each, to)));
        if (to + 1 < states) clauses.add(not(isParent(from, to)), not(isParent(each, to + 1)));
      }
      for (const word of allWords) {
        const words = allWords.slice(0, word);
        clauses.add(not(leadsTo(word, from, to)), leads(from, to));
        clauses.add(not(isFirst(word, from, to)), leadsTo(word, from, to));
        clauses.add(
          ...[isFirst(word, from, to), not(leadsTo(word, from, to))],
          ...words.map((each) => leadsTo(each, from, to)),
        );
        for (const each of words) {
          clauses.add(not(isFirst(word, from, to)), not(leadsTo(each, from, to)));
          if (to + 1 < states)
            clauses.add(
              ...[not(isParent(from, to)), not(isParent(from, to + 1))],
              ...[not(isFirst(word, from, to)), not(isFirst(each, from, to + 1))],
            );
        }
      }
    }
  }
}
