import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { LockedError, locked } from '../../src/network/lock.ts';
import { OWNER } from '../../src/network/owner.ts';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'carrybit-lock-'));
  path = join(folder, 'file');
});

describe('a lock', () => {
  test('lets one work after the other, in any order', async () => {
    let inside = 0;
    const work = async () => {
      inside += 1;
      expect(inside).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => locked(path, 'wait', work)));
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is refused at once to whoever does not want to wait, and given back when work fails', async () => {
    const failing = locked(path, 'wait', async () => {
      await expect(locked(path, 'refuse', async () => {})).rejects.toThrow(LockedError);
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    expect(await locked(path, 'refuse', async () => 'mine')).toBe('mine');
  });

  test('of a process that has ended is taken over at once, by one of many', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    for (const owner of [OWNER.replace(/^\d+/, String(pid)), OWNER.replace(/\.\d+/, '.1')]) {
      mkdirSync(`${path}.lock`);
      writeFileSync(join(`${path}.lock`, owner), '');
      const began = performance.now();
      let inside = 0;
      await Promise.all(
        Array.from({ length: 8 }, () =>
          locked(path, 'wait', async () => {
            inside += 1;
            expect(inside).toBe(1);
            await new Promise((resolve) => setTimeout(resolve, 5));
            inside -= 1;
          }),
        ),
      );
      expect(performance.now() - began).toBeLessThan(5000);
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  test.each([
    ['this process', OWNER],
    ['another computer', OWNER.replace(/@.*/, '@elsewhere').replace(/^\d+/, '999999')],
  ])('of %s is not taken over', async (_, owner) => {
    mkdirSync(`${path}.lock`);
    writeFileSync(join(`${path}.lock`, owner), '');
    await expect(locked(path, 'refuse', async () => {})).rejects.toThrow(LockedError);
  });

  test('says at once when there can be none, and where', async () => {
    const nowhere = join(folder, 'none/file');
    await expect(locked(nowhere, 'wait', async () => {})).rejects.toMatchObject({
      code: 'ENOENT',
      path: nowhere,
    });
  });

  test('tells whoever stood still that another has taken it over, and leaves it to that one', async () => {
    await locked(path, 'refuse', async (lost) => {
      const longAgo = new Date(Date.now() - 60_000);
      utimesSync(`${path}.lock`, longAgo, longAgo);
      await locked(path, 'refuse', async () => {
        await new Promise((resolve) => lost.addEventListener('abort', resolve));
      });
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});
