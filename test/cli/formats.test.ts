import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';

const folder = emptyFolder();
const run = (...args: string[]) => carrybit(folder, args);

const coffee = `digraph coffee {
  __start0 [label="" shape="none"];
  empty -> paid [label="coin / beep"];
  empty -> empty [label="button / none"];
  paid -> paid [label="coin / beep"];
  paid -> empty [label="button / coffee"];
  __start0 -> empty;
}
`;

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
  'throws.mjs': `export const inputs = ['x'], outputs = ['y'], initial = 0;
export function step(n, [x]) {
  return n.nothing.here;
}`,
  'loops.mjs': `export const inputs = ['x'], outputs = ['y'], initial = 'here';
export function step(n, [x]) { while (x) ; return { state: n, outputs: [0] }; }`,
  // Each call returns, but 8192 of them take half an hour.
  'slow.mjs': `export const inputs = [...'abcdefghijkl'], outputs = ['y'], initial = 0;
const still = new Int32Array(new SharedArrayBuffer(4));
export function step(n) { Atomics.wait(still, 0, 0, 200); return { state: n, outputs: [0] }; }`,
  'hangs.mjs': 'for (;;) ;',
  'ends.mjs': 'process.exit(0);',
  'syntax.mjs': 'export const = 1;',
  'typed.ts':
    'export const inputs: string[] = ["x"], outputs = ["y"], initial = 0;\nexport const step = (n: number, [x]: number[]) => ({ state: n, outputs: [x] });',
  'rules.txt': 'at most one of o0 o1\n',
  'untrue.txt': 'o0 within 2 steps after i0\n',
  'two.kiss2': '.i 1\n.o 1\n0 a a 0\n0 a a 1\n',
};

beforeAll(async () => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { code, stderr } = await run('train', '--machine', 'coffee.dot');
  expect([code, stderr]).toEqual([0, 'coffee.dot: Read as a Mealy machine: input/output on each edge.\n']);
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
    expect([code, stdout.includes('3 answers, 0 errors')]).toEqual([0, true]);
  });

  test('stream --in with what is no input', async () => {
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
      }),
    ]);
  });
});

describe('a bad file ends in one sentence, soon, and nothing is written', () => {
  test.each([
    [
      'two.kiss2',
      'two.kiss2: line 4: contradicts line 3: "a", input 0 has another output there; keep one of the two',
    ],
    [
      'throws.mjs',
      "throws.mjs: step(0, 0) threw TypeError: Cannot read properties of undefined (reading 'here') (line 3, column 20)",
    ],
    [
      'loops.mjs',
      'loops.mjs: stopped at step("here", 1): it did not return within 1200 ms; is there an endless loop?',
    ],
    [
      'hangs.mjs',
      'hangs.mjs: stopped while it was loaded: it did not return within 1200 ms; is there an endless loop?',
    ],
    ['ends.mjs', 'ends.mjs: it ended the process while it was loaded; export step, and return from it'],
    ['syntax.mjs', "syntax.mjs: cannot be loaded: SyntaxError: Unexpected token '=' (line 1)"],
    ['nothing.kiss2', 'nothing.kiss2: no such file'],
  ])('%s', async (file, message) => {
    const { code, stdout, stderr } = await run('train', '--machine', file, '--out', 'new');
    expect([code, stdout, stderr]).toEqual([2, '', `carrybit: ${message}\n`]);
    expect(existsSync(join(folder, 'new'))).toBe(false);
  });

  // The last state is unreachable, which is reported as soon as the work begins.
  const lonely = '.i 1\n.o 1\n.r a\n0 a a 0\n1 a a 1\n- b b 1\n';

  test.each([
    ['taken', 'taken/network.json: expected a file, got a folder'],
    ['lonely.kiss2/new', 'lonely.kiss2/new: expected folders in this path, got a file among them'],
    ['/proc', '/proc: no file can be made there; choose another place'],
    ['/proc/carrybit/new', '/proc/carrybit: no such file or folder'],
  ])('a place that takes no files is refused before the work: --out %s', async (out, message) => {
    writeFileSync(join(folder, 'lonely.kiss2'), lonely);
    mkdirSync(join(folder, 'taken/network.json'), { recursive: true });
    const { code, stdout, stderr } = await run('train', '--machine', 'lonely.kiss2', '--out', out);
    expect([code, stdout, stderr]).toEqual([1, '', `carrybit: ${message}\n`]);
    expect(readdirSync(join(folder, 'taken'))).toEqual(['network.json']);
  });

  test.each([
    ['taken', 'taken: expected a file, got a folder'],
    ['two.kiss2/new.dot', 'two.kiss2/new.dot: expected folders in this path, got a file among them'],
    ['/proc/new.dot', '/proc/new.dot: no file can be made there; choose another place'],
    ['absent/new.json', 'absent: no such folder; make it first'],
  ])('so it is of a converted machine, before one is read: --out %s', async (out, message) => {
    mkdirSync(join(folder, 'taken'), { recursive: true });
    const { code, stdout, stderr } = await run('machine', 'nothing.csv', '--to', 'dot', '--out', out);
    expect([code, stdout, stderr]).toEqual([1, '', `carrybit: ${message}\n`]);
  });

  test('the place of a converted machine is left alone when its file is bad', async () => {
    writeFileSync(join(folder, 'kept.dot'), 'kept');
    const { code } = await run('machine', 'two.kiss2', '--to', 'dot', '--out', 'kept.dot');
    expect([code, readFileSync(join(folder, 'kept.dot'), 'utf8')]).toEqual([2, 'kept']);
    expect(readdirSync(folder).filter((name) => name.startsWith('.carrybit'))).toEqual([]);
  });

  test('a module whose calls return late is stopped as well', async () => {
    const { code, stdout, stderr } = await run('machine', 'slow.mjs');
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      expect.stringMatching(
        /^carrybit: slow\.mjs: stopped at step\(0, [01]{12}\): expected at most 10 ms for each call on average, got \d+; do less in step\n$/,
      ),
    ]);
  });

  test('outputs are chosen in recordings only', async () => {
    const { code, stdout, stderr } = await run('machine', 'coffee.dot', '--outputs', 'beep');
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      'carrybit: --outputs: expected recordings in CSV or VCD, got coffee.dot, which says itself what its outputs are; leave --outputs out\n',
    ]);
  });

  test.each([
    [['machine', 'coffee.dot'], 'recordings in VCD, got coffee.dot'],
    [['train', '--recordings', 'steps.csv'], 'recordings in VCD, got steps.csv'],
    [['train'], 'a file with it, as --machine FILE, got none'],
    [['stream', '1', '2', '--engine', 'node'], '--in-file FILE.vcd with it'],
  ])('--clock is for recordings in VCD: %j', async (args, expected) => {
    writeFileSync(join(folder, 'steps.csv'), 'x,y\n0,1\n1,0\n');
    await run('train', '--quiet');
    const { code, stdout, stderr } = await run(...args, '--clock', 'button');
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      `carrybit: --clock: expected ${expected}; leave --clock out\n`,
    ]);
  });

  test.each([
    [
      ['machine', 'bits.kiss2', '--codes', 'one-hot'],
      'a file with symbols, got bits.kiss2, which says itself what its bits are',
    ],
    [
      ['machine', 'bits.dot', '--codes', 'binary'],
      'a file with symbols, got bits.dot, which says itself what its bits are',
    ],
    [
      ['machine', 'coffee.json', '--codes', 'one-hot'],
      'a file with symbols, got coffee.json, which says itself what its bits are',
    ],
    [
      ['train', '--recordings', 'bits.csv', '--codes', 'one-hot'],
      'a file with symbols, got bits.csv, which says itself what its bits are',
    ],
    [['train', '--codes', 'one-hot'], 'a file with it, as --machine FILE, got none'],
    [['check', '--codes', 'one-hot'], 'a file with it, as --recordings FILE, got none'],
  ])('--codes is for symbols: %j', async (args, expected) => {
    writeFileSync(join(folder, 'bits.kiss2'), '.i 1\n.o 1\n0 a a 0\n1 a a 1\n');
    writeFileSync(join(folder, 'bits.dot'), 'digraph { a -> a [label="0/1"]; a -> a [label="1/0"] }');
    writeFileSync(join(folder, 'bits.csv'), 'x,y\n0,1\n1,0\n');
    writeFileSync(join(folder, 'coffee.json'), (await run('machine', 'coffee.dot', '--to', 'json')).stdout);
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      `carrybit: --codes: expected ${expected}; leave --codes out\n`,
    ]);
  });

  test('a million states, in each format', async () => {
    mkdirSync(join(folder, 'large'));
    const rows = Array.from({ length: 1_000_000 }, (_, at) => at);
    const large: Readonly<Record<string, string>> = {
      'large.kiss2': `.i 1\n.o 1\n${rows.map((at) => `1 s${at} s${at + 1} 1`).join('\n')}`,
      'large.dot': `digraph {\n${rows.map((at) => `s${at} -> s${at + 1} [label="a / b"]`).join('\n')}\n}`,
      'large.json': `{"states": [${rows.map((at) => `"s${at}"`)}]}`,
      'large.csv': `x,y\n${rows.map((at) => `${at % 2},1`).join('\n')}`,
    };
    for (const [name, text] of Object.entries(large)) {
      writeFileSync(join(folder, name), text);
      const { code, stderr } = await run('machine', name);
      expect([code, stderr.trim().split('\n').length, stderr]).toEqual([
        2,
        1,
        expect.stringContaining('expected at most'),
      ]);
    }
  });

  test('TypeScript where this Node strips types, else what to do', async () => {
    const { code, stdout, stderr } = await run('machine', 'typed.ts');
    const strips = (process.features as { typescript?: unknown }).typescript;
    if (strips) expect([code, stdout]).toEqual([0, expect.stringContaining('typed, read as a module')]);
    else
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining('does not run TypeScript; use Node 22.18 or newer'),
      ]);
  });
});
