import { Readable } from 'node:stream';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import { wordList } from '../machine/index.ts';
import {
  Adder,
  Comparison,
  comparisonOf,
  RESET_BIT,
  resultByStep,
  type StreamResult,
  streamResults,
} from '../runtime/index.ts';
import { Tally } from '../view/tally.ts';
import type { Opened } from './engine.ts';
import type { StreamOutput } from './stream-base.ts';
import type { Opened as Source } from './stream-source.ts';

export interface Pace {
  /** Steps a second, or Infinity. */
  readonly rate: number;
  /** Ends the stream; steps under way are dropped. */
  readonly signal: AbortSignal;
}

/** How long engines without waits may keep the event loop busy; events such as Ctrl-C wait for that long. */
const TURN_MS = 20;

/** Streams a source through an engine to its end or an interruption. Returns the number of wrong results. */
export async function streamTo(
  opened: Opened,
  source: Source,
  output: StreamOutput,
  pace: Pace,
): Promise<number> {
  const { signal } = pace;
  const tally = new Tally();
  // Ends a source that waits, and everything that waits for the engine.
  const abort = () => {
    source.close();
    void opened.engine.close();
  };
  signal.addEventListener('abort', abort);
  let failed = false;
  try {
    output.begin();
    if (source.kind === 'steps') await streamSteps(opened, source.steps, output, tally, pace);
    else await streamNumbers(opened, source, output, tally, pace);
  } catch (error) {
    failed = !signal.aborted;
    if (failed) throw error;
  } finally {
    signal.removeEventListener('abort', abort);
    source.close();
    if (failed && tally.steps === 0) output.fail();
    else output.end(tally, source.kind === 'numbers' ? source.recorded : undefined);
  }
  return tally.errors;
}

async function streamNumbers(
  { engine, task }: Opened,
  { numbers, recorded }: Extract<Source, { kind: 'numbers' }>,
  output: StreamOutput,
  tally: Tally,
  { rate, signal }: Pace,
): Promise<void> {
  const take = (result: StreamResult) => {
    tally.add(comparisonOf(task, result).verdict, result.inputs.length, result.milliseconds);
    output.result(result, recorded?.add(result.outputs));
    return output.written();
  };
  if (rate === Number.POSITIVE_INFINITY) {
    const giveWay = turns();
    for await (const result of streamResults(engine, task, numbers)) {
      output.steps(result.inputs, result.outputs, true);
      await take(result);
      await giveWay();
      signal.throwIfAborted();
    }
    return;
  }
  const tick = metronome(rate, signal);
  for await (const operands of numbers) {
    let first = true;
    const result = await resultByStep(engine, task, operands, async (inputs, outputs) => {
      output.steps(wordList(task.inputs.length, [inputs]), wordList(task.outputs.length, [outputs]), first);
      first = false;
      await tick();
    });
    await take(result);
  }
}

async function streamSteps(
  { engine, task }: Opened,
  steps: AsyncIterable<Uint8Array>,
  output: StreamOutput,
  tally: Tally,
  { rate, signal }: Pace,
): Promise<void> {
  const tick = metronome(rate, signal);
  // Inputs of the adder that have no output yet; back-pressure limits their number.
  const asked: Uint8Array[] = [];
  const source = Readable.from(
    (async function* () {
      // What runs ahead of the engine gives way, too.
      const giveWay = turns();
      for await (const bytes of steps) {
        asked.push(bytes);
        yield bytes;
        await tick();
        await giveWay();
        signal.throwIfAborted();
      }
    })(),
  );
  const comparison = new Comparison(task);
  const finish = () => {
    if (comparison.steps > 0) {
      tally.add(comparison.verdict, comparison.steps);
      output.number(comparison.verdict, comparison.steps);
    }
    comparison.reset();
  };
  const adder = new Adder(engine, task);
  // An error of the source destroys the adder; the loop below then gets it.
  source.on('error', (error) => adder.destroy(error)).pipe(adder);
  const giveWay = turns();
  let inputs: Uint8Array | undefined;
  let at = 0;
  for await (const outputs of adder as AsyncIterable<Buffer>) {
    for (const bits of outputs) {
      if (inputs === undefined || at === inputs.length) [inputs, at] = [asked.shift(), 0];
      const byte = inputs?.[at] ?? 0;
      at += 1;
      const isFirst = (byte & RESET_BIT) !== 0;
      if (isFirst) finish();
      comparison.take(byte & ~RESET_BIT, bits);
      output.steps(Uint8Array.of(byte & ~RESET_BIT), Uint8Array.of(bits), isFirst);
    }
    await output.written();
    await giveWay();
    signal.throwIfAborted();
  }
  finish();
}

/** Calls return at once, but now and then the event loop gets its turn. */
function turns(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < TURN_MS) return;
    await turn();
    last = performance.now();
  };
}

/** Calls return at a steady rate, however long the caller takes between them. */
function metronome(rate: number, signal: AbortSignal): () => Promise<void> {
  if (rate === Number.POSITIVE_INFINITY) return async () => {};
  let due = performance.now();
  return async () => {
    const now = performance.now();
    // After a pause, for instance of the whole computer, missed calls are not made up for.
    due = Math.max(due + 1000 / rate, now - 1000 / rate);
    if (due > now) await pause(due - now, undefined, { signal });
  };
}
