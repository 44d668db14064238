import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';

const folder = emptyFolder();
beforeAll(async () => {
  expect((await carrybit(folder, ['train', '--quiet'])).code).toBe(0);
  expect((await carrybit(folder, ['explain', '--save', 'adder.json'])).code).toBe(0);
});

test.each([
  ['--save', 'learned.kiss2', ['explain']],
  ['--out', 'converted.dot', ['machine', 'adder.json', '--to', 'dot']],
])('a file of something else is kept unless told otherwise: %s', async (option, file, command) => {
  const args = [...command, option, file];
  writeFileSync(join(folder, file), 'mine');
  const { code, stdout, stderr } = await carrybit(folder, args);
  expect([code, stdout, stderr]).toEqual([
    ...[1, ''],
    `carrybit: ${file} holds another machine or none; pass --force to write over it, or another ${option}\n`,
  ]);
  expect(readFileSync(join(folder, file), 'utf8')).toBe('mine');
  expect((await carrybit(folder, [...args, '--force'])).code).toBe(0);
  expect(readFileSync(join(folder, file), 'utf8')).toContain('carry 1');
  // The same machine again.
  expect((await carrybit(folder, args)).code).toBe(0);
});
