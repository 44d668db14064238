import { MODULE } from './engine-module.ts';

/** What of WebAssembly is used here; TypeScript's types of a browser are not loaded. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: unknown };
};

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  configure(ramStart: number, ramEnd: number, words: number): void;
  data(): number;
  program(): number;
  listeners(): number;
  state(): number;
  run(cycles: number, instructions: number, watch: number, atEnabling: number): number;
  forget(from: number, count: number): void;
  remember(): void;
  is_as_remembered(): number;
}

/** Why a run has ended: at a maximum, before an instruction that is the caller’s, after one that enabled interrupts. */
export const ENDED = 0;
export const BEFORE_OTHER = 1;
export const ENABLED = 2;

/** Reads of an I/O register are the caller's, and writes of it. */
export const READS = 1 << 0;
export const WRITES = 1 << 1;

/**
 * In `Engine.numbers`. Counts are of the last run: RESTARTS those by WDR, RESTARTED_AT the cycle after the last one.
 * FLASH_LISTENS: not 0 if LPM is the caller's.
 */
export const PC = 0;
export const CYCLES = 1;
export const INSTRUCTIONS = 2;
export const RESTARTS = 3;
export const RESTARTED_AT = 4;
export const FLASH_LISTENS = 5;
const NUMBERS = 6;

/** Made once: all chips of a process share the machine code. */
let module: object | undefined;

/**
 * Registers, memory and flash of a chip, and what executes its instructions: WebAssembly, made of native/avr. An
 * instruction that has to do with more than these, or that something listens to, is left to the caller.
 */
export class Engine {
  /** Registers, I/O registers and RAM. */
  readonly data: Uint8Array;
  readonly program: Uint16Array;
  /** For each I/O register, by its address in `data`: READS, WRITES. */
  readonly listeners: Uint8Array;
  readonly numbers: Int32Array;
  /**
   * Executes instructions from `numbers[PC]` on: at least one, and on until so many cycles have passed or so many are
   * executed, the program counter is at `watch`, or, unless `atEnabling` is 0, interrupts were enabled. Gives why it
   * has ended.
   */
  readonly run: (cycles: number, instructions: number, watch: number, atEnabling: number) => number;
  /** Words of the program have changed. */
  readonly forget: (from: number, count: number) => void;
  /** Remembers registers and memory as they are. */
  readonly remember: () => void;

  private readonly exports: Exports;

  /**
   * @param flash its content; the size is a power of two
   * @param ramStart first byte of RAM: below are registers and I/O registers
   * @param ramEnd first byte behind it
   * @throws Error if the process has too little address space
   */
  constructor(flash: Uint8Array, ramStart: number, ramEnd: number) {
    const exports = instantiate();
    const { buffer } = exports.memory;
    exports.configure(ramStart, ramEnd, flash.length / 2);
    new Uint8Array(buffer, exports.program(), flash.length).set(flash);
    this.data = new Uint8Array(buffer, exports.data(), ramEnd);
    this.program = new Uint16Array(buffer, exports.program(), flash.length / 2);
    this.listeners = new Uint8Array(buffer, exports.listeners(), ramStart);
    this.numbers = new Int32Array(buffer, exports.state(), NUMBERS);
    this.run = exports.run;
    this.forget = exports.forget;
    this.remember = exports.remember;
    this.exports = exports;
  }

  /** True if registers and memory are as they were remembered. */
  get isAsRemembered(): boolean {
    return this.exports.is_as_remembered() === 1;
  }
}

function instantiate(): Exports {
  try {
    module ??= new WebAssembly.Module(bytes());
    return new WebAssembly.Instance(module).exports as Exports;
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const remedy = 'raise the limit of the process (ulimit -v), or take Node 24 or newer';
    throw new Error(
      `too little address space for a simulated board: expected 10 GiB beside what Node uses; ${remedy}`,
      { cause },
    );
  }
}

/** The module, in any engine of JavaScript; Node's own way is a hundred times as fast. */
function bytes(): Uint8Array {
  if (typeof Buffer === 'function') return Buffer.from(MODULE, 'base64');
  return Uint8Array.from(atob(MODULE), (character) => character.charCodeAt(0));
}
