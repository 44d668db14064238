import { pack, unpack } from '../machine/word.ts';
import { pinRoles } from '../tasks/pin-roles.ts';
import type { About, Edge, Frame, Refusal, ShownTask, Step, Sum } from './frame.ts';
import { SUMS_SHOWN } from './limits.ts';

/** The messages on the line. */
export type LiveMessage = About | FrameChange | Refusal;

/** Unit of an edge's `at`: parts of a step's time, that is, CPU cycles of the simulated Uno in 1 ms. */
const PARTS = 16_000;

/** The difference between a frame and the viewer's previous one. */
export interface FrameChange extends Partial<Omit<Frame, 'type' | 'steps' | 'sum' | 'sums'>> {
  readonly type: 'frame';
  /** Index of the first step, and the new steps. */
  readonly from?: number;
  readonly steps?: readonly StepTuple[];
  readonly sum?: Sum | SumChange | null;
  /** The new sums, latest first. */
  readonly sums?: readonly Sum[];
}

/**
 * A step without names. Bits are packed; flags: 1 where a number begins, 2 where a bit was flipped. An edge is two
 * numbers: twice the index of its line (inputs, CLK, outputs) plus its level, and the time since the edge before.
 */
type StepTuple = readonly [
  flags: number,
  inputs: number,
  outputs: number,
  expected: number | null,
  state: readonly number[],
  stateClass: number | null,
  edges: readonly number[],
  delay?: number,
];

/** New bits of a sum that the viewer has already. */
interface SumChange extends Pick<Sum, 'complete' | 'right'> {
  readonly more: readonly (readonly string[])[];
}

/** The lines of a task, in the order in which edges number them. */
type Lines = Pick<ShownTask, 'inputs' | 'outputs'>;

function linesOf(task: Lines): readonly string[] {
  const { inputs, clk, outputs } = pinRoles(task);
  return [...inputs, clk, ...outputs];
}

/** The difference for a viewer with the frame `before`; everything if it has none. */
export function changeOf(frame: Frame, before: Frame | undefined, task: Lines): FrameChange {
  const { type, steps, sum, sums, ...rest } = frame;
  const known = before as Readonly<Record<string, unknown>> | undefined;
  const changed = Object.entries(rest).filter(([name, value]) => !known || !isSame(value, known[name]));
  const nextStep = before === undefined ? 0 : nextStepOf(before);
  const fresh = steps.filter(({ index }) => index >= nextStep);
  const first = fresh[0];
  const lines = linesOf(task);
  const latest = before?.sums[0]?.index ?? -1;
  const complete = sums.filter(({ index }) => index > latest);
  return {
    type,
    ...Object.fromEntries(changed),
    ...(first && { from: first.index, steps: fresh.map((step) => tupleOf(step, lines)) }),
    ...(before === undefined || !isSame(sum, before.sum) ? { sum: sumChange(sum, before?.sum) } : {}),
    ...(complete.length > 0 && { sums: complete }),
  };
}

/** Restores the whole frame. Unchanged parts are the same objects as in the previous frame. */
export function withChange(change: FrameChange, before: Frame | undefined, task: Lines): Frame {
  const { from = 0, steps = [], sum, sums = [], ...rest } = change;
  const whole = { ...before, ...rest } as Frame;
  const lines = linesOf(task);
  const fresh = steps.map((tuple, index) => stepOf(tuple, from + index, task, lines));
  const known = before?.steps ?? [];
  const isUnchanged = fresh.length === 0 && (known[0]?.index ?? whole.firstStep) === whole.firstStep;
  return {
    ...whole,
    steps: isUnchanged ? known : [...known.filter(({ index }) => index >= whole.firstStep), ...fresh],
    sum: sum === undefined ? (before?.sum ?? null) : withSum(sum, before?.sum),
    sums: sums.length === 0 ? (before?.sums ?? []) : [...sums, ...(before?.sums ?? [])].slice(0, SUMS_SHOWN),
  };
}

/** The index of the first step that a frame does not have yet. */
function nextStepOf({ firstStep, steps }: Frame): number {
  return (steps.at(-1)?.index ?? firstStep - 1) + 1;
}

function tupleOf(step: Step, lines: readonly string[]): StepTuple {
  const { begins, flipped, inputs, outputs, expected, state, stateClass, edges, delay } = step;
  let last = 0;
  const codedEdges = edges.flatMap(({ line, level, at }) => {
    const time = Math.round(at * PARTS);
    const since = time - last;
    last = time;
    return [2 * lines.indexOf(line) + level, since];
  });
  const due = expected && pack(expected);
  const flags = Number(begins) + 2 * Number(flipped);
  const tuple = [flags, pack(inputs), pack(outputs), due, state, stateClass, codedEdges] as const;
  return delay === null ? tuple : [...tuple, delay];
}

function stepOf(tuple: StepTuple, index: number, task: Lines, lines: readonly string[]): Step {
  const [flags, inputs, outputs, expected, state, stateClass, codedEdges, delay = null] = tuple;
  const edges: Edge[] = [];
  let time = 0;
  for (let at = 0; at < codedEdges.length; at += 2) {
    const code = codedEdges[at] as number;
    time += codedEdges[at + 1] as number;
    edges.push({ line: lines[code >> 1] as string, level: (code & 1) as 0 | 1, at: time / PARTS });
  }
  return {
    index,
    begins: (flags & 1) === 1,
    inputs: unpack(inputs, task.inputs.length),
    outputs: unpack(outputs, task.outputs.length),
    expected: expected === null ? null : unpack(expected, task.outputs.length),
    state,
    stateClass,
    flipped: (flags & 2) === 2,
    edges,
    delay,
  };
}

/** The streams of bits of a sum, which only grow. */
const STREAMS = ['inputs', 'expected', 'outputs'] as const;

function sumChange(sum: Sum | null, before: Sum | null | undefined): Sum | SumChange | null {
  if (sum === null || sum.index !== before?.index) return sum;
  const { complete, right } = sum;
  const more = STREAMS.map((name) => sum[name].map((bits, index) => bits.slice(before[name][index]?.length)));
  return { more, complete, right };
}

function withSum(change: Sum | SumChange | null, before: Sum | null | undefined): Sum | null {
  if (change === null || !('more' in change)) return change;
  if (!before) throw new Error('a sum that is not known has changed');
  const { complete, right, more } = change;
  const [inputs = [], expected = [], outputs = []] = STREAMS.map((name, stream) =>
    before[name].map((bits, index) => bits + (more[stream]?.[index] ?? '')),
  );
  return { ...before, inputs, expected, outputs, complete, right };
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
