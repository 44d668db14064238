import { Transform, type TransformCallback } from 'node:stream';
import { checkMachine, type MachineInput, type Words } from '../machine/index.ts';
import { requireObject } from '../machine/require.ts';
import type { Engine } from './engine.ts';

/** Set in a byte written to an {@link Adder} when a new number begins with this step. */
export const RESET_BIT = 0x80;

/** @throws RangeError for a machine whose steps do not fit a byte with {@link RESET_BIT} */
export function requireBytes(machine: MachineInput): void {
  requireObject('machine', machine, 'name', 'inputs', 'outputs');
  const { name, inputs, outputs } = machine;
  if (inputs.length > 7 || outputs.length > 8) {
    throw new RangeError(
      `${name}: expected at most 7 inputs and 8 outputs for a stream of bytes, got ${inputs.length} and ${outputs.length}`,
    );
  }
}

/** Bytes that wait in the stream, and so the most that an engine is asked for at once. */
const HIGH_WATER_BYTES = 16_384;

/**
 * An adder as a stream of bytes, one a step: the packed input bits are written, with {@link RESET_BIT} where a number
 * begins, the packed output bits are read. It is a Transform, so it pipes, it is an async iterable of what it
 * answers, and a slow engine slows the writer. Any task's network will do. It does not close its engine.
 *
 *     adder.write(Uint8Array.of(RESET_BIT | 0b11, 0b00)); // 1 + 1
 *     for await (const bytes of adder) …              // 0, 1
 */
export class Adder extends Transform {
  readonly engine: Engine;
  readonly #task: MachineInput;
  #position = 0;

  /** @throws RangeError for a machine of more than 7 inputs or 8 outputs: a step is one byte */
  constructor(engine: Engine, task: MachineInput) {
    requireBytes(task);
    checkMachine(task);
    super({ readableHighWaterMark: HIGH_WATER_BYTES, writableHighWaterMark: HIGH_WATER_BYTES });
    requireObject('engine', engine, 'step');
    this.engine = engine;
    this.#task = task;
  }

  /** @internal */
  override _transform(chunk: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    this.#outputsOf(chunk).then(
      (outputs) => callback(null, outputs),
      (error) => callback(error),
    );
  }

  /** What has gathered while the engine was at work goes to it together. */
  override _writev(
    chunks: { chunk: Buffer; encoding: BufferEncoding }[],
    callback: (error?: Error | null) => void,
  ): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'utf8', callback);
  }

  async #outputsOf(chunk: Buffer): Promise<Buffer> {
    this.#check(chunk);
    // Each output fits a byte, as was checked.
    const outputs: Promise<Words>[] = [];
    for (let from = 0; from < chunk.length; ) {
      let to = from + 1;
      while (to < chunk.length && ((chunk[to] as number) & RESET_BIT) === 0) to += 1;
      const reset = ((chunk[from] as number) & RESET_BIT) !== 0;
      outputs.push(this.engine.step(Uint8Array.from(chunk.subarray(from, to), without(RESET_BIT)), reset));
      from = to;
    }
    return Buffer.concat((await Promise.all(outputs)) as Uint8Array[]);
  }

  #check(chunk: Buffer): void {
    const { name, inputs } = this.#task;
    const limit = 1 << inputs.length;
    const bad = chunk.findIndex((byte) => (byte & ~RESET_BIT) >= limit);
    if (bad >= 0) {
      throw new RangeError(
        `step ${this.#position + bad}: expected 0–${limit - 1} for the ${name}, plus ${RESET_BIT} where a number begins, got ${chunk[bad]}`,
      );
    }
    this.#position += chunk.length;
  }
}

const without = (flag: number) => (byte: number) => byte & ~flag;
