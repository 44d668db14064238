import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lock } from '../../src/network/lock.ts';
import { filesAtRest } from '../../src/network/under-way.ts';
import { writeWhole } from '../../src/network/write-whole.ts';

const folder = mkdtempSync(join(tmpdir(), 'carrybit-under-way-'));
const path = join(folder, 'file');

test('files are at rest when a lock is taken, a file is whole, a lock is gone: not before', async () => {
  const taken = lock(path, () => {});
  await filesAtRest();
  expect(readdirSync(join(folder, 'file.lock'))).toHaveLength(1);
  void writeWhole(path, 'content');
  await filesAtRest();
  expect(readdirSync(folder).sort()).toEqual(['file', 'file.lock']);
  void (await taken)();
  await filesAtRest();
  expect(readdirSync(folder)).toEqual(['file']);
});

test('work that fails is waited for, too', async () => {
  const failed = expect(writeWhole(folder, 'content')).rejects.toThrow('expected a file');
  await filesAtRest();
  await failed;
});
