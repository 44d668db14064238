import { spawn } from 'node:child_process';
import fc from 'fast-check';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { expect, test } from 'vitest';
import { ID, probesPerMessage } from '../../src/board/index.ts';
import { fromPairs, toPairs } from '../../src/board/septets.ts';
import { FixedCell, type FixedNetwork } from '../../src/fixed/index.ts';
import { delay, fittingNetworks, proven, transitions } from '../fixed/networks.ts';
import { Chip, eepromWith, FIRMWARE_FILE, imageOf } from './chip.ts';
import { Streaming } from './streaming.ts';

// The same steps taken by the cell in TypeScript, in C on this computer, and by the firmware on two simulated chips.

/** Steps of a message of the adder's sizes, at most. */
const MAX_STEPS = 174;

/** A network and what it is asked: records of hidden state bytes and one byte of inputs. */
interface Job {
  readonly network: FixedNetwork;
  readonly records: Uint8Array;
}

/** Random records; each cell answers with as many of next state and outputs. */
function randomRecords({ hidden, inputs, stateBits }: FixedNetwork, count: number, seed: number): Uint8Array {
  const random = xoroshiro128plus(seed);
  const records = new Uint8Array(count * (hidden + 1));
  const shift = 32 - stateBits;
  for (let at = 0; at < records.length; at += 1) {
    const word = random.next();
    records[at] = at % (hidden + 1) === hidden ? word >>> (32 - inputs) : word >> shift;
  }
  return records;
}

function onThisCell({ network, records }: Job): Uint8Array {
  const cell = new FixedCell(network);
  const size = network.hidden + 1;
  const results = new Uint8Array(records.length);
  for (let at = 0; at < records.length; at += size) {
    cell.state.set(Int8Array.from(records.subarray(at, at + network.hidden)));
    results[at + network.hidden] = cell.step(records[at + network.hidden] as number);
    results.set(Uint8Array.from(cell.state), at);
  }
  return results;
}

function onThisChip({ network, records }: Job): Uint8Array {
  const chip = new Chip(eepromWith([imageOf(network), 1])).boot().hurry();
  const size = network.hidden + 1;
  const max = probesPerMessage(network.hidden) * size;
  const results = new Uint8Array(records.length);
  for (let at = 0; at < records.length; at += max) {
    const payload = [0];
    const end = Math.min(at + max, records.length);
    for (let record = at; record < end; record += size) {
      payload.push(...toPairs(records.subarray(record, record + network.hidden)));
      payload.push(records[record + network.hidden] as number);
    }
    const result = chip.ask(ID.probe, payload);
    if (result.id !== ID.probe) throw new Error(`the board refused a probe: ${result.payload}`);
    for (let record = at, from = 1; record < end; record += size, from += 2 * size - 1) {
      results.set(fromPairs(result.payload, from, network.hidden), record);
      results[record + network.hidden] = result.payload[from + 2 * network.hidden] as number;
    }
    chip.received.length = 0;
  }
  return results;
}

/** A program that takes jobs as test/firmware/host_cell.c does. */
async function byProgram(jobs: readonly Job[], program: string, ...args: string[]): Promise<Uint8Array> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const input = jobs.flatMap(({ network, records }) => {
    const image = imageOf(network);
    const [length, count] = [Buffer.alloc(2), Buffer.alloc(4)];
    length.writeUInt16LE(image.length);
    count.writeUInt32LE(records.length / (network.hidden + 1));
    return [length, image, count, records];
  });
  child.stdin.end(Buffer.concat(input));
  const output: Buffer[] = [];
  for await (const chunk of child.stdout) output.push(chunk);
  return Buffer.concat(output);
}

async function compare(jobs: readonly Job[]): Promise<void> {
  const begin = performance.now();
  const { CELL_PROGRAMS: programs } = process.env;
  if (programs === undefined) throw new Error('CELL_PROGRAMS is not set: run test/chip/check.sh');
  const simavr = byProgram(jobs, `${programs}/simavr-cell`, FIRMWARE_FILE);
  const due = Buffer.concat(jobs.map(onThisCell));
  expect(due.equals(await byProgram(jobs, `${programs}/host-cell`))).toBe(true);
  expect(due.equals(Buffer.concat(jobs.map(onThisChip)))).toBe(true);
  expect(due.equals(await simavr)).toBe(true);
  const steps = jobs.reduce((sum, { network, records }) => sum + records.length / (network.hidden + 1), 0);
  const seconds = ((performance.now() - begin) / 1000).toFixed(0);
  process.stdout.write(`${steps} steps are equal on all four, of ${jobs.length} networks (${seconds} s)\n`);
}

test('every reachable transition of every task, and a million random ones of the adder, are equal on all four', async () => {
  const jobs: Job[] = [];
  for (const task of ['adder', 'subtractor', 'comparator', 'parity']) {
    const network = await proven(task);
    const records = [...transitions(network)].flatMap(({ state, inputs }) => [...state, inputs]);
    jobs.push({ network: network.fixed, records: Uint8Array.from(records) });
  }
  const { fixed } = await proven('adder');
  await compare([...jobs, { network: fixed, records: randomRecords(fixed, 1_000_000, 1) }]);
});

test('a million random pairs streamed, looked up or stepped, are what the cell answers', async () => {
  const { fixed } = await proven('adder');
  const random = xoroshiro128plus(2);
  for (const network of [fixed, delay(), { ...delay(), initialState: [0, -96, -96] }]) {
    const cell = new FixedCell(network);
    const streaming = new Streaming(network);
    streaming.chip.hurry();
    for (let done = 0; done < 350_000; done += MAX_STEPS) {
      const steps = Uint8Array.from({ length: MAX_STEPS }, () => random.next() >>> 30);
      const outputs = streaming.steps(steps);
      if (steps.some((step, at) => cell.step(step) !== outputs[at])) throw new Error(`wrong after ${done}`);
      streaming.chip.received.length = 0;
    }
    expect(streaming.state).toEqual([...cell.state]);
  }
});

test('random steps of random networks of all sizes are equal on all four', async () => {
  const networks = fc.sample(fittingNetworks, { seed: 1, numRuns: 40 });
  await compare(networks.map((network, index) => ({ network, records: randomRecords(network, 100, index) })));
});
