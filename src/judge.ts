import type { Judge as NativeJudge } from '#addon';
import { addonIfAny, Trainer } from '#native';
import {
  checkWidths,
  type FixedNetwork,
  quantizeRounded,
  ROUNDINGS,
  type Rounding,
  type Widths,
} from './fixed/index.ts';
import { type Judgement, judgeInTypeScript } from './judge-in-typescript.ts';
import { checkMachine, type Machine, type MachineInput, UNSPECIFIED } from './machine/index.ts';
import {
  checkShape,
  type FloatNetwork,
  floatNetwork,
  type SampleTensors,
  type Shape,
  type TrainingOptions,
} from './training/index.ts';
import { nativeTables } from './training/native-tables.ts';

/** How much is tried on a network that has learned, before it is given up. */
export interface Pursuit {
  /** How many of {@link ROUNDINGS} are tried, from the first on: 1 to 9. */
  readonly roundings: number;
  /** Rounds of fine-tuning, each an epoch, 0 to 5. */
  readonly rounds: number;
}

/** Every rounding, and the maximum of fine-tuning. */
export const FULL_PURSUIT: Pursuit = { roundings: ROUNDINGS.length, rounds: 5 };

/** The verdict on a network that has learned. */
export type Judged =
  | {
      readonly verdict: 'proven';
      /** Which of {@link ROUNDINGS}, from 1 on, as docs/spec.md section 3 counts them. */
      readonly rounding: number;
      /** How many rounds of fine-tuning it took; 0 where rounding was enough. */
      readonly rounds: number;
      /** Both are made each time they are read, because most callers only count. */
      readonly float: FloatNetwork;
      readonly fixed: FixedNetwork;
    }
  /** About the first rounding, before any fine-tuning. */
  | { readonly verdict: 'disproved'; readonly counterexample: readonly number[] }
  | { readonly verdict: 'undecided'; readonly pairs: number }
  | { readonly verdict: 'not quantizable' };

/**
 * Judges networks that have learned: docs/spec.md section 3. Uses Rust where there is an addon, which takes a tenth of
 * the time, and otherwise TypeScript. The verdicts are the same.
 *
 * @throws MachineError, FloatNetworkError or FixedNetworkError for a machine, shape or widths that do not fit
 */
export class Judge {
  readonly #machine: Machine;
  readonly #shape: Shape;
  readonly #widths: Widths;
  readonly #native: NativeJudge | undefined;

  constructor(given: MachineInput, hidden: number, widths: Widths) {
    const machine = checkMachine(given);
    this.#machine = machine;
    this.#shape = { inputs: machine.inputs.length, hidden, outputs: machine.outputs.length };
    checkShape(this.#shape);
    checkWidths(widths);
    this.#widths = widths;
    const addon = addonIfAny();
    this.#native = addon && new addon.Judge(nativeTables(machine), this.#shape, widths);
  }

  /** Tries the {@link ROUNDINGS} in order, or only the first ones. `parameters` are in the order of `Trainer`. */
  judge(parameters: Float64Array, roundings: number = ROUNDINGS.length): Judged {
    return this.#judged(parameters, roundings, 0);
  }

  /**
   * Judges like {@link judge}, and fine-tunes a network that no rounding proves. Each round is an epoch of the
   * training's minibatches, each followed by an update on one of the counterexamples found so far. Then the network is
   * judged again.
   *
   * @param minibatches makes those of the training, in order; called only if there is something to fine-tune
   */
  judgeAndTune(
    parameters: Float64Array,
    { optimizer, precision }: Pick<TrainingOptions, 'optimizer' | 'precision'>,
    minibatches: () => readonly SampleTensors[],
    { roundings, rounds }: Pursuit = FULL_PURSUIT,
  ): Judged {
    const first = this.judge(parameters, roundings);
    if (first.verdict !== 'disproved' || rounds === 0) return first;
    const epoch = minibatches();
    const counterexamples: SampleTensors[] = [];
    let { counterexample } = first;
    let from = parameters;
    for (let round = 1; round <= rounds; round++) {
      const trainer = new Trainer(this.#shape, this.#withinStates(from), optimizer, precision);
      counterexamples.push(this.#sample(counterexample, trainer));
      for (const [index, minibatch] of epoch.entries()) {
        trainer.update(minibatch);
        trainer.update(counterexamples[index % counterexamples.length] as SampleTensors);
      }
      from = trainer.parameters;
      const judged = this.#judged(from, roundings, round);
      if (judged.verdict === 'proven') return judged;
      if (judged.verdict !== 'disproved') break;
      counterexample = judged.counterexample;
    }
    return first;
  }

  #judged(parameters: Float64Array, roundings: number, rounds: number): Judged {
    const { verdict, rounding, pairs, counterexample } = this.#judgement(parameters, roundings);
    if (verdict === 'disproved') return { verdict, counterexample: Array.from(counterexample ?? []) };
    if (verdict === 'undecided') return { verdict, pairs: pairs ?? 0 };
    if (verdict === 'not quantizable') return { verdict };
    const float = () => floatNetwork(this.#shape, parameters);
    const fixed = () => quantizeRounded(float(), this.#widths, ROUNDINGS[rounding] as Rounding);
    return {
      verdict,
      rounding: rounding + 1,
      rounds,
      get float() {
        return float();
      },
      get fixed() {
        return fixed();
      },
    };
  }

  #judgement(parameters: Float64Array, roundings: number): Judgement {
    return this.#native
      ? this.#native.judge(parameters, roundings)
      : judgeInTypeScript(this.#machine, this.#shape, this.#widths, parameters, roundings);
  }

  /** Training moves initial states beyond ±1, which no fixed state can reach; rounding would change them a lot. */
  #withinStates(parameters: Float64Array): Float64Array {
    const { hidden } = this.#shape;
    return parameters.map((value, index) => (index < hidden ? Math.min(Math.max(value, -1), 1) : value));
  }

  /**
   * A stream as one sample with the machine's outputs as targets. The target of a don't-care bit is the network's own
   * output, so that nothing is learned from it.
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
