import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';
import { coffee } from './coffee.ts';

const folder = emptyFolder();
const run = (...args: string[]) => carrybit(folder, args);

const files: Readonly<Record<string, string>> = {
  'coffee.dot': coffee,
  // The same machine, with its symbols in another order.
  'turned.dot': coffee
    .replace('empty -> paid [label="coin / beep"];', '')
    .replace('__start0 ->', 'empty -> paid [label="coin / beep"]; __start0 ->'),
  'wrong.dot': coffee.replace('coffee"];', 'tea"];').replace('button / none', 'button / coffee'),
  'toggle.mjs': `export const inputs = ['button'], outputs = ['light'], initial = [0, 0];
export const step = ([on, before], [now]) => {
  const next = now && !before ? 1 - on : on;
  return { state: [next, now], outputs: [next] };
};`,
  'rules.txt': 'at most one of o0 o1\n',
  'untrue.txt': 'o0 within 2 steps after i0\n',
  'symbols.txt': 'never button beep\n',
  'wrong.txt': '# of another machine\nnever tea beep\n',
  // Its codes are the other way round than the machine's.
  'twice.dot': `digraph twice {
  __start0 -> fresh;
  fresh -> fresh [label="coin / ok"]; fresh -> once [label="button / ok"];
  once -> fresh [label="coin / ok"]; once -> once [label="button / bad"];
}
`,
  'silent.kiss2': '.i 2\n.o 1\n.ilb o0 o1\n.ob bad\n.r s\n11 s s 1\n',
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

describe('everything after training speaks the machine’s language', () => {
  test('the network file keeps the symbols', () => {
    const { symbols } = JSON.parse(readFileSync(join(folder, 'trained/network.json'), 'utf8'));
    expect(symbols.outputs).toEqual([
      ['beep', 0],
      ['none', 1],
      ['coffee', 2],
    ]);
  });

  test.each(['node', 'packed'])('stream --engine %s --in', async (engine) => {
    const { code, stdout } = await run('stream', '--engine', engine, '--in', 'coin,button,button');
    expect([code, stdout.split('\n')[0]]).toEqual([0, 'coin,button,button → beep,coffee,none  ✓']);
  });

  test('stream --in-file, JSON, and without a source', async () => {
    writeFileSync(join(folder, 'in.txt'), '# tea\ncoin, button\n\nbutton\n');
    const lines = (await run('stream', '--engine', 'node', '--in-file', 'in.txt', '--json')).stdout
      .trim()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line).outputs)).toEqual([['beep', 'coffee'], ['none'], undefined]);
    const { code, stdout } = await run('stream', '--engine', 'node', '--count', '3');
    expect([code, stdout.includes('3 results, 0 errors')]).toEqual([0, true]);
  });

  test('stream --in refuses words that are not inputs', async () => {
    const { code, stderr } = await run('stream', '--engine', 'node', '--in', 'coin,tea');
    expect([code, stderr]).toEqual([
      2,
      'carrybit: --in: not an input of coffee: "tea"; expected one of coin, button, or 1 bit (i0)\n',
    ]);
  });

  test('explain', async () => {
    const { stdout } = await run('explain');
    expect(stdout).toContain('  coin / beep  →  paid');
    expect(readFileSync(join(folder, 'trained/automaton.svg'), 'utf8')).toContain('button / coffee');
  });

  test('prove --machine compares by name, whatever the codes', async () => {
    expect((await run('prove', '--machine', 'turned.dot')).code).toBe(0);
    const { code, stdout, stderr } = await run('prove', '--machine', 'wrong.dot');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('wrong.dot: symbols.outputs: expected one of beep, none, coffee, got tea');
  });

  test('prove --property', async () => {
    const good = await run('prove', '--property', 'rules.txt');
    expect([good.code, good.stdout]).toEqual([
      0,
      expect.stringMatching(/^holds: at most one of o0 o1 — for input streams of any length/),
    ]);
    const bad = await run('prove', '--property', 'untrue.txt', '--json');
    expect([bad.code, JSON.parse(bad.stdout)]).toEqual([
      3,
      expect.objectContaining({
        verdict: 'disproved',
        inputs: ['coin', 'button', 'coin', 'coin'],
        outputs: ['beep', 'coffee', 'beep', 'beep'],
        assumed: [],
      }),
    ]);
  });

  test('prove --property speaks of symbols, in words and by a monitor', async () => {
    const words = await run('prove', '--property', 'symbols.txt');
    expect([words.code, words.stdout]).toEqual([0, expect.stringMatching(/^holds: never button beep/)]);
    const twice = await run('prove', '--property', 'twice.dot');
    expect([twice.code, twice.stdout]).toEqual([
      3,
      expect.stringMatching(/^broken: twice .*\n {2}in +button +button\n {2}out +none +none/s),
    ]);
  });

  test.each([
    [
      'wrong.txt',
      'line 2: never tea beep: expected inputs and outputs of coffee (i0, o0, o1, coin, button, beep, none, coffee), got "tea"',
    ],
    [
      'silent.kiss2',
      'expected to be told about every step, got nothing in state s for coin → beep, step 1 of a stream that the network takes; add this step, where it is not bad too',
    ],
  ])('prove --property %s is refused', async (file, message) => {
    const { code, stdout, stderr } = await run('prove', '--property', file);
    expect([code, stdout, stderr]).toEqual([2, '', `carrybit: ${file}: ${message}\n`]);
  });
});
