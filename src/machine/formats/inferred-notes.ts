import type { Machine } from '../machine.ts';
import { lineList } from './against-recordings.ts';
import type { Contradiction, Sequence } from './prefix-tree.ts';
import type { Recorded } from './shortest.ts';

/** Lines of recorded bits that a machine takes to be wrong, one entry for each bit. */
export interface Wrong {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** Above this share of wrong bits nobody looks for mistakes. */
const MISTAKES = 0.1;

interface Result {
  readonly machine: Machine;
  readonly wrong: Wrong;
}

const statesText = (states: number) => (states === 1 ? '1 state' : `${states} states`);

/** `3 of 600 recorded output bits (0.50 %)` and where; the same of inputs, if some are wrong. */
function parts({ inputs, outputs }: Wrong, recorded: Recorded) {
  const part = (lines: readonly number[], all: number, what: string) =>
    lines.length === 0
      ? []
      : [
          {
            what: `${lines.length} of ${all} recorded ${what} bits (${((100 * lines.length) / all).toFixed(2)} %)`,
            lines: lineList(lines),
            isOne: lines.length === 1,
          },
        ];
  return [...part(inputs, recorded.inputs, 'input'), ...part(outputs, recorded.outputs, 'output')];
}

/** Which recorded bits are taken to be wrong. */
export function wrongNotes({ machine, wrong }: Result, recorded: Recorded, contradictory: boolean): string[] {
  const found = parts(wrong, recorded);
  if (found.length === 0) return [];
  const why = contradictory ? 'The recordings contradict each other' : 'No small machine does all recordings';
  const which = `a machine of ${statesText(machine.states.length)} does all but these`;
  const all = found.map(
    ({ what, lines, isOne }) => `${what} ${isOne ? 'is' : 'are'} taken to be wrong, on ${lines}`,
  );
  return [`${why}; ${which}: ${all.join('; and ')}.`];
}

/** A smaller machine that does nearly all, where the recordings are too few to be sure of the one that does all. */
export function smallerNotes({ machine, wrong }: Result, recorded: Recorded): string[] {
  const found = parts(wrong, recorded).map(({ what, lines }) => `${what}, on ${lines}`);
  return [
    `A machine of ${statesText(machine.states.length)} does all but ${found.join(', and ')}. The recordings are too few to tell whether that is a mistake in them: look there, or record more.`,
  ];
}

/** Why no machine is inferred: what contradicts what, and how near the best small machine comes. */
export function tooManyWrong(
  contradiction: Contradiction | undefined,
  best: Result | undefined,
  recorded: Recorded,
): string {
  const all = `the ${recorded.outputs} recorded bits themselves`;
  const why =
    contradiction === undefined
      ? `expected recordings of a machine with few states; no machine that fits says less than ${all}`
      : `contradicts line ${contradiction.earlier}: the same inputs since the reset, another output`;
  const found = best ? parts(best.wrong, recorded) : [];
  const learn = 'have a network learned from them all the same: carrybit train --recordings';
  if (best === undefined || found.length === 0)
    return contradiction === undefined ? `${why}. Record more` : `${why}. Mend the recordings, or ${learn}`;
  const near = found.map(({ what }) => what).join(', and ');
  const lines = found.map(({ lines }) => lines).join(' and ');
  const states = statesText(best.machine.states.length);
  const count = best.wrong.inputs.length + best.wrong.outputs.length;
  return count > recorded.outputs * MISTAKES && count > 1
    ? `${why}. The best small machine found, of ${states}, does ${near} otherwise: too many to be mistakes. Mark resets by empty lines, record an input that is missing, record more, or ${learn}`
    : `${why}. A machine of ${states} does all but ${near}, on ${lines}, but so few recordings leave open whether it is the right one: mend what is wrong there, record more, or ${learn}`;
}

/** Why a machine is refused that does little else than outputs which never change. */
export function hardlyBetter(best: Result, recorded: Recorded, ifConstant: number): string {
  const near = parts(best.wrong, recorded).map(({ what }) => what);
  return (
    `expected recordings of a machine with few states; the best one found, of ${statesText(best.machine.states.length)}, ` +
    `does ${near.join(', and ')} otherwise, outputs that never change do ${ifConstant}: what is rare may be lost. ` +
    'Record more of what leads to it, mark resets by empty lines, or write the machine down'
  );
}

/** What to think of a machine whose table says more than the recordings. */
export function thinNotes(states: number, table: number, recorded: Recorded): string[] {
  if (table <= recorded.outputs) return [];
  return [
    `${recorded.outputs === 1 ? '1 output bit was' : `${recorded.outputs} output bits were`} recorded, and a table of ${statesText(states)} takes ${Math.ceil(table)}: so few recordings hardly support it. Record more.`,
  ];
}

/** Outputs that the machine never changes although recordings do: a rare event may have been taken for a mistake. */
export function constantNotes(machine: Machine, sequences: readonly Sequence[]): string[] {
  const steps = sequences.flat();
  return machine.outputs.flatMap((name, bit) => {
    const values = new Set(
      machine.output.flatMap((output, at) =>
        ((machine.care[at] as number) >> bit) & 1 ? [(output >> bit) & 1] : [],
      ),
    );
    const [value] = values;
    if (values.size !== 1) return [];
    const otherwise = steps.filter(
      ({ output, care }) => (care >> bit) & 1 && ((output >> bit) & 1) !== value,
    );
    if (otherwise.length === 0) return [];
    return [
      `${name} is always ${value} in this machine, but ${1 - (value as number)} on ${lineList(otherwise.map(({ line }) => line))} of the recordings. Whether that is wrong or rare, the recordings do not tell: record more of what leads there.`,
    ];
  });
}
