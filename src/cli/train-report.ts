import { type Apart, FixedCell, ROUNDINGS } from '../fixed/index.ts';
import { pack, unpack } from '../machine/index.ts';
import { drawSamples, sampleGenerator, sampleStreams, type Task } from '../tasks/index.ts';
import type { Dropped, Training } from '../train.ts';
import { count } from '../view/counts.ts';
import { lossChart } from '../view/loss-chart.ts';
import { proofLines } from '../view/proof-lines.ts';
import { formatCounterexample, formatSample, type SampleView } from '../view/sample.ts';
import { droppedCounts } from './dropped-counts.ts';
import type { Files } from './train-files.ts';

/** Why a start was dropped, as text. */
export function droppedLine(task: Task, dropped: Dropped): string {
  const start = `start ${dropped.start}`;
  switch (dropped.reason) {
    case 'not learned':
      return `${start} did not learn: ${(dropped.accuracy * 100).toFixed(1)} % of the test samples correct`;
    case 'not quantizable':
      return `${start} learned, but its weights fit no scale`;
    case 'undecided':
      return `${start} learned, but its proof was given up after ${count(dropped.pairs, 'pair')}`;
    case 'disproved': {
      const steps = dropped.counterexample.inputs.length;
      const sample = formatCounterexample(task, dropped.counterexample).replaceAll(/^/gm, '    ');
      return `${start} learned, but no rounding is proven: the first goes wrong at step ${steps}, ${blame(dropped.apart)}:\n${sample}`;
    }
  }
}

/** The cause of a disproof, and where it began. */
function blame({ floatFails, statesPart, outputsPart }: Apart): string {
  if (floatFails !== undefined) return `as the float network does at step ${floatFails}`;
  const part = Math.min(statesPart ?? Number.POSITIVE_INFINITY, outputsPart ?? Number.POSITIVE_INFINITY);
  return `where the float network is right; the two part at step ${part}`;
}

/** The text at the end of a training. */
export function summary(training: Training, files: Files, columns: number): string {
  const { task, fixed, proof, trained } = training;
  if (trained === undefined || fixed === undefined) return '';
  const parts = [
    training.outcome === 'proven' && proof && `${startsLine(training)}\n${proofLines(task, fixed, proof)}`,
    fileLines(files),
    freshSamples(training)
      .map((sample) => formatSample(task, sample))
      .join('\n\n'),
    lossChart(trained.losses, columns),
  ];
  return `${parts.filter((part) => part).join('\n\n')}\n`;
}

/** All results, for programs. */
export function report(training: Training, files: Files, milliseconds: number) {
  const { task, options, outcome, trained, float, fixed, proof, dropped } = training;
  return {
    task: task.name,
    outcome,
    options,
    start: trained?.start,
    tried: dropped.length + (proof ? 1 : 0),
    dropped,
    exact: trained?.accuracy,
    ...(training.outcome === 'proven' && { rounding: training.rounding, rounds: training.rounds }),
    losses: trained && Array.from(trained.losses),
    parameters:
      float &&
      Object.fromEntries(
        Object.entries(float.parameters).map(([name, values]) => [name, Array.from(values)]),
      ),
    fixed,
    proof: proof && {
      pairs: proof.pairs.nodes,
      states: proof.states,
      transitions: proof.transitions,
      margin: proof.margin,
    },
    samples: freshSamples(training),
    files,
    milliseconds: Math.round(milliseconds * 10) / 10,
  };
}

/** Five samples that were in neither the training nor the test, with the outputs of the fixed network. */
function freshSamples({ task, options, fixed }: Training): SampleView[] {
  if (fixed === undefined) return [];
  // The complement of a seed is a seed of its own.
  const { samples, steps, inputs, targets } = drawSamples(
    task,
    sampleGenerator(~options.seed >>> 0),
    5,
    options.bits,
  );
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

function startsLine({ trained, rounding, rounds, dropped }: Training & { outcome: 'proven' }): string {
  const others = droppedCounts(dropped);
  const how = rounding === 1 && rounds === 0 ? '' : `, in rounding ${rounding} of ${ROUNDINGS.length}`;
  const after = rounds === 0 ? '' : ` after ${rounds} round${rounds === 1 ? '' : 's'} of fine-tuning`;
  return `Start ${trained.start} learned and is proven${how}${after}${others === '' ? '' : `; before it, ${others}`}.`;
}

function fileLines({ network, certificate: proof, loss }: Files): string {
  return [
    network && `network      ${network}`,
    proof && `certificate  ${proof}`,
    loss && `loss curve   ${loss}`,
  ]
    .filter((line) => line)
    .join('\n');
}
