import type * as Addon from '#addon';
import type { Core } from './core.ts';
import type { Instance } from './engine.ts';
import { Turn } from './turn.ts';
import { invalidArgument, WasmInstance } from './wasm-instance.ts';

/**
 * The core over instances of a WebAssembly module. It runs in the calling thread without blocking it for long. When an
 * instance fails, most likely for lack of memory, its objects are lost and the next object gets a new instance.
 */
export function wasmCore(instantiate: () => Instance): Core {
  let current: WasmInstance | undefined;
  const instance = (): WasmInstance => {
    if (current === undefined || current.hasFailed) current = new WasmInstance(instantiate());
    return current;
  };

  class Automaton implements Addon.Automaton {
    readonly #instance = instance();
    readonly #object: number;
    readonly #outputs: number;

    constructor({ inputs, outputs, next, output }: Addon.AutomatonTable) {
      this.#instance.give([inputs, outputs, next.length, next, output.length, output]);
      this.#object = this.#instance.keep(this, ({ automaton }) => automaton());
      this.#outputs = outputs;
    }

    get state(): number {
      return this.#instance.exports.state(this.#object);
    }

    set state(state: number) {
      this.#instance.give([state]);
      this.#instance.call(({ set_state }) => set_state(this.#object));
    }

    run(inputs: Uint8Array[], steps: number): Uint8Array[] {
      this.#instance.give([steps, inputs.length, inputs.map(({ length }) => length)], inputs);
      this.#instance.call(({ run }) => run(this.#object));
      const planes = this.#instance.bytes();
      const size = planes.length / this.#outputs;
      return Array.from({ length: this.#outputs }, (_, n) => planes.slice(n * size, (n + 1) * size));
    }
  }

  class Minibatch implements Addon.Minibatch {
    readonly instance = instance();
    readonly object: number;
    readonly shape: Addon.NetworkShape;
    readonly precision: Addon.Precision;

    constructor(shape: Addon.NetworkShape, samples: Addon.SampleTensors, precision: Addon.Precision) {
      const { inputs, hidden, outputs } = shape;
      this.instance.give([[bitsOf(precision), inputs, hidden, outputs], ...tensors(samples)]);
      this.object = this.instance.keep(this, ({ minibatch }) => minibatch());
      this.shape = { ...shape };
      this.precision = precision;
    }
  }

  class Trainer implements Addon.Trainer {
    readonly #instance = instance();
    readonly #object: number;
    readonly #shape: Addon.NetworkShape;
    readonly #precision: Addon.Precision;

    constructor(
      shape: Addon.NetworkShape,
      parameters: Float64Array,
      optimizer: Addon.OptimizerRule,
      precision: Addon.Precision,
    ) {
      const { numbers, names } = rule(optimizer, precision);
      const sizes = [shape.inputs, shape.hidden, shape.outputs, parameters.length];
      this.#instance.give([numbers, sizes, parameters], [names]);
      this.#object = this.#instance.keep(this, ({ trainer }) => trainer());
      this.#shape = { ...shape };
      this.#precision = precision;
    }

    update(minibatch: Addon.Minibatch | Addon.SampleTensors): number {
      if (minibatch instanceof Minibatch) return this.#updateWith(minibatch);
      return this.#pass('update', minibatch as Addon.SampleTensors)[0] ?? Number.NaN;
    }

    loss(samples: Addon.SampleTensors): number {
      return this.#pass('loss', samples)[0] ?? Number.NaN;
    }

    gradient(samples: Addon.SampleTensors): Float64Array {
      return this.#pass('gradient', samples);
    }

    predict(samples: Addon.SampleTensors): Float64Array {
      return this.#pass('predict', samples);
    }

    get parameters(): Float64Array {
      return this.#instance.numbers(this.#instance.call(({ parameters }) => parameters(this.#object)));
    }

    #updateWith({ instance, object, shape, precision }: Minibatch): number {
      const sizes = ({ inputs, hidden, outputs }: Addon.NetworkShape) => `${inputs} → ${hidden} → ${outputs}`;
      if (precision !== this.#precision)
        throw invalidArgument(`minibatch: expected the precision ${this.#precision}, got ${precision}`);
      if (sizes(shape) !== sizes(this.#shape))
        throw invalidArgument(`minibatch: expected the shape ${sizes(this.#shape)}, got ${sizes(shape)}`);
      if (instance !== this.#instance)
        throw new Error('this minibatch or trainer was lost when WebAssembly ran out of memory');
      return this.#instance.call((exports) => exports.update_with(this.#object, object));
    }

    #pass(name: 'update' | 'loss' | 'gradient' | 'predict', samples: Addon.SampleTensors): Float64Array {
      this.#instance.give(tensors(samples));
      return this.#instance.numbers(this.#instance.call((exports) => exports[name](this.#object)));
    }
  }

  class Restarts implements Addon.Restarts {
    readonly #instance = instance();
    readonly #object: number;
    #isCancelled = false;

    constructor(
      shape: Addon.NetworkShape,
      optimizer: Addon.OptimizerRule,
      seed: number,
      schedule: Addon.BatchSchedule,
      training: Addon.SampleTensors,
      test: Addon.SampleTensors,
      precision: Addon.Precision,
    ) {
      const { numbers, names } = rule(optimizer, precision);
      const { batch, epochs, overlapping } = schedule;
      const sizes = [shape.inputs, shape.hidden, shape.outputs, seed, batch, epochs, overlapping ? 1 : 0];
      this.#instance.give([numbers, sizes, ...tensors(training), ...tensors(test)], [names]);
      this.#object = this.#instance.keep(this, ({ restarts }) => restarts());
    }

    run(first: number, limit: number): Promise<Addon.TrainedStart[]> {
      const underway = this.#underway(first, limit, 'limit');
      return this.#starts(underway, first, limit, ({ finished, accuracy }) => finished && accuracy === 1);
    }

    runAll(first: number, count: number): Promise<Addon.TrainedStart[]> {
      return this.#starts(this.#underway(first, count, 'count'), first, count, () => false);
    }

    progress(): Addon.RestartsProgress {
      const count = this.#instance.call(({ progress }) => progress(this.#object));
      const [start = 0, updates = 0, loss = 0] = this.#instance.numbers(count);
      return { start, updates, loss };
    }

    cancel(): void {
      this.#isCancelled = true;
    }

    #underway(first: number, count: number, name: string): number {
      this.#instance.give([first, count], [new TextEncoder().encode(name)]);
      return this.#instance.call(({ underway }) => underway(this.#object));
    }

    /** The starts from `first`, at most `count`, up to the one that `isLast`. */
    async #starts(
      underway: number,
      first: number,
      count: number,
      isLast: (trained: Addon.TrainedStart) => boolean,
    ): Promise<Addon.TrainedStart[]> {
      const starts: Addon.TrainedStart[] = [];
      const turn = new Turn();
      try {
        for (let start = first; start < first + count && !this.#isCancelled; start++) {
          this.#instance.call(({ begin }) => begin(this.#object, underway, start));
          while (
            !this.#isCancelled &&
            this.#instance.call(({ advance }) => advance(this.#object, underway)) === 0
          ) {
            if (turn.isOver) await turn.next();
          }
          const trained = this.#end(underway, start);
          starts.push(trained);
          if (isLast(trained)) break;
        }
      } finally {
        turn.end();
        if (!this.#instance.hasFailed) this.#instance.exports.free(underway);
      }
      return starts;
    }

    #end(underway: number, start: number): Addon.TrainedStart {
      const count = this.#instance.call(({ end }) => end(this.#object, underway));
      const numbers = this.#instance.numbers(count);
      const [accuracy = 0, finished = 0, losses = 0] = numbers;
      return {
        start,
        losses: numbers.slice(3, 3 + losses),
        accuracy,
        exact: accuracy,
        parameters: numbers.slice(3 + losses),
        finished: finished === 1,
      };
    }
  }

  const initialParameters: Core['initialParameters'] = ({ inputs, hidden, outputs }, seed, start) => {
    instance().give([inputs, hidden, outputs, seed, start]);
    return instance().numbers(instance().call(({ initial_parameters }) => initial_parameters()));
  };

  return { Automaton, Minibatch, Restarts, Trainer, initialParameters };
}

/** Precision and optimizer as numbers for the module, and the optimizer's names. */
function rule({ kind, ...given }: Addon.OptimizerRule, precision: Addon.Precision) {
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  return {
    numbers: [named.length, ...named.map(([, value]) => value), bitsOf(precision)],
    names: new TextEncoder().encode([kind, ...named.map(([name]) => name)].join(',')),
  };
}

function bitsOf(precision: Addon.Precision): number {
  const bits = { float32: 32, float64: 64 }[precision];
  if (bits === undefined) throw invalidArgument(`precision: expected float32 or float64, got ${precision}`);
  return bits;
}

function tensors({ samples, steps, inputs, targets }: Addon.SampleTensors): ArrayLike<number>[] {
  return [[samples, steps, inputs.length], inputs, [targets.length], targets];
}
