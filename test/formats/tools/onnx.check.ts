// The fixed cell's ONNX model in onnxruntime, the reference evaluator and OpenVINO; in tract, if $TRACT_STREAMS is the
// program that test/formats/tools/tract builds.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { FixedCell, type FixedNetwork } from '../../../src/fixed/index.ts';
import { onnxCell } from '../../../src/formats/onnx-cell.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { unpack } from '../bits.ts';
import { adderMachine, trayMachine } from '../machines.ts';
import { adder34, adder38, defaultNetwork, reachablePairs, tray } from '../networks.ts';

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'carrybit-onnx-'));
const packages = ['numpy==2.4.6', 'onnx==1.23.2', 'onnxruntime==1.32.0', 'openvino==2026.4.1'];
const python = process.env.CARRYBIT_PYTHON ?? join(folder, 'venv/bin/python');
const tract = process.env.TRACT_STREAMS;
/** Streams side by side, and steps of each: a million steps. */
const [BATCH, STEPS] = [100, Number(process.env.CARRYBIT_STEPS ?? 1_000_000) / 100];

const notes = { name: 'network', version: '0.0.0', text: '', metadata: {} };
const subjects: [string, () => Promise<FixedNetwork>, Machine][] = [
  ['adder34', async () => adder34, adderMachine],
  ['adder38', async () => adder38, adderMachine],
  ['default adder', () => defaultNetwork('adder'), adderMachine],
  ['tray', async () => tray, trayMachine],
];

beforeAll(() => {
  if (process.env.CARRYBIT_PYTHON !== undefined) return;
  execFileSync('python3', ['-m', 'venv', join(folder, 'venv')]);
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
});

describe.each(['onnxruntime', 'reference', 'openvino', ...(tract === undefined ? [] : ['tract'])])(
  '%s',
  (runtime) => {
    test.each(subjects)('takes every reachable transition of %s', async (_, network, machine) => {
      const fixed = await network();
      const words = 2 ** fixed.inputs;
      const steps = reachablePairs(fixed, machine).flatMap(([, ...state]) =>
        Array.from({ length: words }, (_, word) => ({ state, word })),
      );
      run(
        runtime,
        fixed,
        [1],
        steps.map(({ state }) => state),
        steps.map(({ word }) => word),
      );
    });

    test.each(subjects.slice(2))('takes random steps of %s in chunks of any size', async (_, network) => {
      const fixed = await network();
      // The reference evaluator is for correctness, not for speed.
      const steps = runtime === 'reference' ? STEPS / 10 : STEPS;
      let random = 7;
      const draw = (below: number) => {
        random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
        return (random >>> 8) % below;
      };
      const chunks: number[] = [];
      for (let left = steps; left > 0; left -= chunks.at(-1) as number)
        chunks.push(Math.min(left, 1 + draw(700)));
      const words = Array.from({ length: steps * BATCH }, () => draw(2 ** fixed.inputs));
      const states = Array.from({ length: BATCH }, () => [...fixed.initialState]);
      run(runtime, fixed, chunks, states, words);
    });
  },
);

/** Runs streams side by side, the words of one step together, and expects the cell's outputs and last states. */
function run(
  runtime: string,
  network: FixedNetwork,
  chunks: number[],
  states: number[][],
  words: number[],
): void {
  const cells = states.map((state) => {
    const cell = new FixedCell(network);
    cell.state.set(state);
    return cell;
  });
  const { inputs, hidden, outputs } = network;
  const x = words.flatMap((word) => unpack(word, inputs));
  const y = words.flatMap((word, at) => unpack((cells[at % cells.length] as FixedCell).step(word), outputs));
  const last = cells.flatMap((cell) => Array.from(cell.state));
  const lines = [[cells.length, inputs, hidden, outputs], states.flat(), chunks, x, y, last];
  const [model, stream] = [join(folder, 'model.onnx'), join(folder, 'stream.txt')];
  writeFileSync(model, onnxCell(network, 'stream', {}, notes));
  writeFileSync(stream, `${lines.map((line) => line.join(' ')).join('\n')}\n`);
  const options = { encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  if (runtime === 'tract') {
    const printed = execFileSync(tract as string, [model, stream], options);
    expect(printed.trim().split('\n')).toEqual([y.join(' '), last.join(' ')]);
  } else {
    const printed = execFileSync(python, [join(here, 'onnx_streams.py'), runtime, model, stream], options);
    expect(printed).toContain(' 0 wrong');
  }
}
