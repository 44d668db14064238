import {
  addonIfAny,
  loadCore,
  Restarts,
  type RestartsProgress,
  type SampleTensors,
  type TrainedStart,
} from '#native';
import { UNSPECIFIED } from '../machine/index.ts';
import { requireObject } from '../machine/require.ts';
import { checkTask, drawSamples, sampleGenerator, type TaskInput } from '../tasks/index.ts';
import { checkSampleSize } from '../tasks/samples.ts';
import { nativeTables } from './native-tables.ts';
import { completeTraining, type TrainingOptions } from './options.ts';

/** Progress and cancelling of a training. */
export interface RestartHooks {
  /** Called ten times a second while Rust works. */
  readonly onProgress?: ((progress: RestartsProgress) => void) | undefined;
  /** Stops after the running minibatches; their result is still yielded, unfinished. */
  readonly signal?: AbortSignal | undefined;
}

/** Maximum of starts that go to Rust in one chunk. */
const MAX_CHUNK_STARTS = 256;

/**
 * Trains one fresh start after the other, on all cores, and yields each in order. Those whose `accuracy` is 1
 * have learned. Continues as long as the caller does, to at most `maxStarts`.
 *
 * @throws SettingError, or an Error with code CARRYBIT_INVALID_ARGUMENT, for invalid settings.
 */
export async function* restarts(
  task: TaskInput,
  settings: Partial<TrainingOptions>,
  hooks: RestartHooks = {},
): AsyncGenerator<TrainedStart> {
  requireObject('hooks', hooks);
  const { onProgress, signal } = hooks;
  const options = completeTraining(settings);
  const { maxStarts } = options;
  const native = await nativeRestarts(task, options);
  const cancel = () => native.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  const timer = onProgress && setInterval(() => onProgress(native.progress()), 100);
  try {
    for (let first = 0; first < maxStarts && !signal?.aborted; ) {
      const chunk = await native.run(first, Math.min(MAX_CHUNK_STARTS, maxStarts - first));
      yield* chunk;
      first += chunk.length;
    }
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

/**
 * Trains one start again. The same options and start give the same bits, so this gives the losses of a network again.
 *
 * @param signal stops after the running update; the start is then unfinished
 */
export async function trainStart(
  task: TaskInput,
  settings: Partial<TrainingOptions>,
  start: number,
  signal?: AbortSignal,
): Promise<TrainedStart | undefined> {
  const native = await nativeRestarts(task, completeTraining(settings));
  const cancel = () => native.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const [trained] = await native.run(start, 1);
    return trained;
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/**
 * Trains every start from `first` to `maxStarts`, on all cores, whether others have learned or not. Yields them chunk
 * by chunk in order; while the caller works on one chunk, the next is trained. When the signal aborts, the running
 * chunk is dropped.
 *
 * @throws SettingError, or an Error with code CARRYBIT_INVALID_ARGUMENT, for invalid settings.
 */
export function allStarts(
  task: TaskInput,
  settings: Partial<TrainingOptions>,
  first: number,
  hooks: Pick<RestartHooks, 'signal'> = {},
): AsyncGenerator<TrainedStart[]> {
  return chunks(task, settings, first, hooks, (native, from, count) => native.runAll(from, count));
}

/** {@link allStarts}, with a function that runs each chunk: `count` starts from `from`. */
export async function* chunks<Made>(
  task: TaskInput,
  settings: Partial<TrainingOptions>,
  first: number,
  { signal }: Pick<RestartHooks, 'signal'>,
  make: (native: Restarts, from: number, count: number) => Promise<Made>,
): AsyncGenerator<Made> {
  const options = completeTraining(settings);
  const native = await nativeRestarts(task, options);
  const cancel = () => native.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  const count = (from: number) => Math.min(MAX_CHUNK_STARTS, options.maxStarts - from);
  const chunk = (from: number) =>
    from < options.maxStarts && !signal?.aborted ? make(native, from, count(from)) : undefined;
  try {
    let underWay = chunk(first);
    for (let from = first; underWay !== undefined; ) {
      const made = await underWay;
      if (signal?.aborted) return;
      from += count(from);
      underWay = chunk(from);
      yield made;
    }
  } finally {
    native.cancel();
    signal?.removeEventListener('abort', cancel);
  }
}

/** The whole minibatches of an epoch, in order. */
export function minibatches(task: TaskInput, settings: Partial<TrainingOptions>): SampleTensors[] {
  const { seed, samples, bits, batch, overlapping } = completeTraining(settings);
  const all = drawSamples(task, sampleGenerator(seed), samples, bits);
  const [inputs, targets] = [all.steps * task.inputs.length, all.steps * task.outputs.length];
  return Array.from({ length: Math.floor(samples / batch) }, (_, index) => {
    const first = overlapping ? index : index * batch;
    return {
      samples: batch,
      steps: all.steps,
      inputs: all.inputs.slice(first * inputs, (first + batch) * inputs),
      targets: all.targets.slice(first * targets, (first + batch) * targets),
    };
  });
}

async function nativeRestarts(given: TaskInput, options: TrainingOptions): Promise<Restarts> {
  const task = checkTask(given);
  await loadCore();
  const { seed, hidden, bits, samples, testSamples, batch, epochs, overlapping } = options;
  const { optimizer, precision } = options;
  const shape = { inputs: task.inputs.length, hidden, outputs: task.outputs.length };
  const schedule = { batch, epochs, overlapping };
  const addon = task.next.includes(UNSPECIFIED) ? undefined : addonIfAny();
  // JavaScript that has just started takes ten times as long to draw the same samples.
  if (addon !== undefined) {
    const steps = Math.max(...[samples, testSamples].map((count) => checkSampleSize(task, count, bits)));
    const drawing = { samples, testSamples, bits, steps };
    const tables = nativeTables(task);
    return addon.restartsOnDrawn(shape, optimizer, seed, schedule, tables, drawing, precision);
  }
  const generator = sampleGenerator(seed);
  const training = drawSamples(task, generator, samples, bits);
  const test = drawSamples(task, generator, testSamples, bits);
  return new Restarts(shape, optimizer, seed, schedule, training, test, precision);
}
