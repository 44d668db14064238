import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { FixedCell } from '../fixed/index.ts';
import { networkDocument, writeNetwork } from '../network/index.ts';
import { certificatePath } from '../network/network-file.ts';
import { type Certificate, certificate } from '../proof/index.ts';
import { drawSamples, pack, sampleGenerator, sampleStreams, type Task, unpack } from '../tasks/index.ts';
import type { Dropped, Training } from '../train.ts';
import type { RestartsProgress, TrainingOptions } from '../training/index.ts';
import { formatCounterexample, formatSample, lossChart, lossSvg, proofLines, type SampleView } from '../view/index.ts';
import { version } from './version.ts';

/** Where the files of a training went. */
export interface Files {
  readonly network?: string;
  readonly certificate?: string;
  readonly loss?: string;
}

/** A bar with loss and attempt on a terminal; elsewhere its `print` writes plain lines. */
export function progressBar(options: TrainingOptions, terminal: boolean) {
  const updates = options.epochs * Math.floor(options.samples / options.batch);
  const bar = terminal
    ? new SingleBar({ format: 'start {start}  {bar}  update {value} of {total}  loss {loss}', clearOnComplete: true })
    : undefined;
  bar?.start(updates, 0, { start: 0, loss: '…' });
  return {
    update: bar && ((progress: RestartsProgress) => {
      // Starts run side by side, so the bar shows how far they are on average.
      const done = progress.updates % updates;
      bar.update(done, { start: progress.start, loss: progress.loss.toFixed(4) });
    }),
    print(text: string): void {
      if (terminal) process.stderr.write('\r\u001b[K');
      process.stderr.write(`${text}\n`);
    },
    stop(): void {
      bar?.stop();
    },
  };
}

/** Why a start was dropped, for people. */
export function droppedLine(task: Task, dropped: Dropped): string {
  const start = `start ${dropped.start}`;
  switch (dropped.reason) {
    case 'not learned':
      return `${start} did not learn: ${(dropped.exact * 100).toFixed(1)} % of the test exact`;
    case 'not quantizable':
      return `${start} learned, but its weights fit no scale`;
    case 'undecided':
      return `${start} learned, but its proof was given up after ${dropped.pairs} pairs`;
    case 'disproved': {
      const steps = dropped.counterexample.inputs.length;
      const sample = formatCounterexample(task, dropped.counterexample).replaceAll(/^/gm, '    ');
      return `${start} learned, but goes wrong at step ${steps}:\n${sample}`;
    }
  }
}

/** Writes network, certificate and loss curve; an unproven network goes to a file of its own. */
export async function writeFiles(training: Training, folder: string): Promise<Files> {
  const { task, options, attempt, float, fixed, proof } = training;
  if (attempt === undefined || float === undefined || fixed === undefined) return {};
  const network = join(folder, proof ? 'network.json' : 'unproven.json');
  const loss = join(folder, proof ? 'loss.svg' : 'unproven.loss.svg');
  const proven = proof && { proof, certificate: certificate(fixed, task, proof) };
  const origin = {
    options,
    start: attempt.start,
    exact: attempt.exact,
    dropped: countDropped(training.dropped),
    version: version(),
  };
  const document = networkDocument(task, float, fixed, origin, proven);
  const { default: writeFileAtomic } = await import('write-file-atomic');
  await writeNetwork(network, document, proven?.certificate);
  await writeFileAtomic(loss, lossSvg(attempt.losses, `${task.name}, seed ${options.seed}, start ${attempt.start}`));
  return { network, loss, ...(document.proof && { certificate: certificatePath(network, document.proof.certificate) }) };
}

/** What people read at the end of a training. */
export function summary(training: Training, files: Files, columns: number): string {
  const { task, fixed, proof, attempt, dropped } = training;
  if (attempt === undefined || fixed === undefined) return '';
  const parts = [
    freshSamples(training).map((sample) => formatSample(task, sample)).join('\n\n'),
    lossChart(attempt.losses, columns),
    proof && `${startsLine(attempt.start, dropped)}\n${proofLines(task, fixed, proof)}`,
    fileLines(files),
  ];
  return `\n${parts.filter((part) => part).join('\n\n')}\n`;
}

/** Everything measured, for machines. */
export function report(training: Training, files: Files, milliseconds: number) {
  const { task, options, outcome, attempt, float, fixed, proof, dropped } = training;
  return {
    task: task.name,
    outcome,
    options,
    start: attempt?.start,
    tried: dropped.length + (proof ? 1 : 0),
    dropped,
    exact: attempt?.exact,
    losses: attempt && Array.from(attempt.losses),
    parameters: float && Object.fromEntries(Object.entries(float.parameters).map(([name, values]) => [name, Array.from(values)])),
    fixed,
    proof: proof && {
      pairs: proof.reachable.taskStates.length,
      states: proof.states,
      transitions: proof.transitions,
      margin: proof.margin,
    },
    samples: freshSamples(training),
    files,
    milliseconds: Math.round(milliseconds * 10) / 10,
  };
}

/** Five samples that were neither trained on nor tested, answered by the fixed network. */
function freshSamples({ task, options, fixed }: Training): SampleView[] {
  if (fixed === undefined) return [];
  // The complement of a seed is a seed of its own.
  const { samples, steps, inputs, targets } = drawSamples(task, sampleGenerator(~options.seed), 5, options.bits);
  return Array.from({ length: samples }, (_, sample) => {
    const streams = sampleStreams(inputs, sample, steps, task.inputs.length);
    const cell = new FixedCell(fixed);
    const words = Array.from({ length: steps }, (_, step) =>
      unpack(cell.step(pack(streams.map((bits) => bits[step] ?? 0))), task.outputs.length),
    );
    return {
      inputs: streams,
      expected: sampleStreams(targets, sample, steps, task.outputs.length),
      answers: task.outputs.map((_, output) => words.map((word) => word[output] ?? 0)),
    };
  });
}

function startsLine(start: number, dropped: readonly Dropped[]): string {
  const { notLearned, disproved, notQuantizable, undecided } = countDropped(dropped);
  const others = [
    notLearned && `${notLearned} did not learn`,
    disproved && `${disproved} learned the samples and were disproved`,
    notQuantizable && `${notQuantizable} fit no scale`,
    undecided && `${undecided} reached too many states`,
  ].filter((part) => part);
  return `Start ${start} learned and is proven${others.length > 0 ? `; of those before it ${others.join(', ')}` : ''}.`;
}

function fileLines({ network, certificate: proof, loss }: Files): string {
  return [network && `network      ${network}`, proof && `certificate  ${proof}`, loss && `loss curve   ${loss}`]
    .filter((line) => line)
    .join('\n');
}

function countDropped(dropped: readonly Dropped[]) {
  const count = (reason: Dropped['reason']) => dropped.filter((each) => each.reason === reason).length;
  return {
    notLearned: count('not learned'),
    notQuantizable: count('not quantizable'),
    disproved: count('disproved'),
    undecided: count('undecided'),
  };
}
