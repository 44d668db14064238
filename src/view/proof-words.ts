import { count, grouped } from './counts.ts';

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
  comesBack(recovering: number | null, states: number, estimate: boolean | undefined, steps: number): string;
  stuck(state: readonly number[]): string;
  /** All outputs are correct again after so many zeros: from all states, from some of them, or from none. */
  correctAgain(steps: number): string;
  correctFromSome(states: number, steps: number): string;
  correctFromNone: string;
}

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
  comesBack: (recovering, states, estimate, steps) => {
    const share =
      recovering === null ? `all ${grouped(states)}` : `${grouped(recovering)} of ${grouped(states)}`;
    const which = estimate ? `${share} states drawn at random` : `${share} states`;
    return `Bit flips: fed zeros, the network comes back from ${which}, within ${count(steps, 'step')}.`;
  },
  stuck: (state) => `From the others, such as (${state.join(', ')}), only a reset helps.`,
  correctAgain: (steps) =>
    `After ${count(steps, 'zero')} all outputs are correct again, whatever was remembered before.`,
  correctFromSome: (states, steps) =>
    `From ${grouped(states)} of them all outputs are correct again after ${count(steps, 'zero')}.`,
  correctFromNone: 'What it remembers then may be wrong until other inputs than zeros come.',
};
