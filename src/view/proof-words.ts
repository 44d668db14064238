import { count, grouped } from './counts.ts';

/**
 * What a flipped network is fed, inputs whose bits are all 0: zeros, or, of a machine with symbols, the symbol of that
 * word; or a word that is no symbol.
 */
export type Fed =
  | { readonly kind: 'zeros' | 'no symbol' }
  | { readonly kind: 'symbol'; readonly name: string };

/** The sentences that tell of a proof and of what a flipped bit does, in one language. */
export interface ProofWords {
  proven(task: string, states: number, pairs: number, transitions: number): string;
  /** @param share the margin as a share of the largest logit, to three digits */
  margin(margin: number, share: number): string;
  assumed(assumptions: readonly string[]): string;
  onlySymbols(symbols: number): string;
  never(inputs: string): string;
  neverIn(state: string, inputs: string): string;
  moreStates(states: number): string;
  moreInputs(inputs: number): string;
  /** @param recovering of them, null for all; @param estimate the states were drawn at random */
  comesBack(
    fed: Fed,
    recovering: number | null,
    states: number,
    estimate: boolean | undefined,
    steps: number,
  ): string;
  stuck(state: readonly number[]): string;
  /** All outputs are correct again after so many steps of that: from all states, from some of them, or from none. */
  correctAgain(fed: Fed, steps: number): string;
  correctFromSome(fed: Fed, states: number, steps: number): string;
  correctFromNone(fed: Fed): string;
}

const NOTHING_BUT_ZEROS = 'inputs whose bits are all 0, which is no symbol';

const after = (fed: Fed, steps: number) => {
  if (fed.kind === 'zeros') return count(steps, 'zero');
  return fed.kind === 'symbol' ? `${count(steps, 'step')} of ${fed.name}` : count(steps, 'such step');
};

export const english: ProofWords = {
  proven: (task, states, pairs, transitions) =>
    `Proven for streams of any length: the network can reach ${count(states, 'state')} (${count(pairs, 'pair')} with those of the ${task}), ` +
    `and ${transitions === 1 ? 'its one transition' : `each of the ${count(transitions, 'transition')} between them`} gives the correct output.`,
  margin: (margin, share) =>
    `Smallest margin |logit| ${margin} (${share.toFixed(3)})${margin === 0 ? ': a logit of exactly 0 is a 1' : ''}.`,
  assumed: (assumptions) => `Assumed of the inputs: ${assumptions.join('; ')}.`,
  onlySymbols: (symbols) =>
    `only its ${symbols === 1 ? 'one symbol comes' : `${grouped(symbols)} symbols come`}`,
  never: (inputs) => `never ${inputs}`,
  neverIn: (state, inputs) => `in ${state} never ${inputs}`,
  moreStates: (states) => `and so in ${grouped(states)} more ${states === 1 ? 'state' : 'states'}`,
  moreInputs: (inputs) => `and ${inputs} more`,
  comesBack: (fed, recovering, states, estimate, steps) => {
    const share =
      recovering === null ? `all ${grouped(states)}` : `${grouped(recovering)} of ${grouped(states)}`;
    const which = estimate ? `${share} states drawn at random` : `${share} states`;
    const what =
      fed.kind === 'symbol' ? `${fed.name} alone` : fed.kind === 'zeros' ? 'zeros' : NOTHING_BUT_ZEROS;
    return `Bit flips: fed ${what}, the network comes back from ${which}, ${steps === 0 ? 'at once' : `within ${count(steps, 'step')}`}.`;
  },
  stuck: (state) => `From the others, such as (${state.join(', ')}), only a reset helps.`,
  correctAgain: (fed, steps) =>
    `${steps === 0 ? 'At once' : `After ${after(fed, steps)}`} all outputs are correct again, whatever was remembered before.`,
  correctFromSome: (fed, states, steps) =>
    `From ${grouped(states)} of them all outputs are correct again ${steps === 0 ? 'at once' : `after ${after(fed, steps)}`}.`,
  correctFromNone: (fed) =>
    `What it remembers then may be wrong until other inputs${fed.kind === 'no symbol' ? '' : ` than ${fed.kind === 'symbol' ? fed.name : 'zeros'}`} come.`,
};
