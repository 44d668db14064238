import type { Judge as NativeJudge } from '#addon';
import { requireAddon, Trainer } from '#native';
import { type FixedNetwork, quantizeRounded, ROUNDINGS, type Rounding, type Widths } from './fixed/index.ts';
import { type Machine, UNSPECIFIED } from './machine/machine.ts';
import { nativeTables } from './native-tables.ts';
import {
  type FloatNetwork,
  floatNetwork,
  type SampleTensors,
  type Shape,
  type TrainingOptions,
} from './training/index.ts';

/** What became of a network that has learned. */
export type Judged =
  | {
      readonly verdict: 'proven';
      readonly rounding: Rounding;
      /** How many rounds of fine-tuning it took; 0 where rounding was enough. */
      readonly rounds: number;
      /** Both are made anew whenever they are asked for: most who judge only count. */
      readonly float: FloatNetwork;
      readonly fixed: FixedNetwork;
    }
  /** Said of the first rounding, before any fine-tuning. */
  | { readonly verdict: 'disproved'; readonly counterexample: readonly number[] }
  | { readonly verdict: 'undecided'; readonly pairs: number }
  | { readonly verdict: 'not quantizable' };

/** Rounds of fine-tuning, each an epoch, before a start is given up. */
export const MAX_ROUNDS = 5;

/**
 * Judges networks that have learned: docs/spec.md section 3. Makes what all of them share once.
 *
 * @throws an Error with code CARRYBIT_INVALID_ARGUMENT for a machine, shape or widths that do not fit
 */
export class Judge {
  readonly #machine: Machine;
  readonly #shape: Shape;
  readonly #widths: Widths;
  readonly #native: NativeJudge;

  constructor(machine: Machine, hidden: number, widths: Widths) {
    this.#machine = machine;
    this.#shape = { inputs: machine.inputs.length, hidden, outputs: machine.outputs.length };
    this.#widths = widths;
    this.#native = new (requireAddon().Judge)(nativeTables(machine), this.#shape, widths);
  }

  /** Tries the {@link ROUNDINGS} in order, or only the first ones. `parameters` are in the order of `Trainer`. */
  judge(parameters: Float64Array, roundings: number = ROUNDINGS.length): Judged {
    return this.#judged(parameters, roundings, 0);
  }

  /**
   * Judges like {@link judge}, and fine-tunes what no rounding proves: each round is an epoch of the training's
   * minibatches, each followed by an update on a counterexample found so far, and is judged again.
   *
   * @param minibatches the training's own, in order
   */
  judgeAndTune(
    parameters: Float64Array,
    { optimizer, precision }: Pick<TrainingOptions, 'optimizer' | 'precision'>,
    minibatches: readonly SampleTensors[],
  ): Judged {
    const first = this.judge(parameters);
    if (first.verdict !== 'disproved') return first;
    const counterexamples: SampleTensors[] = [];
    let { counterexample } = first;
    let from = parameters;
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      const trainer = new Trainer(this.#shape, this.#withinStates(from), optimizer, precision);
      counterexamples.push(this.#sample(counterexample, trainer));
      for (const [index, minibatch] of minibatches.entries()) {
        trainer.update(minibatch);
        trainer.update(counterexamples[index % counterexamples.length] as SampleTensors);
      }
      from = trainer.parameters;
      const judged = this.#judged(from, ROUNDINGS.length, round);
      if (judged.verdict === 'proven') return judged;
      if (judged.verdict !== 'disproved') break;
      counterexample = judged.counterexample;
    }
    return first;
  }

  #judged(parameters: Float64Array, roundings: number, rounds: number): Judged {
    const { verdict, rounding: index, pairs, counterexample } = this.#native.judge(parameters, roundings);
    if (verdict === 'disproved') return { verdict, counterexample: Array.from(counterexample ?? []) };
    if (verdict === 'undecided') return { verdict, pairs: pairs ?? 0 };
    if (verdict === 'not quantizable') return { verdict };
    const rounding = ROUNDINGS[index] as Rounding;
    const float = () => floatNetwork(this.#shape, parameters);
    const fixed = () => quantizeRounded(float(), this.#widths, rounding);
    return {
      verdict,
      rounding,
      rounds,
      get float() {
        return float();
      },
      get fixed() {
        return fixed();
      },
    };
  }

  /** Training moves initial states beyond ±1, where no state can be; from there rounding takes them far. */
  #withinStates(parameters: Float64Array): Float64Array {
    const { hidden } = this.#shape;
    return parameters.map((value, index) => (index < hidden ? Math.min(Math.max(value, -1), 1) : value));
  }

  /**
   * A stream as one sample with the machine's outputs as targets. A bit that nobody cares for has the network's own
   * output as its target, so that nothing is learned from it.
   */
  #sample(stream: readonly number[], trainer: Trainer): SampleTensors {
    const { inputs, outputs } = this.#shape;
    const { next, output, care } = this.#machine;
    const tensors = {
      samples: 1,
      steps: stream.length,
      inputs: Float64Array.from(stream.flatMap((word) => bits(word, inputs))),
      targets: new Float64Array(stream.length * outputs),
    };
    const own = trainer.predict(tensors);
    let state = this.#machine.initial;
    for (const [step, word] of stream.entries()) {
      const index = (state << inputs) | word;
      const [wanted, matters] = [bits(output[index] ?? 0, outputs), bits(care[index] ?? 0, outputs)];
      for (let bit = 0; bit < outputs; bit++) {
        const at = step * outputs + bit;
        tensors.targets[at] = (matters[bit] ? wanted[bit] : own[at]) ?? 0;
      }
      state = next[index] ?? UNSPECIFIED;
    }
    return tensors;
  }
}

function bits(word: number, width: number): number[] {
  return Array.from({ length: width }, (_, bit) => (word >> bit) & 1);
}
