import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { OWNER } from '../../src/network/owner.ts';
import { writeWhole } from '../../src/network/write-whole.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'carrybit-write-'));
});

describe('a file that is written whole', () => {
  test('has its content, and keeps its mode and the link to it', async () => {
    const path = join(folder, 'file');
    const link = join(folder, 'link');
    await writeWhole(path, 'one');
    chmodSync(path, 0o600);
    symlinkSync('file', link);
    await writeWhole(link, 'two');
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['file', 'link']);
  });

  test('clears away what killed processes have left, and nothing of those that live', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const dead = `.carrybit-${OWNER.replace(/^\d+/, String(pid))}-0.tmp`;
    const alive = `.carrybit-${OWNER}-999.tmp`;
    const elsewhere = `.carrybit-${OWNER.replace(/@.*/, '@elsewhere')}-0.tmp`;
    const own = ['file.12345678', '.carrybit-notes.tmp'];
    for (const name of [dead, alive, elsewhere, ...own]) writeFileSync(join(folder, name), '');
    await writeWhole(join(folder, 'file'), 'content');
    expect(readdirSync(folder).sort()).toEqual([alive, elsewhere, 'file', ...own].sort());
  });

  test('of which a process was killed half-way is cleared away by the next', async () => {
    const script = `
      import { writeWhole } from ${JSON.stringify(new URL('../../dist/modules/src/network/write-whole.js', import.meta.url).href)};
      void writeWhole(process.argv[1], Buffer.alloc(1e8));
      const { readdirSync } = await import('node:fs');
      for (;;) if (readdirSync(${JSON.stringify(folder)}).length > 0) process.kill(process.pid, 'SIGKILL');
      else await new Promise(setImmediate);
    `;
    const path = join(folder, 'file');
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script, path]);
    expect([signal, readdirSync(folder).length]).toEqual(['SIGKILL', 1]);
    await writeWhole(path, 'content');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test('that does not fit leaves nothing, and is named', async () => {
    const path = join(folder, 'none/file');
    await expect(writeWhole(path, '')).rejects.toMatchObject({ code: 'ENOENT', path });
    await expect(writeWhole(folder, '')).rejects.toMatchObject({ code: 'EISDIR', path: folder });
    await expect(writeWhole('/dev/full', '')).rejects.toMatchObject({ code: 'EINVAL', path: '/dev/full' });
  });
});
