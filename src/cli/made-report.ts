import { BOARD_LIMITS, overLimits } from '../board/limits.ts';
import type { FixedNetwork } from '../fixed/index.ts';
import type {
  ConstructedMachine,
  HardStep,
  Learned,
  LearnedMachine,
  MachineSearchProgress,
} from '../learn.ts';
import { wordText } from '../machine/index.ts';
import { type Proven, prove } from '../proof/index.ts';
import type { Task } from '../tasks/index.ts';
import { count } from '../view/counts.ts';
import { assumptions, proofLines } from '../view/proof-lines.ts';

/** A network that a search for a machine ends with. */
export type Made = LearnedMachine | ConstructedMachine;

/** The proof of a network that was made for a machine; one that is not proven is a fault of carrybit. */
export function proofOf({ fixed }: Pick<Made, 'fixed'>, task: Task): Proven {
  const proof = prove(fixed, task);
  if (proof.verdict !== 'proven') throw new Error(`the network for ${task.name} is ${proof.verdict}`);
  return proof;
}

/** How far a search has come, in one line. */
export function progressLine(
  { start, tried, bestBits }: MachineSearchProgress,
  constructedBits: number | null,
): string {
  const constructed =
    constructedBits === null ? 'no construction' : `constructed ${constructedBits} bits, proven`;
  const learned = bestBits > 0 ? `learned ${bestBits} bits, proven` : 'none learned yet';
  return `${count(tried, 'start')}; stage ${start.stage}, ${count(start.size, 'unit')}: ${constructed}; ${learned}`;
}

/** What `--json` prints of a result. */
export function facts(task: Task, made: Made, proof: Proven) {
  const { kind, bits, minimalStates, constructedUnits, tried, fixed } = made;
  const learned = learnedOf(made);
  const over = overLimits(fixed);
  return {
    task: task.name,
    ...{ kind, bits, units: fixed.hidden, constructedUnits, minimalStates, tried },
    learned: learned ? { units: learned.fixed.hidden, from: learned.from, updates: learned.updates } : null,
    hardest: made.kind === 'constructed' ? made.hardest : [],
    proof: {
      pairs: proof.pairs.nodes,
      states: proof.states,
      transitions: proof.transitions,
      margin: proof.margin,
      assumed: assumptions(task),
    },
    uno: { fits: over.length === 0, over },
    fixed,
  };
}

const learnedOf = (made: Made): Learned | undefined => (made.kind === 'learned' ? made : made.larger);

/** A result for people. */
export function madeLines(
  task: Task,
  made: Made,
  proof: Proven,
  { network, certificate }: { network: string; certificate?: string },
  preferred?: number,
): string {
  const { bits, minimalStates, tried } = made;
  const hard = made.kind === 'constructed' ? made.hardest : [];
  const size = (name: string, bits: number | null) =>
    `  ${name.padEnd(18)}${bits === null ? '–' : `${bits} bits`}`;
  return [
    howLine(made),
    ...(preferred !== undefined && made.fixed.hidden > preferred
      ? [
          `--hidden ${preferred} was not enough: no start learned it with at most ${count(preferred, 'unit')}.`,
        ]
      : []),
    proofLines(task, made.fixed, proof),
    '',
    `Size of the constants (${count(minimalStates, 'state')} when minimized):`,
    size('learned', bits.learned),
    size('constructed', bits.constructed),
    size('transition table', bits.table),
    ...tableLines(made),
    ...(hard.length > 0 ? ['', ...hardLines(task, hard, tried)] : []),
    ...boardLines(made.fixed),
    '',
    `network      ${network}`,
    `certificate  ${certificate}`,
    '',
  ].join('\n');
}

function howLine(made: Made): string {
  const units = count(made.fixed.hidden, 'unit');
  const learned = learnedOf(made);
  if (learned === undefined)
    return `Constructed: ${units}; none of ${count(made.tried, 'start')} learned it.`;
  const { start, size, stage } = learned.from;
  const from = `start ${start} of those with ${size}, stage ${stage}`;
  if (made.kind === 'learned') return `Learned: ${units}, ${from}.`;
  return `Constructed: ${units}. A network was learned and proven, too (${count(learned.fixed.hidden, 'unit')}, ${from}), but it is larger.`;
}

/** Where a plain table is smaller, as for most machines, a network is for those who want to see one learn. */
function tableLines({ bits: { learned, constructed, table } }: Made): string[] {
  const network = Math.min(learned ?? Number.POSITIVE_INFINITY, constructed ?? Number.POSITIVE_INFINITY);
  return table < network
    ? ['The table is smaller than the network: where only its size counts, take the table.']
    : [];
}

const ADVICE =
  'Mark outputs that nobody needs as open (- in KISS2), leave out steps that never come, or take another --seed.';

/** The steps that most starts have wrong, and what helps. */
export function hardLines(task: Task, steps: readonly HardStep[], tried: number): string[] {
  return ['Hardest to learn:', ...steps.map((step) => `  ${hardLine(task, step, tried)}`), ADVICE];
}

/** `after coin,coin on button: wrong at the end of 20 of 27 starts` */
function hardLine(task: Task, { stream, starts }: HardStep, tried: number): string {
  const texts = stream.map((word) => wordText(task, 'inputs', word));
  const before = texts.slice(0, -1).join(',');
  return `${texts.at(-1)} ${before === '' ? 'at the start' : `after ${before}`}: wrong at the end of ${starts} of ${count(tried, 'start')}`;
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
