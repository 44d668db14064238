import { FixedCell, type FixedNetwork } from '../fixed/index.ts';
import { unpack } from '../machine/index.ts';
import { RESET_NAME } from '../runtime/plotted-step.ts';
import type { Task } from '../tasks/index.ts';
import { hiddenName } from '../tasks/names.ts';
import { blocks } from './blocks.ts';

/** Characters of a state's bar on each side of zero. */
const HALF = 12;
/** Characters before the bits. */
const MARGIN = 12;

/**
 * A running stream on a terminal: the bits of each input and output so far, the bits of this step, and each hidden
 * state as a bar. The states come from a separate cell: the integers are the same wherever the network runs.
 */
export class LiveView {
  readonly #task: Task;
  readonly #cell: FixedCell;
  readonly #one: number;
  #inputs: number[] = [];
  #outputs: number[] = [];
  #steps = 0;

  constructor(task: Task, network: FixedNetwork) {
    this.#task = task;
    this.#cell = new FixedCell(network);
    this.#one = 2 ** (network.stateBits - 1);
  }

  /** A new number begins. */
  reset(): void {
    this.#cell.reset();
    this.#inputs = [];
    this.#outputs = [];
    this.#steps = 0;
  }

  /** Adds a step with its outputs; bits are packed. */
  step(inputs: number, outputs: number): void {
    this.#cell.step(inputs);
    this.#steps += 1;
    this.#inputs.push(inputs);
    this.#outputs.push(outputs);
    if (this.#inputs.length > 2 * MAX_ROW_STEPS) {
      this.#inputs = this.#inputs.slice(-MAX_ROW_STEPS);
      this.#outputs = this.#outputs.slice(-MAX_ROW_STEPS);
    }
  }

  /** The states, −1 to 1. */
  get states(): number[] {
    return Array.from(this.#cell.state, (value) => value / this.#one);
  }

  /** The picture, at most `columns` wide. */
  frame(columns: number): string {
    const row = (name: string, words: readonly number[], bit: number) =>
      bitRow(
        name,
        words.map((word) => (word >> bit) & 1),
        columns,
      );
    return [
      ...this.#task.inputs.map((name, bit) => row(name, this.#inputs, bit)),
      ...this.#task.outputs.map((name, bit) => row(name, this.#outputs, bit)),
      '',
      ...this.states.map((state, index) => `${hiddenName(index).padStart(MARGIN - 5)}  ${bar(state)}`),
    ].join('\n');
  }

  /**
   * The latest step in the format of the Arduino Serial Plotter: `a:1,b:0,reset:1,sum:1,h1:0.53,…`, with a 1 for reset
   * where a number begins.
   */
  plotterLine(inputs: number, outputs: number): string {
    const { inputs: from, outputs: to } = this.#task;
    const named = (names: readonly string[], word: number) =>
      unpack(word, names.length).map((bit, index) => `${names[index]}:${bit}`);
    return [
      ...named(from, inputs),
      `${RESET_NAME}:${this.#steps === 1 ? 1 : 0}`,
      ...named(to, outputs),
      ...this.states.map((state, index) => `${hiddenName(index)}:${state.toFixed(3)}`),
    ].join(',');
  }
}

/** Bits that are kept for a row. */
const MAX_ROW_STEPS = 512;

/** ` sum  1  ‹bits so far›`, without the oldest bits if the line is full. */
function bitRow(name: string, bits: readonly number[], columns: number): string {
  const room = Math.max(8, columns - MARGIN - 2);
  const shown = bits.length > room ? `…${bits.slice(1 - room).join('')}` : bits.join('');
  return `${name.padStart(MARGIN - 5)}  ${bits.at(-1) ?? '·'}  ${shown}`;
}

/** A number from −1 to 1 as a bar left or right of the middle, with its value. */
export function bar(value: number): string {
  const eighths = Math.round(Math.min(Math.abs(value), 1) * HALF * 8);
  const empty = ' '.repeat(HALF);
  // Blocks grow from the left. So left of zero, the rest of a character is shown as a half or not at all.
  const left = `${eighths % 8 >= 4 ? '▐' : ''}${blocks(eighths - (eighths % 8))}`.padStart(HALF);
  const right = blocks(eighths).padEnd(HALF);
  return `${value < 0 ? left : empty}│${value < 0 ? empty : right} ${value < 0 ? '−' : ' '}${Math.abs(value).toFixed(2)}`;
}
