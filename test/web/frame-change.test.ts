import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { minimalAutomaton } from '../../src/proof/index.ts';
import { adder } from '../../src/tasks/index.ts';
import type { Frame, Step, Sum } from '../../src/web/frame.ts';
import { changeOf, type FrameChange, withChange } from '../../src/web/frame-change.ts';
import { type EngineChoice, NodeCell, Session, SimulatedUno } from '../../src/web/index.ts';
import { StepEdges } from '../../src/web/step-edges.ts';
import { FIRMWARE, provenDocument } from '../board/simulated.ts';
import { proven } from '../fixed/networks.ts';

/** Steps that a frame keeps, and bits of a sum. */
const KEPT = 5;
const task = { inputs: ['a', 'b'], outputs: ['sum'] };

const bit = fc.integer({ min: 0, max: 1 });
const aStep = fc.record({
  begins: fc.boolean(),
  inputs: fc.tuple(bit, bit),
  outputs: fc.tuple(bit),
  expected: fc.option(fc.tuple(bit)),
  state: fc.array(fc.integer({ min: -128, max: 127 }), { maxLength: 3 }),
  stateClass: fc.option(fc.nat(1)),
  flipped: fc.boolean(),
  edges: fc.array(
    fc.record({
      line: fc.constantFrom('a', 'b', 'clk', 'sum'),
      level: fc.constantFrom(0 as const, 1 as const),
      at: fc.nat(16_000).map((cycle) => cycle / 16_000),
    }),
  ),
  delay: fc.option(fc.nat(9999)),
});
const event = fc.record({
  steps: fc.array(aStep, { maxLength: 2 * KEPT }),
  /** Another engine: the steps before are forgotten. */
  isForgotten: fc.boolean(),
  isMissed: fc.boolean(),
  /** What becomes of the sum under way. */
  sum: fc.constantFrom('goes on', 'ends', 'begins', 'is dropped'),
  hertz: fc.nat(2),
  fault: fc.option(fc.record({ unit: fc.nat(2), bit: fc.nat(7) })),
});

test('a bit that is called clk is told from the clock', () => {
  const own = { ...adder, inputs: ['clk', 'b'], outputs: ['reset'] };
  const edges = new StepEdges(own).of(0b11, 1);
  expect(edges.map(({ line, level }) => `${line} ${level}`)).toEqual([
    'clk 1',
    'b 1',
    'CLK 1',
    'reset_out 1',
    'CLK 0',
  ]);
  const step: Step = {
    ...{ index: 0, begins: true, inputs: [1, 1], outputs: [1], expected: null, state: [], stateClass: null },
    ...{ flipped: false, edges, delay: null },
  };
  const frame = { type: 'frame', steps: [step], sum: null, sums: [] } as unknown as Frame;
  const seen = withChange(changeOf(frame, undefined, own), undefined, own);
  expect(seen.steps[0]?.edges).toEqual(edges);
});

test('whichever frames a viewer misses, what it has after one is the whole frame', () => {
  fc.assert(
    fc.property(fc.array(event, { minLength: 1 }), (events) => {
      let taken = 0;
      let steps: Step[] = [];
      let sum: Sum | null = null;
      let sums: Sum[] = [];
      let index = 0;
      let sent: Frame | undefined;
      let seen: Frame | undefined;
      for (const { steps: more, isForgotten, isMissed, sum: deed, hertz, fault } of events) {
        if (isForgotten) steps = [];
        for (const step of more) steps = [...steps, { ...step, index: taken++ } as Step].slice(-KEPT);
        if (deed === 'begins' || sum === null)
          sum = { ...nothing, index: index++, typed: true, expected: ['01-'] };
        const bits = more.map(({ outputs }) => outputs[0]).join('');
        sum = {
          ...sum,
          inputs: sum.inputs.map((before) => before + bits),
          outputs: [sum.outputs[0] + bits],
          right: bits !== '1',
        };
        if (deed === 'ends') {
          sum = { ...sum, complete: true };
          if (sums[0]?.index !== sum.index) sums = [sum, ...sums].slice(0, 6);
        }
        const shown = deed === 'is dropped' ? null : sum;
        const state = [taken % 100];
        const frame = {
          ...{ type: 'frame', hertz, fault, state, steps, sums, sum: shown },
          firstStep: steps[0]?.index ?? taken,
        } as unknown as Frame;
        if (isMissed) continue;
        const line = JSON.parse(JSON.stringify(changeOf(frame, sent, task))) as FrameChange;
        if (sent) expect(line.steps?.length ?? 0).toBeLessThanOrEqual(taken - nextOf(sent));
        sent = frame;
        seen = withChange(line, seen, task);
        expect(seen).toEqual(frame);
      }
    }),
  );
});

const nothing = {
  index: 0,
  typed: false,
  inputs: ['', ''],
  expected: [''],
  outputs: [''],
  complete: false,
  right: true,
};
const nextOf = ({ firstStep, steps }: Frame) => (steps.at(-1)?.index ?? firstStep - 1) + 1;

test('what has not changed is the same object again, so that nothing is drawn anew for it', () => {
  const sum = { ...nothing, index: 3 };
  const frame = {
    type: 'frame',
    firstStep: 0,
    steps: [],
    sum,
    sums: [sum],
    state: [1],
    hertz: 8,
  } as unknown as Frame;
  const seen = withChange(changeOf(frame, undefined, task), undefined, task);
  const change = changeOf({ ...structuredClone(frame), hertz: 9 }, frame, task);
  expect(change).toEqual({ type: 'frame', hertz: 9 });
  const next = withChange(change, seen, task);
  for (const part of ['steps', 'sum', 'sums', 'state'] as const) expect(next[part]).toBe(seen[part]);
});

/** Steps between two frames at 500 steps and 30 frames a second. */
const STEPS_A_FRAME = 17;
/** Numbers that are fed one after the other, as `Random` does, and the longest. */
const RANDOM = Array.from({ length: 20 }, (_, at) =>
  [40_503 * at, 59_049 * at].map((x) => String(x % 65_536)),
);
const LONG = [['9'.repeat(300), '1']];

/** Mean bytes of the frames that a viewer gets of an engine at 500 Hz, and of the largest. */
async function bytesOf(id: 'node' | 'uno' | 'bouncing uno', sums: readonly (readonly string[])[]) {
  const { fixed, task, proof } = await proven();
  const engine = (name: string, open: EngineChoice['open']) => ({
    id: name,
    name,
    about: '',
    board: false,
    open,
  });
  const document = await provenDocument();
  const engines = [
    engine('node', async () => new NodeCell(fixed, task)),
    engine('uno', async () => new SimulatedUno(FIRMWARE, document, task)),
  ];
  const session = await Session.open(
    task,
    fixed,
    minimalAutomaton(task, proof),
    engines,
    id.slice(-4).trim(),
  );
  onTestFinished(() => session.close());
  if (id === 'bouncing uno') await session.obey({ type: 'bounce', bounces: true });
  let sent: Frame | undefined;
  let taken = 0;
  const bytes: number[] = [];
  session.onChange = () => {
    const frame = session.frame(1);
    const next = nextOf(frame);
    if (next < taken + STEPS_A_FRAME) return;
    taken = next;
    bytes.push(JSON.stringify(changeOf(frame, sent, task)).length);
    sent = frame;
  };
  await session.obey({ type: 'pace', hertz: 500 });
  for (const numbers of sums) await session.obey({ type: 'add', numbers: [...numbers] });
  return { frames: bytes.length, mean: Math.round(bytes.reduce((sum, each) => sum + each) / bytes.length) };
}

// Exact, with at most 3,000: the same network, the same numbers. What it costs to draw is measured by measure.mjs.
test.each([
  ['node', RANDOM, { frames: 18, mean: 1301 }],
  ['node', LONG, { frames: 58, mean: 997 }],
  ['uno', RANDOM, { frames: 18, mean: 1348 }],
  ['bouncing uno', RANDOM, { frames: 18, mean: 2565 }],
] as const)('a frame of the engine %s at 500 Hz has these bytes', async (id, sums, due) => {
  expect(await bytesOf(id, sums)).toEqual(due);
});
