import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';

const folder = emptyFolder();
const COMMANDS = [
  ['prove'],
  ['check'],
  ['explain'],
  ['export', '--format', 'c'],
  ['stream', '13', '4', '--engine', 'node'],
  ['run', '--gpio', '--port', 'sim'],
  ['live', '--http', '0'],
  ['flash-weights', '--port', 'sim'],
];
const named = (args: readonly string[], file: string) => [args[0] ?? '', file, ...args.slice(1)];

describe('a network file ends a command with the exit code of such a machine file:', () => {
  writeFileSync(join(folder, 'twice.json'), '{ "format": "carrybit.network",\n  "format": "x" }');

  test.each(COMMANDS)('one that is missing, %s', async (...args) => {
    const { code, stdout, stderr } = await carrybit(folder, named(args, 'missing.json'));
    expect([code, stdout, stderr]).toEqual([
      ...[2, ''],
      'carrybit: missing.json: no such file or folder; carrybit train makes trained/network.json\n',
    ]);
    expect((await carrybit(folder, ['machine', 'missing.json'])).code).toBe(code);
  });

  test.each(COMMANDS)('one with a field that appears twice, %s', async (...args) => {
    const { code, stdout, stderr } = await carrybit(folder, named(args, 'twice.json'));
    expect([code, stdout, stderr]).toEqual([
      ...[2, ''],
      'carrybit: twice.json: line 2, column 3: the field "format" appears twice in one object; keep one\n',
    ]);
    expect((await carrybit(folder, ['machine', 'twice.json'])).code).toBe(code);
  });
});
