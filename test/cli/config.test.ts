import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/cli/config.ts';
import { carrybit, emptyFolder } from './carrybit.ts';

const FILE = 'carrybit.config.json';

describe('carrybit.config.json', () => {
  test('says port, pins and folder where options do not', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, FILE), '{"port": "sim", "folder": "nets", "pins": "c=9"}\r\n');
    expect((await carrybit(folder, ['train', '--quiet'])).code).toBe(0);
    expect((await carrybit(folder, ['flash-weights'])).stdout).toMatch(/^sim: .* bytes written/);
    const streamed = await carrybit(folder, ['stream', '13', '4']);
    expect([streamed.stderr, streamed.stdout]).toEqual(['', expect.stringContaining('13 + 4 = 17')]);
    expect((await carrybit(folder, ['check', 'trained/network.json'])).code).toBe(2);
    const run = await carrybit(folder, ['run', '--gpio']);
    expect([run.code, run.stderr]).toEqual([
      2,
      expect.stringContaining('carrybit.config.json: pins: not a pin: "c=9"'),
    ]);
    const asked = await carrybit(folder, ['run', '--gpio', '--pins', 'd=9']);
    expect(asked.stderr).toContain('--pins: not a pin: "d=9"');
  });

  test.each([
    ['{"port": 7}', 'line 1: port: expected text, got 7'],
    ['{\n  "folder": "a",\n  "pin": "a=2"\n}', 'line 3: expected one of port, pins, folder, got "pin"'],
    ['{\n  "folder": ""\n}', 'line 2: folder: expected text, got ""'],
    ['{\n  "port": "sim",\n}', 'line 3: expected JSON'],
    ['{\n  "port": ', 'line 2: expected JSON'],
    [
      '{\n  "port": "sim",\n  "port": "COM3"\n}',
      'line 3: the field "port" appears twice in one object; keep one',
    ],
    ['[]', 'line 1: expected an object with port, pins, folder, got []'],
    ['', 'line 1: expected JSON'],
  ])('%j is refused with its place', (text, message) => {
    expect(() => parseConfig(text)).toThrow(`${FILE}${message.startsWith('line') ? ', ' : ''}`);
    expect(() => parseConfig(text)).toThrow(message);
  });

  test('that is a folder is refused by every command that would read it', async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, FILE));
    const { code, stderr } = await carrybit(folder, ['prove']);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${FILE}: expected a file, got a folder`)]);
    expect((await carrybit(folder, ['version'])).code).toBe(0);
  });
});
