import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';

describe('a machine of many states', () => {
  const place = emptyFolder();
  const ring = (states: number) => {
    const rows = Array.from({ length: states }, (_, state) => [
      `0 s${state} s${state} 0`,
      `1 s${state} s${(state + 1) % states} ${state === 0 ? 1 : 0}`,
    ]);
    return `.i 1\n.o 1\n${rows.flat().join('\n')}\n`;
  };

  test('is drawn up to 64 of them, and refused at once beyond', async () => {
    for (const states of [64, 65]) writeFileSync(join(place, `ring${states}.kiss2`), ring(states));
    const drawn = await carrybit(place, ['machine', 'ring64.kiss2', '--to', 'svg']);
    expect([drawn.code, drawn.stdout]).toEqual([0, expect.stringContaining('1 / 1 → s1')]);
    expect(await carrybit(place, ['machine', 'ring65.kiss2', '--to', 'svg'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^(.*\n)*carrybit: ring65\.kiss2: expected at most 64 states in a drawing, got 65; write the machine as KISS2 or JSON\n$/,
      ),
    });
  });

  test('explain writes no drawing of more than 64 states, and says where they are', async () => {
    writeFileSync(join(place, 'ring65.kiss2'), ring(65));
    const args = ['train', '--machine', 'ring65.kiss2', '--max-starts', '1', '--out', '.', '--quiet'];
    expect((await carrybit(place, args)).code).toBe(0);
    const { code, stdout } = await carrybit(place, ['explain', 'network.json']);
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining(
        'not drawn: expected at most 64 states, got 65; automaton.dot has all of them\n',
      ),
    ]);
    expect(existsSync(join(place, 'automaton.svg'))).toBe(false);
  });

  test('is refused as DOT in one sentence where DOT could not be read again', async () => {
    const words = Array.from({ length: 2048 }, (_, word) => word.toString(2).padStart(11, '0'));
    const mixed = (state: number, word: number) => Math.imul(state * 2048 + word + 1, 0x9e3779b1) >>> 20;
    const rows = Array.from({ length: 64 }, (_, state) =>
      words.map((bits, word) => `${bits} s${state} s${mixed(state, word) & 63} ${mixed(word, state) & 1}`),
    );
    writeFileSync(join(place, 'dense.kiss2'), `.i 11\n.o 1\n${rows.flat().join('\n')}\n`);
    const { code, stdout, stderr } = await carrybit(place, ['machine', 'dense.kiss2', '--to', 'dot']);
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      'carrybit: dense.kiss2: the machine is too large for DOT: expected at most 1048576 characters, got more; take KISS2 or JSON\n',
    ]);
  });
});
