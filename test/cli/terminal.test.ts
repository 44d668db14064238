import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { painted, readyTerminal, shownOn, withoutColour } from '../../src/cli/terminal.ts';
import { main } from './carrybit.ts';

afterEach(() => vi.unstubAllEnvs());

const terminal = (columns: number, hasColors = true) =>
  ({ isTTY: true, columns, hasColors: () => hasColors }) as unknown as NodeJS.WriteStream;
const pipe = {} as NodeJS.WriteStream;
const ESC = '\u001b';

beforeAll(() => readyTerminal(true));

describe('text for people', () => {
  test('has colours on a terminal that has some, and none in a pipe', () => {
    vi.stubEnv('NO_COLOR', undefined);
    vi.stubEnv('FORCE_COLOR', undefined);
    expect(shownOn(terminal(80), '4 ✓')).toBe(`4 ${ESC}[32m✓${ESC}[39m`);
    expect(shownOn(terminal(80), '5 ✗ right is 4\nso')).toBe(`5 ${ESC}[31m✗ right is 4${ESC}[39m\nso`);
    expect(painted('bold', 'a', terminal(80, false))).toBe('a');
    expect(shownOn(pipe, '4 ✓')).toBe('4 ✓');
    // What says that it is a terminal and is none.
    expect(painted('bold', 'a', { isTTY: true } as NodeJS.WriteStream)).toBe('a');
  });

  test('has none with NO_COLOR, and some everywhere with FORCE_COLOR', () => {
    vi.stubEnv('FORCE_COLOR', '1');
    expect(painted('red', 'a', pipe)).toBe(`${ESC}[31ma${ESC}[39m`);
    vi.stubEnv('NO_COLOR', '1');
    expect(painted('red', 'a', terminal(80))).toBe('a');
  });

  test('is as wide as the terminal, and as long as it is in a pipe', () => {
    vi.stubEnv('NO_COLOR', '1');
    expect(shownOn(terminal(10), 'one two three four')).toBe('one two\nthree four');
    expect(shownOn(terminal(10), '  1\n  2 3')).toBe('  1\n  2 3');
    expect(shownOn(terminal(14), '  one two three four')).toBe('  one two\n  three four');
    expect(shownOn(terminal(14), 'notes  one two three')).toBe('notes  one two\n       three');
    expect(shownOn(terminal(10), 'labelled  one two')).toBe('labelled\none two');
    expect(shownOn(terminal(10), 'a-path-that-is-longer/than-that')).toBe('a-path-that-is-longer/than-that');
    expect(shownOn(terminal(0), 'one two three four')).toBe('one two three four');
    expect(shownOn(pipe, 'one two three four')).toBe('one two three four');
  });
});

test('--no-color may stand anywhere before --', () => {
  vi.stubEnv('NO_COLOR', undefined);
  expect(withoutColour(['prove', '--json'])).toEqual(['prove', '--json']);
  expect(process.env.NO_COLOR).toBeUndefined();
  expect(withoutColour(['prove', '--no-color', '--', '--no-color'])).toEqual(['prove', '--', '--no-color']);
  expect(process.env.NO_COLOR).toBe('1');
});

test.skipIf(process.platform !== 'linux')('a full disk under the output is said in a line', () => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [main, 'completion', 'bash'], {
    encoding: 'utf8',
    stdio: ['ignore', full, 'pipe'],
  });
  expect([status, stderr]).toEqual([
    1,
    'carrybit: the output cannot be written: the disk is full; free some space\n',
  ]);
});

test('a quiet command loads no part of Node for output that it does not write', () => {
  const folder = mkdtempSync(join(tmpdir(), 'carrybit-quiet-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const preload = join(folder, 'loaded.cjs');
  writeFileSync(
    preload,
    `const { writeFileSync } = require('node:fs');
    process.on('exit', () => writeFileSync('loaded', process.moduleLoadList.join()));`,
  );
  // Pipes, for which Node loads its sockets.
  const { status, stderr } = spawnSync(process.execPath, ['-r', preload, main, 'train', '--quiet'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  expect(readFileSync(join(folder, 'loaded'), 'utf8').split(',')).not.toContain('NativeModule net');
});
