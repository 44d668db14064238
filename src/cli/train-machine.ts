import { join } from 'node:path';
import { BOARD_LIMITS, overLimits } from '../board/limits.ts';
import { constantBits, type FixedNetwork } from '../fixed/index.ts';
import {
  type ConstructedMachine,
  DEFAULT_LEARNING,
  type HardStep,
  type LearnedMachine,
  learn,
  learnedOrigin,
} from '../learn.ts';
import { MAX_UNITS, wordText } from '../machine/index.ts';
import { writeNetwork } from '../network/index.ts';
import { prove } from '../proof/index.ts';
import type { Task } from '../tasks/index.ts';
import { version } from '../version.ts';
import { count } from '../view/counts.ts';
import { proofLines } from '../view/proof-lines.ts';
import { CommandError, EXIT } from './exit.ts';
import { interruptible } from './interrupt.ts';
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
 * Makes a proven network for a user's machine without any settings: constructs one, then tries to learn a smaller one.
 * Ctrl-C keeps the smallest network proven so far.
 */
export async function trainMachine(
  task: Task,
  {
    seed = DEFAULT_LEARNING.seed,
    hidden: preferredUnits = DEFAULT_LEARNING.preferredUnits,
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
  let writing: Promise<{ network: string; certificate?: string } | undefined> = Promise.resolve(undefined);
  const result = await interruptible((signal) => {
    signal.addEventListener('abort', () => {
      interrupted = true;
    });
    return learn(
      task,
      { seed, maxStarts, preferredUnits },
      {
        signal,
        // A proven network is kept, however this command ends.
        onProven: (made) => {
          kept = made;
          writing = writing.then(() => writeMade(path, task, made, seed, inferred?.digest));
          writing.catch(() => {});
        },
        onProgress: draws
          ? ({ start, tried, bestBits }) => {
              const best = bestBits > 0 ? `smallest so far ${bestBits} bits` : 'none proven yet';
              process.stderr.write(
                `\r\u001b[K${tried} starts; stage ${start.stage}, ${start.size} units: ${best}`,
              );
            }
          : undefined,
      },
    );
  }).finally(() => {
    if (draws) process.stderr.write('\r\u001b[K');
  });
  if (result.kind === 'none') {
    throw new CommandError(
      `no start learned the ${task.name}, and its construction takes ${result.constructedUnits} units, more than ${MAX_UNITS}; ` +
        'leave steps that never come unspecified, or outputs that nobody needs out of care',
      EXIT.startsExhausted,
    );
  }
  const before = await writing;
  const isKept = kept?.kind === result.kind && constantBits(kept.fixed) === constantBits(result.fixed);
  const files = (isKept && before) || (await writeMade(path, task, result, seed, inferred?.digest));
  const milliseconds = Math.round(performance.now() - began);
  if (json) {
    const { bits, tried, kind, fixed, minimalStates } = result;
    const hardest = result.kind === 'constructed' ? result.hardest : [];
    process.stdout.write(
      `${JSON.stringify({ task: task.name, kind, bits, minimalStates, tried, hardest, seed, fixed, files, milliseconds, ...(inferred && { inferred: inferred.facts }) })}\n`,
    );
  } else if (!quiet) say(report(task, result, files));
  if (interrupted)
    throw new CommandError('interrupted; this is the smallest network proven so far', EXIT.interrupted);
}

type Made = LearnedMachine | ConstructedMachine;

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
  const proof = prove(made.fixed, task);
  if (proof.verdict !== 'proven') throw new Error(`the network for ${task.name} is ${proof.verdict}`);
  const float = made.kind === 'learned' ? made.float : undefined;
  return writeNetwork(path, task, float, made.fixed, learnedOrigin(made, seed, version(), recordings), proof);
}

function report(
  task: Task,
  made: Made,
  { network, certificate }: { network: string; certificate?: string },
): string {
  const { bits, minimalStates, tried } = made;
  const proof = prove(made.fixed, task);
  if (proof.verdict !== 'proven') throw new Error(`the network for ${task.name} is ${proof.verdict}`);
  const how =
    made.kind === 'learned'
      ? `Learned: ${count(made.fixed.hidden, 'unit')}, start ${made.from.start} of those with ${made.from.size}.`
      : `Constructed: ${count(made.fixed.hidden, 'unit')}; none of ${tried} starts learned it.`;
  const hard = made.kind === 'constructed' ? made.hardest : [];
  const size = (name: string, bits: number | null) =>
    `  ${name.padEnd(18)}${bits === null ? '–' : `${bits} bits`}`;
  return [
    how,
    proofLines(task, made.fixed, proof),
    '',
    `Size of the constants (${count(minimalStates, 'state')} when minimized):`,
    size('learned', bits.learned),
    size('constructed', bits.constructed),
    size('transition table', bits.table),
    ...(hard.length > 0
      ? ['', 'Hardest to learn:', ...hard.map((step) => `  ${hardLine(task, step, tried)}`), ADVICE]
      : []),
    ...boardLines(made.fixed),
    '',
    `network      ${network}`,
    `certificate  ${certificate}`,
    '',
  ].join('\n');
}

const ADVICE =
  'Leave out of care what nobody needs of these outputs, leave steps that never come unspecified, or take another --seed.';

/** `after coin,coin on button: wrong at the end of 20 of 27 starts` */
function hardLine(task: Task, { stream, starts }: HardStep, tried: number): string {
  const texts = stream.map((word) => wordText(task, 'inputs', word));
  const before = texts.slice(0, -1).join(',');
  return `${texts.at(-1)} ${before === '' ? 'at the start' : `after ${before}`}: wrong at the end of ${starts} of ${tried} starts`;
}

/** What no Uno can run of this network, reported now instead of when it is flashed. */
function boardLines(fixed: FixedNetwork): string[] {
  const over = overLimits(fixed);
  if (over.length === 0) return [];
  const advice =
    fixed.inputs <= BOARD_LIMITS.inputs && fixed.outputs <= BOARD_LIMITS.outputs
      ? 'Take another --seed, or leave more outputs and steps open'
      : 'Split the machine';
  return [
    '',
    `It does not fit the Uno: ${over.join('; ')}. ${advice}; carrybit export --format c runs elsewhere.`,
  ];
}
