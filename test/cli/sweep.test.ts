import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptyFolder, node, root } from './carrybit.ts';

/** The built commands alone, as in a package. */
function installed(): string {
  const folder = emptyFolder();
  cpSync(join(root, 'dist/bin'), join(folder, 'dist/bin'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  return folder;
}

describe('without the package carrybit-sweep', () => {
  test.each([[['sweep', 'plan.json']], [['worker', '--queue', 'redis://localhost']]])(
    '%s says in one sentence how to install it, in a clone how to build it',
    async (args) => {
      const folder = installed();
      const run = () => node(emptyFolder(), [join(folder, 'dist/bin/carrybit.cjs'), ...args]);
      const { code, stdout, stderr } = await run();
      expect([code, stdout]).toEqual([12, '']);
      expect(stderr).toMatch(
        /^carrybit: sweeps are a package of their own[^\n]+: npm install carrybit-sweep@[\d.]+\n$/,
      );
      mkdirSync(join(folder, 'sweep'));
      cpSync(join(root, 'sweep/package.json'), join(folder, 'sweep/package.json'));
      const clone = await run();
      expect(clone.code).toBe(12);
      expect(clone.stderr).toMatch(
        /^carrybit: sweeps are a package of their own[^\n]+: npm ci --prefix sweep\n$/,
      );
    },
  );
});
