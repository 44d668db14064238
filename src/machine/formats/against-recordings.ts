import { ones } from '../cubes.ts';
import { type Machine, UNSPECIFIED } from '../machine.ts';
import { MachineStepper } from '../stepper.ts';
import { type Named, wordText } from '../symbols.ts';
import type { Sequence } from './prefix-tree.ts';

/** Maximum of lines that are named one by one. */
const MAX_LINES = 8;

/**
 * Lines of recorded output bits on which a machine differs, one entry for each bit; steps that the machine does not
 * know do not count.
 */
export function disagreements(machine: Machine, sequences: readonly Sequence[]): number[] {
  const stepper = new MachineStepper(machine);
  return sequences.flatMap((sequence) => {
    stepper.reset();
    return sequence.flatMap(({ word, output, care, line }) => {
      const due = stepper.step(word);
      if (due === UNSPECIFIED) return [];
      return new Array<number>(ones((due ^ output) & stepper.care & care)).fill(line);
    });
  });
}

/**
 * Number of recorded output bits after the first `skip` steps, and of those that a machine predicts; it predicts none
 * of an unknown step.
 */
export function predicted(
  machine: Machine,
  sequences: readonly Sequence[],
  skip: number,
): { right: number; all: number } {
  const stepper = new MachineStepper(machine);
  let right = 0;
  let all = 0;
  for (const sequence of sequences) {
    stepper.reset();
    for (const [index, { word, output, care }] of sequence.entries()) {
      const due = stepper.step(word);
      if (index < skip) continue;
      all += ones(care);
      if (due !== UNSPECIFIED) right += ones(care & stepper.care & ~(due ^ output));
    }
  }
  return { right, all };
}

/** What recordings do not determine: steps that were never taken, and states in which recordings only end. */
export function open(machine: Machine, sequences: readonly Sequence[], named: Named): string[] {
  const words = 2 ** machine.inputs.length;
  const missing = machine.next.filter((to) => to === UNSPECIFIED).length;
  const goes = new Set<number>();
  const ends = new Set<number>();
  const stepper = new MachineStepper(machine);
  for (const sequence of sequences) {
    stepper.reset();
    for (const [index, { word }] of sequence.entries()) {
      const from = stepper.state[0] as number;
      if (from === UNSPECIFIED) break;
      (index === sequence.length - 1 ? ends : goes).add(from * words + word);
      stepper.step(word);
    }
  }
  const only = [...ends].filter((step) => !goes.has(step));
  const steps = only
    .slice(0, MAX_LINES)
    .map(
      (step) => `${wordText(named, 'inputs', step % words)} in ${machine.states[Math.floor(step / words)]}`,
    );
  return [
    ...(missing > 0
      ? [
          `${missing} of ${machine.next.length} steps ${missing === 1 ? 'was never recorded; it is' : 'were never recorded; they are'} taken never to come.`,
        ]
      : []),
    ...(only.length > 0
      ? [
          `Recordings end with ${steps.join(', ')}${only.length > MAX_LINES ? ' and others' : ''}, and never go on from there: where that leads is a guess.`,
        ]
      : []),
  ];
}

/** Lines of a file, each once, as text: `lines 3, 8 and 2 more`. */
export function lineList(lines: readonly number[]): string {
  const distinct = [...new Set(lines)];
  const shown = distinct.slice(0, MAX_LINES).join(', ');
  const more = distinct.length - MAX_LINES;
  return `line${distinct.length === 1 ? '' : 's'} ${shown}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Recorded bits that outputs do otherwise which never change: of each output those with its rarer value. */
export function otherwiseIfConstant(sequences: readonly Sequence[], outputs: number): number {
  const steps = sequences.flat();
  let otherwise = 0;
  for (let bit = 0; bit < outputs; bit++) {
    const recorded = steps.filter(({ care }) => (care >> bit) & 1);
    const ones = recorded.filter(({ output }) => (output >> bit) & 1).length;
    otherwise += Math.min(ones, recorded.length - ones);
  }
  return otherwise;
}
