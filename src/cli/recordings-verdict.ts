import type { Imitation, Share } from '../imitate.ts';
import { ones } from '../machine/cubes.ts';
import { otherwiseIfConstant } from '../machine/formats/against-recordings.ts';
import type { Recordings } from '../machine/formats/recordings.ts';
import { count } from '../view/counts.ts';

/** Maximum share of wrong bits in the part that was held out, or in all recordings if nothing was. */
const MAX_WRONG = 0.25;
/** Maximum of contradictions that are shown one by one. */
const MAX_SHOWN = 8;

/** Whether so much of the held-out part is predicted that what was learned is worth keeping. */
export const predictsEnough = ({ right, all }: Share): boolean => all - right <= all * MAX_WRONG;

/** Why a network has not learned what was recorded, although it is proven to be some machine; undefined if it has. */
export function whyNotLearned(
  { named, sequences, convention }: Recordings,
  imitation: Imitation,
): string | undefined {
  const { heldOut, otherwise, contradictions } = imitation;
  if (otherwise.length === 0) return undefined;
  const steps = sequences.flat();
  const bits = steps.reduce((sum, { care }) => sum + ones(care), 0);
  const ifConstant = otherwiseIfConstant(sequences, named.outputs.length);
  const tested = heldOut ?? { right: bits - otherwise.length, all: bits };
  if (otherwise.length < ifConstant && predictsEnough(tested)) return undefined;
  const wrong = tested.all - tested.right;
  const problem =
    otherwise.length >= ifConstant
      ? `the best network does ${otherwise.length} of ${bits} recorded output bits otherwise, no better than outputs that never change`
      : `the best network does ${wrong} of ${tested.all} ${heldOut ? `held-out output bits (${heldOut.what})` : 'recorded output bits'} otherwise, more than a quarter`;
  return contradictions.length > 0
    ? `${problem}. ${contradictionsText(contradictions)} Mend these lines, mark resets by empty lines, or record the input that makes the difference${convention ? `. ${convention}` : ''}`
    : `${problem}; record more, or leave outputs out with --outputs`;
}

/** The lines that contradict each other, the first ones by number. */
export function contradictionsText(contradictions: Imitation['contradictions']): string {
  const pairs = contradictions.slice(0, MAX_SHOWN).map(({ line, earlier }) => `${earlier} and ${line}`);
  const more = contradictions.length - MAX_SHOWN;
  return `The recordings contradict each other: after the same inputs, lines ${pairs.join(', ')}${more > 0 ? ` and ${count(more, 'more pair')}` : ''} have different outputs.`;
}
