import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';
import { coffee } from './coffee.ts';

const folder = emptyFolder();
const run = (...args: string[]) => carrybit(folder, args);

const files: Readonly<Record<string, string>> = {
  'coffee.dot': coffee,
  'rules.txt': 'at most one of o0 o1\n',
  'untrue.txt': 'o0 within 2 steps after i0\n',
  'symbols.txt': 'never button beep\n',
  'wrong.txt': '# of another machine\nnever tea beep\n',
  'double.json': '{ "name": "never",\n"name": "double" }',
  'twice.dot': `digraph twice {
  __start0 -> fresh;
  fresh -> fresh [label="coin / ok"]; fresh -> once [label="button / ok"];
  once -> fresh [label="coin / ok"]; once -> once [label="button / bad"];
}
`,
  'silent.kiss2': '.i 2\n.o 1\n.ilb o0 o1\n.ob bad\n.r s\n11 s s 1\n',
};

beforeAll(async () => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  await run('train', '--machine', 'coffee.dot', '--quiet');
});

describe('carrybit prove --property', () => {
  test('names the place in a monitor in JSON', async () => {
    writeFileSync(
      join(folder, 'monitor.json'),
      '{"name": "never", "outputs": ["bad"], "states": ["p"], "initial": 0,\n  "inputs": ["i0", "tea"],\n  "next": [0,0,0,0], "output": [0,0,0,0]}',
    );
    expect(await run('prove', '--property', 'monitor.json')).toMatchObject({
      code: 2,
      stderr:
        'carrybit: monitor.json: line 2, column 20: expected inputs and outputs of coffee (i0, o0, o1, coin, button, beep, none, coffee), got "tea"\n',
    });
  });

  test('holds or is broken, alone and among several', async () => {
    const good = await run('prove', '--property', 'rules.txt');
    expect([good.code, good.stdout]).toEqual([
      0,
      expect.stringMatching(/^holds: at most one of o0 o1 — for input streams of any length/),
    ]);
    const bad = await run('prove', '--property', 'untrue.txt', '--json');
    expect([bad.code, JSON.parse(bad.stdout)]).toEqual([
      3,
      expect.objectContaining({
        verdict: 'disproved',
        properties: [
          expect.objectContaining({
            verdict: 'disproved',
            inputs: ['coin', 'button', 'coin', 'coin'],
            outputs: ['beep', 'coffee', 'beep', 'beep'],
          }),
        ],
        assumed: [],
      }),
    ]);
    // Several properties are one document.
    const rules = ['rules', 'untrue', 'rules'].map((name) =>
      readFileSync(join(folder, `${name}.txt`), 'utf8'),
    );
    writeFileSync(join(folder, 'several.txt'), rules.join('\n'));
    const several = JSON.parse((await run('prove', '--property', 'several.txt', '--json')).stdout);
    expect(several.verdict).toBe('disproved');
    expect(several.properties.map(({ verdict }: { verdict: string }) => verdict)).toEqual(
      expect.arrayContaining(['proven', 'disproved']),
    );
  });

  test('takes a property in words, too', async () => {
    expect(await run('prove', '--property', 'never button beep')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^holds: never button beep — /),
    });
    expect(await run('prove', '--property', 'never button beep\nnever tea beep')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^carrybit: never tea beep: expected inputs and outputs of coffee .* got "tea"\n/,
      ),
    });
    expect(await run('prove', '--property', 'always beep')).toMatchObject({
      code: 2,
      stderr:
        'carrybit: --property: expected a file, or a property such as "never A B" (README, own machines), got "always beep"\n',
    });
  });

  test('speaks of symbols, in words and by a monitor', async () => {
    const words = await run('prove', '--property', 'symbols.txt');
    expect([words.code, words.stdout]).toEqual([0, expect.stringMatching(/^holds: never button beep/)]);
    const twice = await run('prove', '--property', 'twice.dot');
    expect([twice.code, twice.stdout]).toEqual([
      3,
      expect.stringMatching(/^broken: twice .*\n {2}in +button +button\n {2}out +none +none/s),
    ]);
  });

  test.each([
    [
      'wrong.txt',
      'line 2: never tea beep: expected inputs and outputs of coffee (i0, o0, o1, coin, button, beep, none, coffee), got "tea"',
    ],
    [
      'silent.kiss2',
      'expected to be told about every step, got nothing in state s for coin → beep, step 1 of a stream that the network takes; add this step, where it is not bad too',
    ],
    ['double.json', 'line 2, column 1: the field "name" appears twice in one object; keep one'],
  ])('%s is refused', async (file, message) => {
    const { code, stdout, stderr } = await run('prove', '--property', file);
    expect([code, stdout, stderr]).toEqual([2, '', `carrybit: ${file}: ${message}\n`]);
  });
});
