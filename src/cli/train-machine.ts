import { join } from 'node:path';
import { constantBits } from '../fixed/index.ts';
import {
  type ConstructedMachine,
  DEFAULT_LEARNING,
  type LearnedMachine,
  learn,
  learnedOrigin,
} from '../learn.ts';
import { MAX_UNITS } from '../machine/index.ts';
import { writeNetwork } from '../network/index.ts';
import type { Task } from '../tasks/index.ts';
import { version } from '../version.ts';
import { count } from '../view/counts.ts';
import { CommandError, EXIT } from './exit.ts';
import { interruptible } from './interrupt.ts';
import { facts, hardLines, type Made, madeLines, progressLine, proofOf } from './made-report.ts';
import { redraws, say } from './terminal.ts';
import { unseenLines } from './unseen-lines.ts';

/** Options of a search for a machine. */
export interface MachineEffort {
  readonly seed?: number;
  /** Preferred maximum of units. */
  readonly hidden?: number;
  readonly maxStarts?: number;
  readonly out: string;
  readonly quiet?: true;
  readonly json?: true;
}

/** Where a machine comes from that was inferred from recordings. */
export interface Inferred {
  /** SHA-256 of the recordings. */
  readonly digest: string;
  /** What `--json` prints about it. */
  readonly facts: object;
}

/**
 * Makes a proven network for a user's machine without any settings: constructs one, then tries to learn a better one.
 * Ctrl-C keeps the best network proven so far.
 */
export async function trainMachine(
  task: Task,
  {
    seed = DEFAULT_LEARNING.seed,
    hidden,
    maxStarts = DEFAULT_LEARNING.maxStarts,
    out,
    quiet,
    json,
  }: MachineEffort,
  inferred?: Inferred,
): Promise<void> {
  const talks = !quiet && !json;
  if (talks) for (const line of unseenLines(task)) say(line, process.stderr);
  const draws = talks && redraws();
  const began = performance.now();
  const path = join(out, 'network.json');
  let interrupted = false;
  let kept: Made | undefined;
  let constructedBits: number | null = null;
  let writing: Promise<{ network: string; certificate?: string } | undefined> = Promise.resolve(undefined);
  const result = await interruptible((signal) => {
    signal.addEventListener('abort', () => {
      interrupted = true;
    });
    return learn(
      task,
      { seed, maxStarts, preferredUnits: hidden ?? DEFAULT_LEARNING.preferredUnits },
      {
        signal,
        // A proven network is kept, however this command ends.
        onProven: (made) => {
          kept = made;
          if (made.kind === 'constructed') constructedBits = made.bits.constructed;
          writing = writing.then(() => writeMade(path, task, made, seed, inferred?.digest));
          writing.catch(() => {});
        },
        onProgress: draws
          ? (progress) => process.stderr.write(`\r\u001b[K${progressLine(progress, constructedBits)}`)
          : undefined,
      },
    );
  }).finally(() => {
    if (draws) process.stderr.write('\r\u001b[K');
  });
  if (result.kind === 'none') {
    const { bits, constructedUnits, minimalStates, tried, hardest } = result;
    const construction = `its construction takes ${constructedUnits} units, more than ${MAX_UNITS}`;
    if (json)
      process.stdout.write(
        `${JSON.stringify({ task: task.name, kind: 'none', bits, constructedUnits, minimalStates, tried, hardest, seed })}\n`,
      );
    else if (!quiet && hardest.length > 0) say(hardLines(task, hardest, tried).join('\n'));
    if (interrupted)
      throw new CommandError(
        `interrupted; of ${count(tried, 'start')} none learned the ${task.name}, and ${construction}`,
        EXIT.interrupted,
      );
    throw new CommandError(
      `no start learned the ${task.name}, and ${construction}; ` +
        'leave out steps that never come, or mark outputs that nobody needs as open (- in KISS2)',
      EXIT.startsExhausted,
    );
  }
  const before = await writing;
  const isKept = kept?.kind === result.kind && constantBits(kept.fixed) === constantBits(result.fixed);
  const files = (isKept && before) || (await writeMade(path, task, result, seed, inferred?.digest));
  const milliseconds = Math.round(performance.now() - began);
  const proof = proofOf(result, task);
  if (json)
    process.stdout.write(
      `${JSON.stringify({ ...facts(task, result, proof), seed, files, milliseconds, ...(inferred && { inferred: inferred.facts }) })}\n`,
    );
  else if (!quiet) say(madeLines(task, result, proof, files, hidden));
  if (interrupted)
    throw new CommandError('interrupted; this is the best network proven so far', EXIT.interrupted);
}

/** Writes the result of a search for a machine. */
export async function writeMade(
  path: string,
  task: Task,
  made:
    | Pick<LearnedMachine, 'kind' | 'fixed' | 'float' | 'from'>
    | Pick<ConstructedMachine, 'kind' | 'fixed'>,
  seed: number,
  recordings?: string,
) {
  const float = made.kind === 'learned' ? made.float : undefined;
  return writeNetwork(
    path,
    task,
    float,
    made.fixed,
    learnedOrigin(made, seed, version(), recordings),
    proofOf(made, task),
  );
}
