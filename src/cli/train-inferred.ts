import { type Imitation, recordingsDigest, type Share } from '../imitate.ts';
import { FormatError } from '../machine/formats/format-error.ts';
import { infer, type Prediction, prediction } from '../machine/formats/infer.ts';
import type { Recordings } from '../machine/formats/recordings.ts';
import { MAX_NAME, ones } from '../machine/index.ts';
import { checkTask, type Task } from '../tasks/index.ts';
import { count, percent } from '../view/counts.ts';
import { predictsEnough, whyNotLearned } from './recordings-verdict.ts';
import { say } from './terminal.ts';
import { type MachineEffort, trainMachine } from './train-machine.ts';

/** Marks the names of machines that nobody wrote down. */
const LABEL = ' (inferred)';

/** A machine inferred from recordings that does them better than the network learned from them. */
interface Better {
  readonly task: Task;
  readonly notes: readonly string[];
  /** Recorded bits that it takes to be wrong. */
  readonly otherwise: number;
  /** What a machine inferred from the same part as the network predicts; undefined where nothing was held out. */
  readonly heldOut: Prediction | undefined;
}

/**
 * The machine inferred from recordings, if the network does more of them otherwise and predicts less of the held-out
 * part, if there is one; or if there is no network. A machine that predicts too little of that part is none.
 */
export function inferredInstead(
  recordings: Recordings,
  imitation: Imitation | undefined,
): Better | undefined {
  const { named, sequences } = recordings;
  if (imitation?.otherwise.length === 0) return undefined;
  try {
    const { machine, notes, wrong } = infer(sequences, named);
    const otherwise = wrong.inputs.length + wrong.outputs.length;
    const heldOut = prediction(sequences, named);
    // A network that has learned nothing predicts nearly as much where an output seldom changes.
    const enough = imitation && whyNotLearned(recordings, imitation) ? 0 : (imitation?.heldOut?.right ?? 0);
    const isBetter =
      imitation === undefined ||
      (otherwise < imitation.otherwise.length && (heldOut === undefined || heldOut.right > enough));
    if (heldOut !== undefined && !predictsEnough(heldOut)) return undefined;
    const { symbols } = named;
    // The name is in the certificate and wherever people look, so it says where the specification comes from.
    const name = `${machine.name.slice(0, MAX_NAME - LABEL.length)}${LABEL}`;
    const task = checkTask({ ...machine, name, ...(symbols && { symbols }) });
    return isBetter ? { task, notes, otherwise, heldOut } : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** Makes the inferred machine the specification, says so, and trains and proves a network for it. */
export async function trainInferred(
  recordings: Recordings,
  imitation: Imitation | undefined,
  { task, notes, otherwise, heldOut }: Better,
  flags: MachineEffort,
): Promise<void> {
  const states = task.states.length;
  if (!flags.quiet && !flags.json) {
    const bits = recordings.sequences.flat().reduce((sum, { care }) => sum + ones(care), 0);
    const share = (part: Prediction | Share | undefined) =>
      part && part.all > 0 ? ` and ${percent(part)} of the held-out ones right` : '';
    say(
      [
        imitation === undefined
          ? 'No network was learned from the data directly.'
          : `Learned from the data directly: the best network does ${imitation.otherwise.length} of ${bits} recorded output bits otherwise${share(imitation.heldOut)}.`,
        `Inferred, not learned from the data directly: a machine of ${count(states, 'state')} does all but ${otherwise} recorded bits${share(heldOut)}. It is the specification of the network below.`,
        ...notes.map((note) => `  ${note}`),
        '',
      ].join('\n'),
    );
  }
  await trainMachine(task, flags, {
    digest: recordingsDigest(recordings),
    facts: { states, otherwise, heldOut: heldOut ?? null, direct: imitation?.otherwise.length ?? null },
  });
}
