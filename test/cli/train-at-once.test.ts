import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';

/** What lies in the folder's trained/, the digest in the certificate's name left out. */
const names = (folder: string) =>
  readdirSync(join(folder, 'trained'))
    .map((name) => name.replace(/[0-9a-f]{12}/, '…'))
    .sort();

describe('carrybit train, many at once into one folder', () => {
  test('leaves one of the networks, with its own certificate and loss curve', async () => {
    const folder = emptyFolder();
    // Fewer at a time than machines refuse, but often enough: each pair may meet at another instant.
    for (let round = 0; round < 3; round++) {
      const runs = Array.from({ length: 12 }, (_, seed) =>
        carrybit(folder, ['train', '--quiet', '--seed', String(seed)]),
      );
      for (const { code, stderr } of await Promise.all(runs)) expect([code, stderr]).toEqual([0, '']);
      expect(names(folder)).toEqual(['loss.svg', 'network.json', 'network.….certificate.json']);
      const network = JSON.parse(readFileSync(join(folder, 'trained/network.json'), 'utf8'));
      expect(readFileSync(join(folder, 'trained/loss.svg'), 'utf8')).toContain(
        `seed ${network.provenance.seed}, start ${network.provenance.start}<`,
      );
      expect((await carrybit(folder, ['check'])).code).toBe(0);
    }
  });

  test('goes on after one that was killed while it wrote, and clears its certificate away', async () => {
    const folder = emptyFolder();
    const place = (name: string) => join(folder, 'trained', name);
    mkdirSync(place('network.json.lock'), { recursive: true });
    const before = new Date(Date.now() - 9_000);
    utimesSync(place('network.json.lock'), before, before);
    writeFileSync(place('network.0123456789ab.certificate.json'), '{}');
    // Those of other networks stay, and so does what only looks alike.
    writeFileSync(place('smallest.0123456789ab.certificate.json'), '{}');
    writeFileSync(place('network.notes.certificate.json'), '{}');
    expect((await carrybit(folder, ['train', '--quiet'])).code).toBe(0);
    expect(names(folder)).toEqual([
      'loss.svg',
      'network.json',
      'network.notes.certificate.json',
      'network.….certificate.json',
      'smallest.….certificate.json',
    ]);
  });
});
