import { ones } from '../cubes.ts';
import type { Machine } from '../machine.ts';
import { minimize } from '../minimize.ts';
import { disagreements, open, otherwiseIfConstant, predicted } from './against-recordings.ts';
import { type Interface, searched, sizeNotes, toMachine } from './exact.ts';
import { FormatError } from './format-error.ts';
import { heldOut } from './held-out.ts';
import { withIdleWords } from './idle.ts';
import {
  constantNotes,
  hardlyBetter,
  smallerNotes,
  thinNotes,
  tooManyWrong,
  type Wrong,
  wrongNotes,
} from './inferred-notes.ts';
import { withInitialState } from './initial.ts';
import { prefixTree, type Sequence } from './prefix-tree.ts';
import { type Best, descriptionBits, shortest, THIN } from './shortest.ts';
import { wrongBits } from './wrong-inputs.ts';

export type { Interface } from './exact.ts';

/** A machine is refused if it does more than this share of the bits otherwise that outputs do which never change. */
const MAX_OF_CONSTANT = 0.5;

/** A machine inferred from recordings. */
interface Found {
  readonly machine: Machine;
  readonly notes: readonly string[];
  /** Lines of the recorded bits that are taken to be wrong. */
  readonly wrong: Wrong;
}

/**
 * The smallest machine that does what was recorded, and what the recordings leave open. If they contradict each other
 * or no small machine fits, the machine does what most of them say, and the lines that say otherwise are listed.
 *
 * @throws FormatError if no machine fits
 */
export function infer(sequences: readonly Sequence[], named: Interface): Found {
  const { machine, notes, wrong } = inferred(sequences, named);
  return {
    machine,
    notes: [...notes, ...predictions(sequences, named), ...open(machine, sequences, named)],
    wrong,
  };
}

function inferred(sequences: readonly Sequence[], named: Interface): Found {
  const tree = prefixTree(sequences, named.outputs.length);
  const steps = sequences.flat();
  if (tree === undefined)
    throw new FormatError(
      undefined,
      `expected recordings of fewer steps or inputs, got ${steps.length} steps; leave some out`,
    );
  const recorded = {
    outputs: steps.reduce((sum, { care }) => sum + ones(care), 0),
    inputs: steps.length * named.inputs.length,
  };
  const [first] = tree.contradictions;
  const finished = (best: Best) => {
    const { machine, notes } = withInitialState(minimize(toMachine(tree, best.machine, named)), sequences);
    return { machine, notes, wrong: wrongIn(machine, sequences, best.ofInputs) };
  };
  const exact =
    first === undefined
      ? searched(tree, named, (refuted) => withIdleWords(sequences, named, refuted))
      : { refuted: 0 };
  if ('machine' in exact) {
    const { machine, notes } = exact;
    // Where the table says as much as a good part of the recordings, they hardly support the machine.
    const table = descriptionBits(tree, machine.states.length);
    const isThin = table > recorded.outputs / THIN;
    const other = isThin ? shortest(tree, sequences, recorded) : undefined;
    const smaller = other?.isConvincing && other.states < machine.states.length ? finished(other) : undefined;
    return {
      machine,
      notes: [
        ...notes,
        ...thinNotes(machine.states.length, table, recorded),
        ...(smaller ? smallerNotes(smaller, recorded) : []),
      ],
      wrong: { inputs: [], outputs: [] },
    };
  }
  const best = shortest(tree, sequences, recorded);
  const result = best && finished(best);
  if (result === undefined || !best?.isConvincing)
    throw new FormatError(first?.line, tooManyWrong(first, result, recorded));
  const { machine, wrong } = result;
  const count = wrong.inputs.length + wrong.outputs.length;
  const isAll = count === 0;
  const ifConstant = otherwiseIfConstant(sequences, named.outputs.length);
  if (!isAll && count > ifConstant * MAX_OF_CONSTANT)
    throw new FormatError(first?.line, hardlyBetter(result, recorded, ifConstant));
  return {
    machine,
    notes: [
      ...wrongNotes(result, recorded, first !== undefined),
      ...(isAll ? sizeNotes(machine.states.length, exact.refuted) : []),
      ...constantNotes(machine, sequences),
      ...result.notes,
    ],
    wrong,
  };
}

/** @param ofInputs whether inputs may be wrong, too */
function wrongIn(machine: Machine, sequences: readonly Sequence[], ofInputs: boolean): Wrong {
  if (!ofInputs) return { inputs: [], outputs: disagreements(machine, sequences) };
  const { inputs, outputs } = wrongBits(machine, sequences);
  const lines = sequences.flat().map(({ line }) => line);
  const repeated = (counts: Int32Array) =>
    lines.flatMap((line, step) => new Array<number>(counts[step] as number).fill(line));
  return { inputs: repeated(inputs), outputs: repeated(outputs) };
}

/** How well a machine predicts recordings that it was not inferred from. */
export interface Prediction {
  /** States of the machine that was inferred from the other part; 0 if no small machine fits that. */
  readonly states: number;
  /** Output bits of the held-out part that it predicts, and how many there are. */
  readonly right: number;
  readonly all: number;
  /** Which part was held out. */
  readonly what: string;
}

/**
 * Infers a machine from one part of the recordings and predicts the other; undefined if there is too little of them.
 */
export function prediction(sequences: readonly Sequence[], named: Interface): Prediction | undefined {
  const parts = heldOut(sequences);
  if (parts === undefined) return undefined;
  const { known, unknown, skip, what } = parts;
  try {
    const { machine, wrong } = inferred(known, named);
    const { right, all } =
      wrong.inputs.length > 0 ? explainable(machine, unknown, skip) : predicted(machine, unknown, skip);
    return all === 0 ? undefined : { states: machine.states.length, right, all, what };
  } catch (error) {
    if (error instanceof FormatError) return { states: 0, right: 0, all: 0, what };
    throw error;
  }
}

/** As {@link predicted}, but a wrong input counts once, and not all outputs after it. */
function explainable(machine: Machine, sequences: readonly Sequence[], skip: number) {
  const { inputs, outputs } = wrongBits(machine, sequences);
  let right = 0;
  let all = 0;
  let at = 0;
  for (const sequence of sequences) {
    for (const [index, { care }] of sequence.entries()) {
      const wrong = (inputs[at] as number) + (outputs[at] as number);
      at += 1;
      if (index < skip) continue;
      all += ones(care);
      right += Math.max(0, ones(care) - wrong);
    }
  }
  return { right, all };
}

function predictions(sequences: readonly Sequence[], named: Interface): string[] {
  const found = prediction(sequences, named);
  if (found === undefined) return [];
  const { states, right, all, what } = found;
  return states === 0
    ? [`Held out: without ${what}, no small machine fits; record more.`]
    : [
        `Held out: without ${what}, the machine inferred (${states} state${states === 1 ? '' : 's'}) predicts ${((100 * right) / all).toFixed(1)} % of its ${all} output bits.`,
      ];
}
