import { setImmediate as turn } from 'node:timers/promises';
import { emptyWords, MachineStepper, toNumber, type Words, wordList } from '../machine/index.ts';
import { requireIterable, requireList, requireObject } from '../machine/require.ts';
import { readOutput, stream, type Task, toSteps } from '../tasks/index.ts';
import { Comparison } from './comparison.ts';
import type { Engine } from './engine.ts';

/** The result of an engine for some numbers. */
export interface StreamResult {
  /** One for each input. */
  readonly numbers: readonly bigint[];
  /** Packed bits, (steps). */
  readonly inputs: Words;
  /** Packed bits, (steps). */
  readonly outputs: Words;
  /** From the call of the engine until the last bit. */
  readonly milliseconds: number;
}

/** Input for an engine: numbers, or the packed bits of a stream's steps. */
export type StreamInput = readonly bigint[] | Words;

/** Numbers and steps that are given to an engine beyond its oldest open call, so that it need not wait. */
const AHEAD = { numbers: 8, steps: 1024 };
/** Maximum of steps of a long number in one call. */
const CHUNK_STEPS = 4096;

/**
 * Puts numbers through an engine, each from the initial state, and gives the results in order. Numbers are drawn from
 * their source only as fast as the engine and the caller work.
 *
 * @param task the task of the engine's network; it says how many steps follow the numbers' bits
 * @throws RangeError for numbers that the task does not take; what the source or the engine throws
 */
export async function* streamResults(
  engine: Engine,
  task: Task,
  numbers: AsyncIterable<StreamInput> | Iterable<StreamInput>,
): AsyncGenerator<StreamResult, void, undefined> {
  requireObject('engine', engine, 'step');
  requireObject('task', task, 'inputs');
  requireIterable('numbers', numbers);
  const source = fromAnywhere(numbers);
  const pending: { steps: number; result: Promise<StreamResult> }[] = [];
  let steps = 0;
  const push = (result: Promise<StreamResult>, count: number) => {
    // A call that fails behind the oldest one is handled when its turn comes.
    result.catch(() => {});
    pending.push({ steps: count, result });
    steps += count;
  };
  let next: Promise<IteratorResult<StreamInput>> | undefined = source.next();
  try {
    while (next !== undefined || pending.length > 0) {
      const [oldest] = pending;
      const room = pending.length < AHEAD.numbers && steps < AHEAD.steps;
      // Whichever comes first: another number, if there is room for it, or the oldest result.
      const ready = await Promise.race([
        ...(next && room ? [settled(next, 'number' as const)] : []),
        ...(oldest ? [settled(oldest.result, 'result' as const)] : []),
      ]);
      if (ready === 'result' && oldest !== undefined) {
        pending.shift();
        steps -= oldest.steps;
        yield await oldest.result;
        continue;
      }
      try {
        const drawn: IteratorResult<StreamInput> | undefined = await next;
        next = drawn?.done ? undefined : source.next();
        if (!drawn || drawn.done) continue;
        const { numbers, inputs } = asSteps(task, drawn.value);
        const { result } = await ask(engine, numbers, inputs);
        push(result, inputs.length);
      } catch (error) {
        // Numbers before the invalid one still get their results.
        next = undefined;
        push(Promise.reject(error), 0);
      }
    }
  } finally {
    next?.catch(() => {});
    // A source that waits for its next line cannot be stopped before the line comes.
    source.return?.(undefined).catch(() => {});
  }
}

/** Steps, and the numbers with these bits. */
function asSteps(task: Task, question: StreamInput): { numbers: readonly bigint[]; inputs: Words } {
  if (!isWords(question)) return { numbers: question, inputs: toSteps(task, question) };
  return { numbers: task.inputs.map((_, input) => toNumber(stream(question, input))), inputs: question };
}

/** One number, a step at a time. `onStep` gets each output when it comes, and may take its time. */
export async function resultByStep(
  engine: Engine,
  task: Task,
  question: StreamInput,
  onStep: (inputs: number, outputs: number) => void | Promise<void>,
): Promise<StreamResult> {
  const { numbers, inputs } = asSteps(task, question);
  const outputs: number[] = [];
  let milliseconds = 0;
  for (const [step, word] of inputs.entries()) {
    const started = performance.now();
    const [result = 0] = await engine.step(inputs.subarray(step, step + 1), step === 0);
    milliseconds += performance.now() - started;
    outputs.push(result);
    await onStep(word, result);
  }
  return { numbers, inputs, outputs: wordList(task.outputs.length, outputs), milliseconds };
}

/** The outputs of a stream beside the machine's. */
export function comparisonOf(
  task: Task,
  { inputs, outputs }: Pick<StreamResult, 'inputs' | 'outputs'>,
): Comparison {
  const comparison = new Comparison(task);
  inputs.forEach((word, step) => {
    comparison.take(word, outputs[step]);
  });
  return comparison;
}

/** Whether every output bit that matters equals the machine's. From a step on that never comes none does. */
export function isCorrect(task: Task, result: Pick<StreamResult, 'inputs' | 'outputs'>): boolean {
  requireObject('result', result, 'inputs', 'outputs');
  const { inputs, outputs } = result;
  requireList('result.inputs', inputs);
  requireList('result.outputs', outputs);
  return outputs.length === inputs.length && comparisonOf(task, result).verdict !== 'wrong';
}

/** The values of outputs, each as the task reads it. */
export function readingOf(task: Task, outputs: Words): string {
  return task.outputs.map((_, output) => readOutput(task, stream(outputs, output))).join(', ');
}

/** The correct values of the outputs for these inputs. */
export function expectedReading(task: Task, inputs: Words): string {
  const machine = new MachineStepper(task);
  const due = Array.from(inputs, (word) => machine.step(word) & machine.care);
  return readingOf(task, wordList(task.outputs.length, due));
}

/** Resolves when all steps were given to the engine; other work gets its turn between the chunks of a long number. */
async function ask(
  engine: Engine,
  numbers: readonly bigint[],
  inputs: Words,
): Promise<{ result: Promise<StreamResult> }> {
  const started = performance.now();
  const chunks: Promise<Words>[] = [];
  for (let from = 0; from < inputs.length; from += CHUNK_STEPS) {
    if (from > 0) await turn();
    const chunk = engine.step(inputs.subarray(from, from + CHUNK_STEPS), from === 0);
    chunk.catch(() => {});
    chunks.push(chunk);
  }
  const result = Promise.all(chunks).then((parts) => ({
    numbers,
    inputs,
    outputs: joined(parts),
    milliseconds: performance.now() - started,
  }));
  return { result };
}

function joined(parts: readonly Words[]): Words {
  const [first = new Uint8Array()] = parts;
  if (parts.length < 2) return first;
  const count = parts.reduce((sum, { length }) => sum + length, 0);
  const all = emptyWords(8 * first.BYTES_PER_ELEMENT, count);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const isWords = (input: StreamInput): input is Words => ArrayBuffer.isView(input);

async function* fromAnywhere<Item>(items: AsyncIterable<Item> | Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

const settled = <Name>(promise: Promise<unknown>, name: Name): Promise<Name> =>
  promise.then(
    () => name,
    () => name,
  );
