import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { carrybit, emptyFolder, main, root } from './carrybit.ts';

const folder = emptyFolder();

beforeAll(async () => {
  await carrybit(folder, ['train', '--quiet']);
});

describe('the commands on a trained network', () => {
  test('prove proves it and says what a flipped bit does', async () => {
    const { code, stdout } = await carrybit(folder, ['prove']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('comes back from all 16,777,216 states')]);
    const { verdict, recovery } = JSON.parse((await carrybit(folder, ['prove', '--json'])).stdout);
    expect([verdict, recovery.recovering]).toEqual(['proven', 16_777_216]);
  });

  test('check accepts it', async () => {
    const { code, stdout } = await carrybit(folder, ['check', '--json']);
    expect([code, JSON.parse(stdout).verdict]).toEqual([0, 'proven']);
  });

  test('explain leaves two states and draws them', async () => {
    const { code, stdout } = await carrybit(folder, ['explain']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/carry 0 \(at the start\): .*carry 1: /s)]);
    expect(readFileSync(join(folder, 'trained/automaton.dot'), 'utf8')).toContain('digraph "adder"');
    expect(readFileSync(join(folder, 'trained/automaton.svg'), 'utf8')).toContain('</svg>');
  });

  test.each([
    ['c', 'adder.h'],
    ['arduino', 'carrybit_adder'],
    ['onnx', 'adder.onnx'],
    ['onnx-float', 'adder.float.onnx'],
    ['safetensors', 'adder.safetensors'],
    ['smt2', 'adder.smt2'],
    ['aiger', 'adder.aig'],
    ['btor2', 'adder.btor2'],
    ['verilog', 'adder.v'],
    ['python-checker', 'adder.check.py'],
  ])('export --format %s writes %s beside it', async (format, file) => {
    const { code, stdout } = await carrybit(folder, ['export', '--format', format]);
    expect([code, stdout]).toEqual([0, `trained/${file}\n`]);
    expect(existsSync(join(folder, 'trained', file))).toBe(true);
  });

  test.each([
    ['c', 'CARRYBIT'],
    ['onnx', 'carrybit'],
  ])('export --format %s --out - writes to the standard output', async (format, text) => {
    const { code, stdout } = await carrybit(folder, ['export', '--format', format, '--out', '-']);
    expect([code, stdout.toLowerCase()]).toEqual([0, expect.stringContaining(text.toLowerCase())]);
    expect(existsSync(join(folder, '-'))).toBe(false);
  });

  test('an Arduino library of another network is not written over', async () => {
    const exported = (network: string, ...more: string[]) =>
      carrybit(folder, ['export', network, '--format', 'arduino', '--out', 'library', ...more]);
    await carrybit(folder, ['train', '--quiet', '--task', 'subtractor', '--out', 'other']);
    expect((await exported('trained/network.json')).code).toBe(0);
    expect((await exported('trained/network.json')).code).toBe(0);
    const before = readFileSync(join(folder, 'library/library.properties'), 'utf8');
    expect(await exported('other/network.json')).toMatchObject({
      code: 1,
      stderr:
        'carrybit: library holds another network or none; pass --force to write over it, or another --out\n',
    });
    expect(readFileSync(join(folder, 'library/library.properties'), 'utf8')).toBe(before);
    expect((await exported('other/network.json', '--force')).code).toBe(0);
  });

  test('the network is named the same way in all commands', async () => {
    const file = 'trained/network.json';
    for (const args of [['prove'], ['check'], ['explain'], ['flash-weights', '--port', 'sim']])
      expect((await carrybit(folder, [args[0] ?? '', file, ...args.slice(1)])).code).toBe(0);
    const streamed = await carrybit(folder, ['stream', file, '13', '4', '--engine', 'node']);
    expect(streamed.stdout).toContain('13 + 4 = 17');
    expect((await carrybit(folder, ['run', 'missing.json', '--gpio'])).stderr).toContain(
      'missing.json: no such',
    );
  });

  test('export keeps a file of another network unless told otherwise', async () => {
    const file = join(folder, 'trained/other.h');
    writeFileSync(file, 'mine');
    const asked = ['export', '--format', 'c', '--out', 'trained/other.h'];
    const refused = await carrybit(folder, asked);
    expect([refused.code, readFileSync(file, 'utf8')]).toEqual([1, 'mine']);
    expect(refused.stderr).toContain('trained/other.h holds another network or none; pass --force');
    expect((await carrybit(folder, [...asked, '--force'])).code).toBe(0);
    // Its own network's file is written over by itself, under another name as well.
    expect((await carrybit(folder, [...asked, '--name', 'ripple carry'])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('ripple_carry_step(');
  });

  test('export writes the automaton and the testbench of a Verilog module', async () => {
    for (const form of ['automaton', 'testbench']) {
      const { code, stdout } = await carrybit(folder, ['export', '--format', 'verilog', '--form', form]);
      expect([code, stdout]).toEqual([0, `trained/adder_${form}.v\n`]);
    }
    expect(readFileSync(join(folder, 'trained/adder_automaton.v'), 'utf8')).toMatch(/^module adder \($/m);
  });

  test.each([
    [['--format', 'c', '--form', 'step'], '--form: expected nothing for --format c, got step'],
    [['--format', 'verilog', '--form', 'step'], '--form: expected network or automaton or testbench'],
    [['--format', 'c', '--opset', '17'], '--opset does not go with --format c'],
    [['--format', 'onnx', '--opset', '99'], '--opset: expected 13–23, got 99'],
    [['--format', 'onnx', '--opset', '11'], '--opset: expected 13–23, got 11'],
    [['--format', 'onnx', '--static', '0'], 'expected STEPS or STEPS,BATCH'],
  ])('export %s is refused', async (flags, message) => {
    const { code, stderr } = await carrybit(folder, ['export', ...flags]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  test('gradcheck names every parameter it compared', async () => {
    const { code, stdout } = await carrybit(folder, ['gradcheck']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('All 28 gradients agree.')]);
    expect(stdout).toContain('wRecurrent[2,2]');
  });

  test('shrink finds a smaller proven network and keeps it', async () => {
    const { code, stdout } = await carrybit(folder, ['shrink', '--max-starts', '60', '--json']);
    const { frontier, files } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(frontier[0].bits).toBeLessThanOrEqual(83);
    expect((await carrybit(folder, ['check', files.network])).code).toBe(0);
  });
});

/** What these tests change in a network file. */
interface Editable {
  fixed: { stateBias: number[] };
  float: { wInput: { values: number[] } };
  digests: object;
}

describe('check never passes a file that was tampered with', () => {
  const tampered = async (edit: (document: Editable) => void) => {
    const copy = emptyFolder();
    await carrybit(copy, ['train', '--quiet']);
    const path = join(copy, 'trained/network.json');
    const document = JSON.parse(readFileSync(path, 'utf8'));
    edit(document);
    writeFileSync(path, JSON.stringify(document));
    return carrybit(copy, ['check']);
  };

  test('in a constant, even when every digest in the file is made to fit', async () => {
    const { digests } = await import('../../src/network/document.ts');
    const { code, stdout, stderr } = await tampered((document) => {
      document.fixed.stateBias[0] = (document.fixed.stateBias[0] ?? 0) + 1;
      document.digests = digests(document as never);
    });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('the certificate is about other constants');
  });

  test('in a float parameter', async () => {
    const { digests } = await import('../../src/network/document.ts');
    const { code, stderr } = await tampered((document) => {
      document.float.wInput.values[0] = (document.float.wInput.values[0] ?? 0) + 1;
      document.digests = digests(document as never);
    });
    expect([code, stderr]).toEqual([3, expect.stringContaining('float.wInput.values.0: is ')]);
  });
});

describe('mistakes', () => {
  test('a folder that export cannot fill is not left behind', async () => {
    const args = ['export', '--format', 'arduino', '--out', 'unfilled/library'];
    const limited = 'trap "" XFSZ; ulimit -f 0; exec "$@"';
    const child = spawn('sh', ['-c', limited, 'sh', process.execPath, main, ...args], { cwd: folder });
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    const [code] = await once(child, 'close');
    expect([code, said]).toEqual([1, expect.stringContaining('the file would exceed the size limit')]);
    expect(existsSync(join(folder, 'unfilled'))).toBe(false);
  });

  test.each<[string[], number, string]>([
    [['prove', 'missing.json'], 2, 'missing.json: no such file'],
    [['check', '.'], 2, 'expected a file, got a folder'],
    [['explain', 'missing.json'], 2, 'no such file'],
    [['export'], 2, "required option '--format <format>' not specified"],
    [['export', '--format', 'pdf'], 2, 'expected one of c, arduino, verilog, onnx'],
    [['export', '--format', 'c', '--out', 'no/such/folder/x.h'], 1, 'no such file or folder'],
    [
      ['export', '--format', 'c', '--out', '/dev/null'],
      1,
      '/dev/null: expected a file, got a device or a pipe',
    ],
    [['export', '--format', 'c', '--out', '.'], 1, '.: expected a file, got a folder'],
    [['check', '/dev/zero'], 2, '/dev/zero: expected a file, got a device or a pipe'],
    [['constructor'], 2, "unknown command 'constructor'"],
    [['gradcheck', '--hidden', '0'], 2, '--hidden: expected 1–256, got 0'],
    [['shrink', '--max-starts', '0'], 2, '--max-starts: expected 1–1000000000, got 0'],
    [['fly'], 2, "unknown command 'fly'"],
    [['--fly'], 2, "unknown option '--fly'"],
  ])('%j', async (args, exitCode, message) => {
    const { code, stdout, stderr } = await carrybit(folder, args);
    expect([code, stdout]).toEqual([exitCode, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('help', () => {
  test('lists every command and the exit codes', async () => {
    const { code, stdout } = await carrybit(folder, ['--help']);
    expect(code).toBe(0);
    for (const name of [
      'train',
      'prove',
      'check',
      'explain',
      'shrink',
      'smallest',
      'export',
      'gradcheck',
      'Exit codes',
    ]) {
      expect(stdout).toContain(name);
    }
    expect(await carrybit(folder, [])).toMatchObject({ code: 0, stdout });
  });

  test('of a command lists its options; --version is that of package.json', async () => {
    expect((await carrybit(folder, ['train', '--help'])).stdout).toContain('--learning-rate <x>');
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect((await carrybit(folder, ['--version'])).stdout).toBe(`${version}\n`);
  });
});

test('a reader that leaves early is no error', async () => {
  const child = spawn(process.execPath, [
    main,
    'gradcheck',
    '--hidden',
    '60',
    '--samples',
    '1',
    '--bits',
    '1',
  ]);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const [first] = await once(child.stdout.setEncoding('utf8'), 'data');
  child.stdout.destroy();
  const [code] = await once(child, 'close');
  expect([first, code, stderr]).toEqual([expect.stringContaining('parameter'), 0, '']);
});
