import type { RecordedStep, Recordings } from '../machine/formats/index.ts';
import {
  pack,
  type Side,
  UNSPECIFIED,
  unpack,
  type Words,
  wordList,
  wordOf,
  wordText,
} from '../machine/index.ts';
import type { Task } from './task.ts';

/** A recorded sequence in the words of a machine. */
export interface RecordedStream {
  /** Packed input bits, (steps). */
  readonly inputs: Words;
  /** The recorded steps; of the outputs, only the bits in `care` were recorded. */
  readonly steps: readonly RecordedStep[];
}

/**
 * Converts recorded sequences to the words of a machine. Columns and symbols are matched by name. If all columns of a
 * side have other names, and their number is the machine's, they are matched by order.
 *
 * @throws RangeError for columns, symbols or inputs that the machine does not have
 */
export function recordedStreams(
  task: Task,
  { named, sequences }: Recordings,
): { readonly streams: RecordedStream[]; readonly notes: string[] } {
  const notes: string[] = [];
  const input = translated(task, named, 'inputs', notes);
  const output = translated(task, named, 'outputs', notes);
  const streams = sequences.map((sequence) => {
    const steps = sequence.map((step) => {
      const { word } = input(step.word, 2 ** named.inputs.length - 1, step.line);
      const { word: bits, care } = output(step.output, step.care, step.line);
      return { word, output: bits & care, care, line: step.line };
    });
    let state = task.initial;
    for (const { word, line } of steps) {
      const next = task.next[state * 2 ** task.inputs.length + word] as number;
      if (next === UNSPECIFIED)
        throw new RangeError(
          `line ${line}: ${wordText(task, 'inputs', word)} is an input that the machine does not define there; end the recording before it, or add the step to the machine`,
        );
      state = next;
    }
    const inputs = steps.map(({ word }) => word);
    return { inputs: wordList(task.inputs.length, inputs), steps };
  });
  return { streams, notes };
}

type Translation = (word: number, care: number, line: number) => { word: number; care: number };

/** Converts the recorded words of one side to those of the machine. */
function translated(task: Task, named: Recordings['named'], side: Side, notes: string[]): Translation {
  const bits = task[side].length;
  const symbols = named.symbols?.[side];
  if (symbols !== undefined) {
    const names = new Map(symbols.map(([name, word]) => [word, name]));
    return (word, care, line) => {
      if (care === 0) return { word: 0, care: 0 };
      const name = names.get(word) as string;
      const own = wordOf(task, side, name);
      if (own === undefined)
        throw new RangeError(`line ${line}: ${task.name} has no ${side.slice(0, -1)} ${name}`);
      return { word: own, care: 2 ** bits - 1 };
    };
  }
  const recorded = named[side];
  let places = recorded.map((name) => task[side].indexOf(name));
  const known = side === 'outputs' ? places.some((place) => place >= 0) : isWhole(places, bits);
  if (!known) {
    if (recorded.length !== bits)
      throw new RangeError(
        `expected columns of the ${side} ${task[side].join(', ')}, got ${recorded.join(', ')}`,
      );
    places = recorded.map((_, index) => index);
    notes.push(
      `The columns ${recorded.join(', ')} are taken for the ${side} ${task[side].join(', ')}, in this order.`,
    );
  }
  const place = (word: number) => {
    const levels = new Array<number>(bits).fill(0);
    unpack(word, recorded.length).forEach((bit, index) => {
      const to = places[index] as number;
      if (to >= 0) levels[to] = bit;
    });
    return pack(levels);
  };
  return (word, care) => ({ word: place(word), care: place(care) });
}

const isWhole = (places: readonly number[], bits: number) =>
  places.length === bits && new Set(places).size === bits && places.every((place) => place >= 0);
