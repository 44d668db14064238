import type { Instance } from './engine.ts';

/** What every module of native/wasm exports; native/wasm/src says what each function takes and leaves. */
export interface Memory {
  readonly memory: { readonly buffer: ArrayBuffer };
  numbers(count: number): number;
  numbers_at(): number;
  bytes(count: number): number;
  bytes_at(): number;
  bytes_left(): number;
  free(object: number): void;
}

/** What the modules for training export. */
export interface Exports extends Memory {
  initial_parameters(): number;
  restarts(): number;
  underway(restarts: number): number;
  begin(restarts: number, underway: number, start: number): void;
  advance(restarts: number, underway: number): number;
  end(restarts: number, underway: number): number;
  progress(restarts: number): number;
  trainer(): number;
  minibatch(): number;
  update_with(trainer: number, minibatch: number): number;
  update(trainer: number): number;
  loss(trainer: number): number;
  gradient(trainer: number): number;
  predict(trainer: number): number;
  parameters(trainer: number): number;
  automaton(): number;
  state(automaton: number): number;
  set_state(automaton: number): number;
  run(automaton: number): number;
}

/** An argument cannot be used; the error is the addon's. */
export function invalidArgument(message: string): Error {
  return Object.assign(new Error(message), { code: 'CARRYBIT_INVALID_ARGUMENT' });
}

/** One instance of a module, with its objects. Numbers and bytes go in and out through its memory. */
export class WasmInstance<Module extends Memory = Exports> {
  readonly exports: Module;
  hasFailed = false;
  readonly #freed = new FinalizationRegistry<number>((object) => {
    if (!this.hasFailed) this.exports.free(object);
  });

  constructor({ exports }: Instance) {
    this.exports = exports as Module;
  }

  /** Writes numbers, single or in arrays, and bytes. */
  give(numbers: readonly (number | ArrayLike<number>)[], bytes: readonly Uint8Array[] = []): void {
    const arrays = numbers.map((each) => (typeof each === 'number' ? [each] : each));
    this.call((exports) => {
      // Making room may move the memory, so its address is read afterwards.
      const [count, size] = [total(arrays), total(bytes)];
      const [numbersAt, bytesAt] = [exports.numbers(count), exports.bytes(size)];
      fill(new Float64Array(exports.memory.buffer, numbersAt, count), arrays);
      fill(new Uint8Array(exports.memory.buffer, bytesAt, size), bytes);
    });
  }

  /**
   * Calls one of the exports.
   *
   * @throws Error with code CARRYBIT_INVALID_ARGUMENT when the export refuses its arguments
   */
  call<Result>(work: (exports: Module) => Result): Result {
    if (this.hasFailed) throw new Error('this object was lost when WebAssembly ran out of memory');
    let result: Result;
    try {
      result = work(this.exports);
    } catch (error) {
      this.hasFailed = true;
      if (error instanceof RangeError && /call stack/.test(error.message))
        throw new Error('this machine needs a deeper stack than WebAssembly has here', { cause: error });
      const size = Math.round(this.exports.memory.buffer.byteLength / 2 ** 20);
      throw new Error(`WebAssembly failed, most likely out of memory, at ${size} MiB`, { cause: error });
    }
    if ((result as unknown) === -1) throw invalidArgument(new TextDecoder().decode(this.bytes()));
    return result;
  }

  /** Calls an export that makes an object, and keeps the object as long as its owner exists. */
  keep(owner: object, make: (exports: Module) => number): number {
    const object = this.call(make);
    this.#freed.register(owner, object);
    return object;
  }

  /** A copy of the numbers that the last call has left. */
  numbers(count: number): Float64Array {
    return new Float64Array(this.exports.memory.buffer, this.exports.numbers_at(), count).slice();
  }

  /** A copy of the bytes that the last call has left. */
  bytes(): Uint8Array {
    const { memory, bytes_at, bytes_left } = this.exports;
    return new Uint8Array(memory.buffer, bytes_at(), bytes_left()).slice();
  }
}

function total(arrays: readonly ArrayLike<number>[]): number {
  return arrays.reduce((sum, { length }) => sum + length, 0);
}

function fill<Into extends Float64Array | Uint8Array>(
  into: Into,
  arrays: readonly ArrayLike<number>[],
): void {
  let at = 0;
  for (const array of arrays) {
    into.set(array, at);
    at += array.length;
  }
}
