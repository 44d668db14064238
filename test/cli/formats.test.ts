import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';
import { coffee } from './coffee.ts';

const folder = emptyFolder();
const run = (...args: string[]) => carrybit(folder, args);

const files: Readonly<Record<string, string>> = {
  'coffee.dot': coffee,
  'toggle.mjs': `export const inputs = ['button'], outputs = ['light'], initial = [0, 0];
export const step = ([on, before], [now]) => {
  const next = now && !before ? 1 - on : on;
  return { state: [next, now], outputs: [next] };
};`,
};

beforeAll(async () => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { code, stderr } = await run('train', '--machine', 'coffee.dot');
  expect([code, stderr]).toEqual([0, 'coffee.dot: Read as a Mealy machine: input/output on each edge.\n']);
});

test.each([
  [['machine', 'coffee.dot', '--to', 'kiss2', '--out'], './coffee.dot', 'coffee.dot', '--out'],
  [['machine', 'coffee.dot', '--to', 'kiss2', '--out'], 'linked.dot', 'coffee.dot', '--out'],
  [['explain', 'trained/network.json', '--save'], 'trained/network.json', 'trained/network.json', '--save'],
  [['export', '--format', 'c', '--force', '--out'], 'trained/network.json', 'trained/network.json', '--out'],
])('%j %s would write over what it reads', async (args, out, read, option) => {
  if (out.startsWith('linked')) symlinkSync(read, join(folder, out));
  const before = readFileSync(join(folder, read), 'utf8');
  const { code, stderr } = await run(...args, out);
  expect([code, stderr]).toEqual([
    2,
    `carrybit: ${option}: expected another file than the one that is read, got ${out}; choose another place\n`,
  ]);
  expect(readFileSync(join(folder, read), 'utf8')).toBe(before);
});

test('a module says how numbers go through its machine', async () => {
  const code = (reading: string) => `export const inputs = ['a', 'b'], outputs = ['sum'], initial = 0;
export const about = 'Adds.', reading = ${reading};
export const step = (carry, [a, b]) => ({ state: a + b + carry >> 1, outputs: [a + b + carry & 1] });`;
  writeFileSync(join(folder, 'sum.mjs'), code("{ operator: '+', extraSteps: 1, output: 'unsigned' }"));
  expect((await run('train', '--machine', 'sum.mjs', '--out', 'sum', '--quiet')).code).toBe(0);
  const { stdout } = await run('stream', 'sum/network.json', '--engine', 'node', '3', '3');
  expect(stdout).toContain('3 + 3 = 6  ✓');
  writeFileSync(join(folder, 'sum.mjs'), code("{ operator: '+', extraSteps: 99, output: 'unsigned' }"));
  const { stderr } = await run('machine', 'sum.mjs');
  expect(stderr).toBe('carrybit: sum.mjs: reading.extraSteps: expected 0–64, got 99\n');
});

describe('carrybit machine', () => {
  test('shows what was understood', async () => {
    const { code, stdout } = await run('machine', 'coffee.dot');
    expect(code).toBe(0);
    for (const line of [
      'machine      coffee, read as DOT',
      'states       2: empty, paid; initially empty',
      'inputs       1 bit: i0; 2 symbols: coin = 0, button = 1',
      'outputs      2 bits: o0, o1; 3 symbols: beep = 00, none = 10, coffee = 01',
      'steps        all 4 specified',
      'unreachable  none',
    ])
      expect(stdout).toContain(line);
  });

  test('and says it in JSON', async () => {
    const about = JSON.parse((await run('machine', 'toggle.mjs', '--json')).stdout);
    expect(about).toMatchObject({
      name: 'toggle',
      format: 'module',
      states: 4,
      minimal: 4,
      reachable: 4,
      unreachable: [],
    });
  });

  test.each(['json', 'dot', 'kiss2'])('what it writes as %s it reads as the same machine', async (format) => {
    const file = `written.${format}`;
    expect((await run('machine', 'toggle.mjs', '--to', format, '--out', file)).code).toBe(0);
    const [before, after] = await Promise.all(
      ['toggle.mjs', file].map(async (path) => JSON.parse((await run('machine', path, '--json')).stdout)),
    );
    expect({ ...after, name: '', format: '', initial: '', notes: [] }).toEqual({
      ...before,
      name: '',
      format: '',
      initial: '',
      notes: [],
    });
  });

  test('symbols stay in JSON, and a drawing has them', async () => {
    const { symbols } = JSON.parse((await run('machine', 'coffee.dot', '--to', 'json')).stdout);
    expect(symbols.inputs).toEqual([
      ['coin', 0],
      ['button', 1],
    ]);
    expect((await run('machine', 'coffee.dot', '--to', 'svg')).stdout).toContain('coin / beep');
  });
});

test('one of anything is said in the singular', async () => {
  const place = emptyFolder();
  writeFileSync(join(place, 'tick.dot'), 'digraph tick { __start0 -> a; a -> a [label="tick / on"]; }');
  const said = await Promise.all([
    carrybit(place, ['machine', 'tick.dot']),
    carrybit(place, ['train', '--machine', 'tick.dot', '--out', '.']),
  ]);
  for (const args of [
    ['prove', 'network.json'],
    ['check', 'network.json'],
    ['explain', 'network.json'],
    ['stream', 'network.json', '--engine', 'node', '--in', 'tick'],
  ])
    said.push(await carrybit(place, args));
  const text = said.map(({ stdout, stderr }) => stdout + stderr).join('');
  expect(said.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(text).toContain('1 bit: i0; 1 symbol: tick = 0');
  expect(text).toContain('only its one symbol comes');
  expect(text).toContain('the certificate holds: 1 pair, 1 transition.');
  expect(text).toContain('The network can reach 1 state:');
  expect(
    text.match(
      /\b1 (?:\w+ )?(?:symbols|states|steps|bits|units|pairs|transitions|starts|answers|inputs|outputs)\b/,
    ),
  ).toBeNull();
});
