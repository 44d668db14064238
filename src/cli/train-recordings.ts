import { join } from 'node:path';
import {
  DEFAULT_IMITATION,
  type Imitation,
  type ImitationOptions,
  imitate,
  recordingsDigest,
} from '../imitate.ts';
import { lineList } from '../machine/formats/against-recordings.ts';
import type { Recordings } from '../machine/formats/recordings.ts';
import { ones } from '../machine/index.ts';
import { writeNetwork } from '../network/index.ts';
import { prove } from '../proof/index.ts';
import { version } from '../version.ts';
import { count, percent } from '../view/counts.ts';
import { type MachineFlags, readingOf } from './chosen-task.ts';
import { CommandError, EXIT } from './exit.ts';
import { inFolder } from './folder.ts';
import { interruptible } from './interrupt.ts';
import { recordingsIn } from './recordings-file.ts';
import { contradictionsText, whyNotLearned } from './recordings-verdict.ts';
import { redraws, say } from './terminal.ts';
import { inferredInstead, trainInferred } from './train-inferred.ts';
import type { MachineEffort } from './train-machine.ts';

type Flags = MachineFlags & MachineEffort;

/**
 * Learns a network from recordings alone, and proves that it implements the machine that is extracted from it. If the
 * machine that is inferred from the recordings does them better, that becomes the specification instead.
 */
export async function trainRecordings(path: string, flags: Flags): Promise<void> {
  const began = performance.now();
  const recordings = await recordingsIn(path, readingOf(flags));
  if (!flags.quiet && !flags.json)
    for (const note of recordings.notes) say(`${path}: ${note}`, process.stderr);
  await inFolder(flags.out, 'network.json', () => learnFrom(recordings, path, flags, began));
}

/** @param began when the command began */
async function learnFrom(recordings: Recordings, path: string, flags: Flags, began: number): Promise<void> {
  const { seed = DEFAULT_IMITATION.seed, hidden, maxStarts, out, quiet, json } = flags;
  const effort: ImitationOptions = {
    ...{ ...DEFAULT_IMITATION, seed },
    ...(hidden !== undefined && { sizes: [hidden] }),
    ...(maxStarts !== undefined && { starts: maxStarts }),
  };
  const talks = !quiet && !json;
  const draws = talks && redraws();
  let interrupted = false;
  const imitation = await interruptible((signal) => {
    signal.addEventListener('abort', () => {
      interrupted = true;
    });
    return imitate(recordings, effort, {
      signal,
      onProgress: draws
        ? ({ start, tried, bestBits }) =>
            process.stderr.write(
              `\r\u001b[K${count(tried, 'start')}; ${count(start.size, 'unit')}: ${tried > 0 ? `the best differs from ${count(bestBits, 'recorded bit')}` : 'none finished yet'}`,
            )
        : undefined,
    });
  }).finally(() => {
    if (draws) process.stderr.write('\r\u001b[K');
  });
  // Not after Ctrl-C: it takes a while.
  const better = interrupted ? undefined : inferredInstead(recordings, imitation);
  if (better !== undefined) return trainInferred(recordings, imitation, better, flags);
  if (imitation === undefined) {
    if (interrupted) throw new CommandError('interrupted before the first start had ended', EXIT.interrupted);
    throw new CommandError(
      `${path}: no start came to a network of at most 4096 reachable states, and no small machine fits; record more, or leave outputs out with --outputs`,
      EXIT.startsExhausted,
    );
  }
  const problem = interrupted ? undefined : whyNotLearned(recordings, imitation);
  if (problem !== undefined)
    throw new CommandError(`${path}: nothing was learned: ${problem}`, EXIT.startsExhausted);
  const { machine, fixed, from } = imitation;
  const proof = prove(fixed, machine);
  if (proof.verdict !== 'proven') throw new Error(`the network for ${machine.name} is ${proof.verdict}`);
  const { sizes: _, ...options } = effort;
  const origin = {
    ...({ method: 'recordings', carrybit: version() } as const),
    ...options,
    recordings: recordingsDigest(recordings),
    ...{ size: from.size, start: from.start },
  };
  const files = await writeNetwork(join(out, 'network.json'), machine, undefined, fixed, origin, proof);
  const milliseconds = Math.round(performance.now() - began);
  if (json) {
    const { known, heldOut, otherwise, contradictions } = imitation;
    const states = machine.states.length;
    process.stdout.write(
      `${JSON.stringify({ task: machine.name, kind: 'learned', states, known, heldOut, otherwise, contradictions, seed, fixed, files, milliseconds })}\n`,
    );
  } else if (talks) {
    say(report(recordings, imitation, proof.states, files));
  }
  if (interrupted) throw new CommandError('interrupted; this is the best network so far', EXIT.interrupted);
}

function report(
  { sequences }: Recordings,
  { machine, fixed, from, known, heldOut, otherwise, contradictions }: Imitation,
  states: number,
  { network, certificate }: { network: string; certificate?: string },
): string {
  const bits = sequences.flat().reduce((sum, { care }) => sum + ones(care), 0);
  const open = machine.next.filter((to) => to < 0).length / 2;
  return [
    `Learned from recordings: ${count(fixed.hidden, 'unit')}, start ${from.start} of those with ${from.size}.`,
    `It does ${percent(known)} of the ${known.all} recorded output bits that it was trained on as recorded, and ${
      heldOut
        ? `${percent(heldOut)} of the ${heldOut.all} that were held out (${heldOut.what})`
        : 'nothing was held out: record five sequences or more'
    }.`,
    ...(otherwise.length > 0
      ? [`It does ${otherwise.length} of all ${bits} otherwise, on ${lineList(otherwise)}.`]
      : []),
    ...(contradictions.length > 0 ? [contradictionsText(contradictions)] : []),
    '',
    `Its ${count(states, 'reachable state')} ${states === 1 ? 'is' : 'are'} a machine of ${count(machine.states.length, 'state')}, for streams of any length.`,
    `Look at it and save it: carrybit explain ${network} --save learned.kiss2; then make it the specification:`,
    'carrybit train --machine learned.kiss2',
    ...(open > 0 ? ['Inputs that were never recorded are taken never to come.'] : []),
    '',
    `network      ${network}`,
    `certificate  ${certificate}`,
  ].join('\n');
}
