import { describe, expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';

describe('without the package carrybit-sweep', () => {
  test.each([[['sweep', 'plan.json']], [['worker', '--queue', 'redis://localhost']]])(
    '%s says in one sentence how to install it',
    async (args) => {
      const { code, stdout, stderr } = await carrybit(emptyFolder(), args);
      expect([code, stdout]).toEqual([12, '']);
      expect(stderr).toMatch(
        /^carrybit: sweeps are a package of their own[^\n]+: npm install carrybit-sweep@[\d.]+\n$/,
      );
    },
  );
});
