import type { Widths } from '../fixed/index.ts';
import { Judge } from '../judge.ts';
import { drawSamples, type Samples, sampleGenerator } from '../tasks/samples.ts';
import type { Task } from '../tasks/task.ts';
import { countDropped, type Dropped, judged, type Kept } from '../train.ts';
import { type FloatNetwork, floatNetwork, type Shape } from '../training/float-network.ts';
import {
  initialParameters,
  loadCore,
  type SampleTensors,
  Trainer,
  type TrainingOptions,
  trainStart,
} from '../training/index.ts';
import { LossCurve } from './loss-curve.ts';

/** A start that was proven. */
export interface Found extends Kept {
  readonly start: number;
  /** Share of the test samples on which all outputs were correct. */
  readonly accuracy: number;
}

/** Why a start was dropped; if it was disproved, whether its float network is correct on the counterexample. */
export type Failed = Dropped & { readonly isRounding?: boolean };

/** Number of test samples for the accuracy during training. */
const WATCHED = 200;
/** Maximum of dropped starts that are kept for viewing. */
const KEPT = 24;
/** An output so near to 0.5 may be on the other side of it where the sign of its logit is looked at. */
const DOUBTFUL = 1e-5;

/**
 * The search of `train`, one update at a time, so that it can be looked at: the same samples, starts, minibatches and
 * judgement, and so the same bits.
 */
export class Search {
  readonly task: Task;
  readonly options: TrainingOptions;
  readonly widths: Widths;
  readonly shape: Shape;
  /** The latest starts that were dropped, in order, and how many were so far, by reason. */
  dropped: readonly Failed[] = [];
  readonly counts = countDropped([]);
  start = 0;
  /** The losses of the current start. */
  curve: LossCurve;
  found: Found | undefined;
  readonly #minibatches: readonly SampleTensors[];
  readonly #test: Samples;
  readonly #watched: SampleTensors;
  readonly #judge: Judge;
  #trainer: Trainer;

  private constructor(task: Task, options: TrainingOptions, widths: Widths) {
    this.task = task;
    this.options = options;
    this.widths = widths;
    this.shape = { inputs: task.inputs.length, hidden: options.hidden, outputs: task.outputs.length };
    this.#judge = new Judge(task, options.hidden, widths);
    const generator = sampleGenerator(options.seed);
    const training = drawSamples(task, generator, options.samples, options.bits);
    this.#test = drawSamples(task, generator, options.testSamples, options.bits);
    this.#watched = part(this.#test, this.shape, 0, Math.min(WATCHED, options.testSamples));
    const { batch, samples, overlapping } = options;
    this.#minibatches = Array.from({ length: Math.floor(samples / batch) }, (_, k) =>
      part(training, this.shape, overlapping ? k : k * batch, batch),
    );
    this.curve = new LossCurve(this.updates);
    this.#trainer = this.#begin();
  }

  /** @throws Error with code CARRYBIT_INVALID_ARGUMENT for invalid numbers */
  static async open(task: Task, options: TrainingOptions, widths: Widths): Promise<Search> {
    await loadCore();
    return new Search(task, options, widths);
  }

  /** Updates that a start makes. */
  get updates(): number {
    return this.options.epochs * this.#minibatches.length;
  }

  /** Whether nothing is left to do: a start was proven, or all were dropped. */
  get isOver(): boolean {
    return this.found !== undefined || this.start >= this.options.maxStarts;
  }

  get float(): FloatNetwork {
    return floatNetwork(this.shape, this.#trainer.parameters);
  }

  /** Share of a few test samples on which the network is correct now. */
  get accuracy(): number {
    return accuracyOf(this.#trainer, this.#watched).accuracy;
  }

  /** Length of the gradient of the minibatch that comes next. */
  get gradientNorm(): number {
    return Math.hypot(...this.#trainer.gradient(this.#next));
  }

  /** Makes one update; or, when the start has made all of its own, judges it and begins the next. */
  async advance(): Promise<void> {
    if (this.isOver) return;
    if (this.curve.length < this.updates) {
      this.curve.push(this.#trainer.update(this.#next));
      return;
    }
    const { start } = this;
    const accuracy = await this.#testAccuracy();
    const { parameters } = this.#trainer;
    const verdict = judged(this.#judge, this, { start, accuracy, parameters });
    if ('proof' in verdict) {
      this.found = { start, accuracy, ...verdict };
      return;
    }
    this.#drop(verdict);
    this.start += 1;
    if (this.isOver) return;
    this.curve = new LossCurve(this.updates);
    this.#trainer = this.#begin();
  }

  /** The minibatch that comes next. */
  get #next(): SampleTensors {
    return this.#minibatches[this.curve.length % this.#minibatches.length] as SampleTensors;
  }

  /** Share of all test samples, as the search counts it. */
  async #testAccuracy(): Promise<number> {
    const { accuracy, doubtful } = accuracyOf(this.#trainer, this.#test);
    if (!doubtful) return accuracy;
    return (await trainStart(this.task, this.options, this.start))?.accuracy ?? accuracy;
  }

  #drop(verdict: Dropped): void {
    this.dropped = [...this.dropped, this.#explained(verdict)].slice(-KEPT);
    for (const [reason, count] of Object.entries(countDropped([verdict])))
      this.counts[reason as keyof typeof this.counts] += count;
  }

  #explained(verdict: Dropped): Failed {
    return verdict.reason === 'disproved'
      ? { ...verdict, isRounding: verdict.apart.floatFails === undefined }
      : verdict;
  }

  #begin(): Trainer {
    const { seed, optimizer, precision } = this.options;
    return new Trainer(this.shape, initialParameters(this.shape, seed, this.start), optimizer, precision);
  }
}

function part(all: Samples, { inputs, outputs }: Shape, first: number, samples: number): SampleTensors {
  const { steps } = all;
  const of = (tensor: Float64Array, features: number) =>
    tensor.subarray(first * steps * features, (first + samples) * steps * features);
  return { samples, steps, inputs: of(all.inputs, inputs), targets: of(all.targets, outputs) };
}

function accuracyOf(trainer: Trainer, samples: SampleTensors): { accuracy: number; doubtful: boolean } {
  const outputs = trainer.predict(samples);
  const size = outputs.length / samples.samples;
  let correct = 0;
  let doubtful = false;
  for (let sample = 0; sample < samples.samples; sample++) {
    let isCorrect = true;
    for (let at = sample * size; at < (sample + 1) * size; at++) {
      const output = outputs[at] as number;
      // NaN is never correct.
      isCorrect &&= (samples.targets[at] as number) >= 0.5 ? output >= 0.5 : output < 0.5;
      doubtful ||= Math.abs(output - 0.5) < DOUBTFUL;
    }
    if (isCorrect) correct += 1;
  }
  return { accuracy: correct / samples.samples, doubtful };
}
