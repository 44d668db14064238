import type { Transition } from './dot-graph.ts';
import { FormatError, shown } from './format-error.ts';

/** The parts of a text between commas; undefined if one is empty or appears twice. */
export function listOf(text: string): readonly string[] | undefined {
  const parts = betweenCommas(text);
  return parts.length > 1 && !parts.includes('') && new Set(parts).size === parts.length ? parts : undefined;
}

/** Commas in brackets or quotes divide nothing. */
function betweenCommas(text: string): string[] {
  const parts = [''];
  let depth = 0;
  let quote = '';
  for (const sign of text) {
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if ('([{<'.includes(sign)) depth += 1;
    else if (')]}>'.includes(sign)) depth -= 1;
    if (sign === ',' && depth <= 0 && quote === '') parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return parts.map((part) => part.trim());
}

/**
 * Transitions whose inputs are lists, as `0, 1`, one for each input: libraries draw acceptors so. A text with commas is
 * a list if one of its parts is an input elsewhere, or if no list contradicts another one. Otherwise it is a symbol.
 *
 * @throws FormatError if it may be either
 */
export function withoutLists(transitions: readonly Transition[]): {
  readonly transitions: readonly Transition[];
  readonly notes: readonly string[];
} {
  const single = new Set(transitions.map(({ input }) => input));
  const lists = new Map(
    [...single].flatMap((input) => {
      const parts = listOf(input);
      return parts ? [[input, parts] as const] : [];
    }),
  );
  const [first] = lists;
  if (first === undefined) return { transitions, notes: [] };
  const [example, [one, two]] = first as [string, readonly [string, string]];
  const split = transitions.flatMap((each) =>
    (lists.get(each.input) ?? [each.input]).map((input) => ({ ...each, input })),
  );
  const clash = contradiction(split);
  // `0,0` beside `0,1`: these are tuples.
  const isTuple = [...single].some((input) => !lists.has(input) && betweenCommas(input).length > 1);
  if (clash === undefined && !isTuple)
    return {
      transitions: split,
      notes: [
        `A label with commas is read as a list of inputs: ${shown(example)} is ${one} and ${two}${first[1].length > 2 ? ' and so on' : ''}.`,
      ],
    };
  const isMixed = [...lists.values()].some((parts) => parts.some((part) => single.has(part)));
  if (clash !== undefined && isMixed)
    throw new FormatError(
      clash.later.line,
      `contradicts line ${clash.earlier.line}: ${shown(clash.later.from)}, input ${clash.later.input}, if ${shown(example)} is a list of inputs; keep one of the two, or write a symbol without commas if it is none`,
    );
  return {
    transitions,
    notes: [
      `A label with commas is read as one symbol, as ${shown(example)}: ${isTuple ? 'not all of these are lists of different inputs' : 'lists of inputs would contradict each other'}.`,
    ],
  };
}

/** Two steps from one state with one input that differ. */
function contradiction(transitions: readonly Transition[]) {
  const seen = new Map<string, Transition>();
  for (const later of transitions) {
    const key = JSON.stringify([later.from, later.input]);
    const earlier = seen.get(key) ?? later;
    if (earlier.to !== later.to || earlier.output !== later.output) return { earlier, later };
    seen.set(key, earlier);
  }
  return undefined;
}
