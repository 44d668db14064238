import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { recordPins, UNO_HERTZ, Uno } from '../../../firmware-sim/index.ts';
import { STAND_ALONE_PINS } from '../../../src/board/index.ts';
import { recordSteps } from '../../../src/cli/stream-vcd.ts';
import { FixedCell } from '../../../src/fixed/index.ts';
import { adder } from '../../../src/tasks/index.ts';
import { eepromWith, FIRMWARE, provenDocument } from '../../board/simulated.ts';

const folder = mkdtempSync(join(tmpdir(), 'carrybit-vcd-'));
const python = join(folder, 'venv/bin/python');

beforeAll(() => {
  execFileSync('python3', ['-m', 'venv', join(folder, 'venv')]);
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'vcdvcd==2.6.0']);
}, 240_000);

/** What vcdvcd reads in a file: changes of each signal, as pairs of time and level. */
function read(text: string): { signals: Record<string, [number, string][]>; end: number } {
  const file = join(folder, 'file.vcd');
  writeFileSync(file, text);
  const program = `
import json, sys
from vcdvcd import VCDVCD
vcd = VCDVCD(sys.argv[1])
print(json.dumps({'signals': {name: vcd[name].tv for name in vcd.signals}, 'end': vcd.endtime}))`;
  return JSON.parse(execFileSync(python, ['-c', program, file], { encoding: 'utf8' }));
}

test('pins of the simulated Uno are read back with every edge', async () => {
  const document = await provenDocument();
  const uno = new Uno({
    firmware: FIRMWARE,
    eeprom: eepromWith(document, { clock: 'electronic', pullUp: false }),
  });
  const { inputs, clk, outputs } = STAND_ALONE_PINS;
  for (const pin of ['2', '3', '4', '5']) uno.pin(pin).drive(0);
  uno.runCycles(UNO_HERTZ / 20);
  let text = '';
  const stop = recordPins(uno, (more) => (text += more));
  const cell = new FixedCell(document.fixed);
  const edges: [number, string][] = [[0, '0']];
  const begin = uno.cycles;
  const due: (0 | 1)[] = [];
  for (let step = 0; step < 100; step++) {
    const pair = (step * 7 + (step >> 2)) & 3;
    for (const at of [0, 1]) uno.pin(inputs[at] as string).drive(((pair >> at) & 1) as 0 | 1);
    for (const level of [1, 0] as const) {
      uno.pin(clk).drive(level);
      edges.push([(uno.cycles - begin) * 625, `${level}`]);
      uno.runCycles(UNO_HERTZ / 2000);
    }
    due.push(cell.step(pair) as 0 | 1);
  }
  stop();
  const { signals, end } = read(text);
  expect(Object.keys(signals)).toHaveLength(20);
  // What came at time 0 is the level there.
  expect(signals[`uno.pin_${clk}`]?.slice(-200)).toEqual(edges.slice(1));
  expect(end).toBe((uno.cycles - begin) * 625);
  // SUM, looked at when CLK falls, is the cell's.
  const falls = edges.filter(([, level], at) => at > 0 && level === '0').map(([time]) => time);
  const sums = signals[`uno.pin_${outputs[0]}`] as [number, string][];
  expect(falls.map((time) => Number(sums.findLast(([at]) => at <= time)?.[1]))).toEqual(due);
});

test('steps of a stream are read back', () => {
  let text = '';
  const none = () => {};
  const output = recordSteps(
    {
      isLive: false,
      begin: none,
      steps: none,
      result: none,
      number: none,
      note: none,
      written: async () => {},
      end: none,
      fail: none,
    },
    adder,
    (more) => (text += more),
  );
  output.steps(Uint8Array.of(0b11, 0b00, 0b10), Uint8Array.of(0, 1, 1), true);
  output.steps(Uint8Array.of(0b01), Uint8Array.of(1), false);
  output.end({} as never);
  const { signals } = read(text);
  const at = (name: string) =>
    [2, 4, 6, 8, 10].map((time) =>
      Number(signals[`network.${name}`]?.findLast(([when]) => when <= time)?.[1]),
    );
  expect([at('a'), at('b'), at('sum'), at('clk'), at('reset')]).toEqual([
    [0, 1, 0, 0, 1],
    [0, 1, 0, 1, 0],
    [0, 0, 1, 1, 1],
    [1, 1, 1, 1, 1],
    [1, 0, 0, 0, 0],
  ]);
});
