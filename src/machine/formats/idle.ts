import { minimize } from '../minimize.ts';
import { wordText } from '../symbols.ts';
import { type Exact, type Interface, searched, sizeNotes, toMachine } from './exact.ts';
import { idleWords } from './idle-words.ts';
import { MAX_READ_STATES } from './parsed.ts';
import type { Sequence } from './prefix-tree.ts';
import { merge } from './red-blue.ts';
import { descriptionBits, THIN } from './shortest.ts';

/** Words that are named one by one. */
const MAX_NAMED = 8;

/**
 * A machine in which some words change no state, where recordings say nothing against that; undefined if none is found.
 * A counter that mostly waits is found so, whose waiting makes all other searches long.
 *
 * @param refuted the largest number of states that is known to be too small
 */
export function withIdleWords(
  sequences: readonly Sequence[],
  named: Interface,
  refuted: number,
): Exact | undefined {
  const idle = idleWords(sequences, named.outputs.length);
  if (idle === undefined) return undefined;
  const merged = merge(idle.tree, MAX_READ_STATES);
  const found = merged && minimize(toMachine(idle.tree, merged, named));
  const exact = searched(idle.tree, named);
  const machine = 'machine' in exact ? exact.machine : found;
  if (machine === undefined) return undefined;
  // Where the table says as much as a good part of the recordings, other ways may find less.
  const table = descriptionBits(idle.tree, machine.states.length);
  if (table * THIN > sequences.flat().length * named.outputs.length) return undefined;
  return { machine, notes: [idleNote(idle.words, named), ...sizeNotes(machine.states.length, refuted)] };
}

function idleNote(words: ReadonlySet<number>, named: Interface): string {
  const names = [...words].sort((a, b) => a - b).map((word) => wordText(named, 'inputs', word));
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
  return `Inputs that are taken to change no state, because nothing recorded says otherwise: ${names.slice(0, MAX_NAMED).join(', ')}${more}.`;
}
