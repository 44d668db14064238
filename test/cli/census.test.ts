import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';

describe('carrybit census', () => {
  test('prints what became of the starts, where the others fail, and a chart', async () => {
    const { code, stdout, stderr } = await carrybit(emptyFolder(), ['census', '--starts', '600']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^starts +600$/m);
    expect(stdout).toMatch(/^learned: .* +\d+ {2}\d+\.\d\d % of the starts$/m);
    expect(stdout).toMatch(/^proven: does what the adder does, for ever +\d+/m);
    expect(stdout).toMatch(/The shortest has \d+ steps, the longest \d+\./);
    expect(stdout).toContain('networks, by steps from');
  });

  test('goes on from its file, and again does nothing', async () => {
    const folder = emptyFolder();
    const run = async (starts: number) => {
      const { stdout } = await carrybit(folder, ['census', '--starts', `${starts}`, '--json']);
      const { seconds, ...counts } = JSON.parse(stdout);
      expect(seconds).toBeGreaterThan(0);
      return counts;
    };
    await run(300);
    const twice = await run(600);
    expect(twice.starts).toBe(600);
    expect(await run(600)).toEqual(twice);
    const once = await carrybit(emptyFolder(), ['census', '--starts', '600', '--json']);
    expect(JSON.parse(once.stdout)).toMatchObject({ learned: twice.learned, disproved: twice.disproved });
  });

  test('keeps what it has on Ctrl-C', async () => {
    const folder = emptyFolder();
    const { code, stderr } = await carrybit(folder, ['census'], (kill) => {
      const watch = setInterval(() => {
        if (!existsSync(join(folder, 'trained/census.json'))) return;
        clearInterval(watch);
        kill();
      }, 20);
    });
    expect([code, stderr]).toEqual([130, 'carrybit: interrupted; the same command goes on from here\n']);
    const { starts } = JSON.parse(readFileSync(join(folder, 'trained/census.json'), 'utf8'));
    expect(starts).toBeGreaterThan(0);
    const { stdout } = await carrybit(folder, ['census', '--starts', `${starts}`, '--json']);
    expect(JSON.parse(stdout).starts).toBe(starts);
  });

  test.each([
    ['no census', '{"starts":3}', [], 'is no census; delete it or choose another --out'],
    ['no JSON', 'x', [], 'is no census'],
    [
      'a census of another seed',
      '{"task":"adder","seed":2,"starts":0,"learned":0,"proven":0,"notQuantizable":0,"undecided":0,"disproved":{}}',
      [],
      'is a census of adder, seed 2; pass --task adder --seed 2 to go on',
    ],
  ])('refuses to go on from %s', async (_, text, args, message) => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'census.json'), text);
    const { code, stdout, stderr } = await carrybit(folder, ['census', '--out', '.', ...args]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
    expect(readFileSync(join(folder, 'census.json'), 'utf8')).toBe(text);
  });

  test('refuses a number of starts that makes no sense', async () => {
    const { code, stderr } = await carrybit(emptyFolder(), ['census', '--starts', '0']);
    expect([code, stderr]).toEqual([
      2,
      'carrybit: --starts is 0, allowed is a whole number from 1 to 1000000000\n',
    ]);
  });
});
