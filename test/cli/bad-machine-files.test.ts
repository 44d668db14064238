import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';
import { coffee } from './coffee.ts';

const folder = emptyFolder();
const run = (...args: string[]) => carrybit(folder, args);

const files: Readonly<Record<string, string | Buffer>> = {
  'coffee.dot': coffee,
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
  // A millisecond each is a short time, but 8192 of them are not.
  'busy.mjs': `export const inputs = [...'abcdefghijkl'], outputs = ['y'], initial = 0;
export function step(n) { for (const end = performance.now() + 1; performance.now() < end; ); return { state: n, outputs: [0] }; }`,
  'hangs.mjs': 'for (;;) ;',
  'awaits.mjs': 'await new Promise(() => {});',
  'lib.mjs':
    '// beside\nexport function limit(x) {\n  if (x) throw new RangeError("too much");\n  return 0;\n}\n',
  'uses.mjs': `import { limit } from './lib.mjs';
export const inputs = ['x'], outputs = ['y'], initial = 0;
export const step = (n, [x]) => ({ state: n, outputs: [limit(x)] });`,
  'lib-null.mjs': '// beside\nnull.here;\nexport const limit = 0;\n',
  'uses-null.mjs': "import { limit } from './lib-null.mjs';\n",
  'lib-syntax.mjs': '// beside\n\nexport const limit = (;\n',
  'uses-syntax.mjs': "import { limit } from './lib-syntax.mjs';\n",
  'ends.mjs': 'process.exit(0);',
  'syntax.mjs': 'export const = 1;',
  'misspelt.ts': 'export const inputs = ["x"];\nexport const n: = 3;\n',
  'typed.ts':
    'export const inputs: string[] = ["x"], outputs = ["y"], initial = 0;\nexport const step = (n: number, [x]: number[]) => ({ state: n, outputs: [x] });',
  'waits.mjs': `export const inputs = ['x'], outputs = ['y'], initial = 0;
export const step = async (n, [x]) => ({ state: n, outputs: [x] });`,
  'value.mjs': 'throw { wrong: 1 };',
  'empty.dot': ' \n',
  'bytes.csv': 'a,b\n\0\0\0\n',
  'packed.kiss2': gzipSync('.i 1\n.o 1\n0 a a 0\n'),
  'two.kiss2': '.i 1\n.o 1\n0 a a 0\n0 a a 1\n',
};

beforeAll(() => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
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
    [
      'awaits.mjs',
      'awaits.mjs: stopped while it was loaded: an await at its top level never ends; await only what comes',
    ],
    [
      'uses.mjs',
      'uses.mjs: step(0, 1) threw RangeError: too much (lib.mjs, line 3, column 16, called from line 3, column 56)',
    ],
    [
      'uses-null.mjs',
      "uses-null.mjs: cannot be loaded: TypeError: Cannot read properties of null (reading 'here') (lib-null.mjs, line 2, column 6)",
    ],
    [
      'uses-syntax.mjs',
      "uses-syntax.mjs: cannot be loaded: SyntaxError: Unexpected token ';' (lib-syntax.mjs, line 3)",
    ],
    ['syntax.mjs', "syntax.mjs: cannot be loaded: SyntaxError: Unexpected token '=' (line 1)"],
    ['nothing.kiss2', 'nothing.kiss2: no such file'],
    [
      'waits.mjs',
      'waits.mjs: step(0, 0): expected { state, outputs } or undefined, got a promise; step may not wait',
    ],
    ['value.mjs', 'value.mjs: cannot be loaded: the value { wrong: 1 }'],
    ['empty.dot', 'empty.dot: expected a machine, got an empty file'],
    ['bytes.csv', 'bytes.csv: expected a machine, got bytes that are no text'],
    ['packed.kiss2', 'packed.kiss2: expected a machine, got a packed file; unpack it first'],
  ])('%s', async (file, message) => {
    const { code, stdout, stderr } = await run('train', '--machine', file, '--out', 'new');
    expect([code, stdout, stderr]).toEqual([2, '', `carrybit: ${message}\n`]);
    expect(existsSync(join(folder, 'new'))).toBe(false);
  });

  test('recordings are not read from a machine', async () => {
    expect(await run('train', '--recordings', 'two.kiss2', '--out', 'new')).toMatchObject({
      code: 2,
      stderr:
        'carrybit: two.kiss2: expected recordings in CSV or VCD, got a machine; carrybit train --machine two.kiss2 learns it\n',
    });
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

  test.each(['slow', 'busy'])('a module whose calls return late is stopped as well: %s.mjs', async (name) => {
    const { code, stdout, stderr } = await run('machine', `${name}.mjs`);
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      expect.stringMatching(
        new RegExp(
          `^carrybit: ${name}\\.mjs: stopped at step\\(0, [01]{12}\\): expected at most 1200 ms for all calls and 0\\.05 ms more for each, got \\d+ ms for \\d+; do less in step, or take fewer inputs\n$`,
        ),
      ),
    ]);
    // Long before the last of the calls.
    expect(Number(/ms for (\d+); do/.exec(stderr)?.[1])).toBeLessThan(4096);
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

  test('a module of more than 4 MiB', async () => {
    const text = `export const inputs = ['a'];\n// ${'-'.repeat(4 * 2 ** 20)}\n`;
    writeFileSync(join(folder, 'large.mjs'), text);
    expect(await run('machine', 'large.mjs')).toEqual({
      ...{ code: 2, stdout: '' },
      stderr: `carrybit: large.mjs: expected at most ${4 * 2 ** 20} bytes, got ${text.length}; leave some of it out\n`,
    });
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
    if (strips)
      expect((await run('machine', 'misspelt.ts')).stderr).toMatch(
        /^carrybit: misspelt\.ts: cannot be loaded: SyntaxError: .{1,130} \(line 2\)\n$/,
      );
  });
});
