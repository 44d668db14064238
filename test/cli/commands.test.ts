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

  test('explain leaves two classes and draws them', async () => {
    const { code, stdout } = await carrybit(folder, ['explain']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/carry 0 \(at the start\): .*carry 1: /s)]);
    expect(readFileSync(join(folder, 'trained/automaton.dot'), 'utf8')).toContain('digraph "adder"');
    expect(readFileSync(join(folder, 'trained/automaton.svg'), 'utf8')).toContain('</svg>');
  });

  test.each([
    ['c', 'network.h'],
    ['onnx', 'network.onnx'],
    ['safetensors', 'network.safetensors'],
  ])('export --format %s writes %s beside it', async (format, file) => {
    const { code, stdout } = await carrybit(folder, ['export', '--format', format]);
    expect([code, stdout]).toEqual([0, `trained/${file}\n`]);
    expect(existsSync(join(folder, 'trained', file))).toBe(true);
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
    expect([code, stdout]).toEqual([1, '']);
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
  test.each<[string[], number, string]>([
    [['prove', 'missing.json'], 1, 'missing.json: there is no such file'],
    [['check', '.'], 1, 'this is a folder'],
    [['explain', 'missing.json'], 1, 'there is no such file'],
    [['export'], 2, "required option '--format <format>' not specified"],
    [['export', '--format', 'pdf'], 2, 'Allowed choices are c, onnx, safetensors'],
    [['export', '--format', 'c', '--out', 'no/such/folder/x.h'], 1, 'there is no such file or folder'],
    [['export', '--format', 'c', '--out', '/dev/null'], 1, '/dev/null: this is a device or a pipe'],
    [['export', '--format', 'c', '--out', '.'], 1, '.: this is a folder, a file is needed'],
    [['check', '/dev/zero'], 1, '/dev/zero: this is a device or a pipe, a file is needed'],
    [['constructor'], 2, "unknown command 'constructor'"],
    [['gradcheck', '--hidden', '0'], 2, '--hidden is 0'],
    [['shrink', '--max-starts', '0'], 2, '--max-starts is 0, allowed is'],
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
