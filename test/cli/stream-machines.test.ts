import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';
import { trainCoffee } from './coffee.ts';

const NODE = ['--engine', 'node'];

describe('a machine with inputs that never come', () => {
  const coffeeFolder = emptyFolder();
  beforeAll(() => trainCoffee(coffeeFolder));
  const never = (step: number, bits: string, state: string) =>
    `step ${step} is coin button = ${bits}, which never comes in the state ${state}, as the machine says`;

  test.each<[string[], string, string]>([
    [['13', '4'], '', `"13 4": ${never(2, '00', 'paid')}`],
    [
      ['--file', 'numbers.txt'],
      'coin,button → beep,coffee  ✓\n',
      `numbers.txt, line 2: "1 4": ${never(2, '00', 'paid')}`,
    ],
    [
      ['--in-file', 'words.txt'],
      'coin,button → beep,coffee  ✓\n',
      `words.txt, line 5: ${never(2, '11', 'paid')}`,
    ],
    [['--raw', 'bits.txt'], '', `bits.txt, line 2: ${never(2, '00', 'paid')}`],
    [['--in', 'button,00'], '', `--in: ${never(2, '00', 'empty')}; expected inputs that may come`],
  ])('%j: is refused with the word and its place, not ticked', async (source, stdout, message) => {
    writeFileSync(join(coffeeFolder, 'numbers.txt'), '1 2\n1 4\n');
    writeFileSync(join(coffeeFolder, 'words.txt'), 'coin\nbutton\n\ncoin\n11\n');
    writeFileSync(join(coffeeFolder, 'bits.txt'), '10\n00\n');
    const run = await carrybit(coffeeFolder, ['stream', 'network.json', ...NODE, ...source]);
    expect(run.code).not.toBe(0);
    expect(run.stdout.split(/\d+ results?, /)[0]).toBe(stdout);
    expect(run.stderr).toContain(`carrybit: ${message}\n`);
  });
});

describe('a machine of more bits than a byte has', () => {
  const place = emptyFolder();
  beforeAll(async () => {
    // Nine inputs, of which the last one counts; ten outputs, all of which follow it.
    const rows = '.ilb i0 i1 i2 i3 i4 i5 i6 i7 last\n--------0 a a 1000000000\n--------1 a a 0111111111\n';
    writeFileSync(join(place, 'wide.kiss2'), `.i 9\n.o 10\n${rows}`);
    await carrybit(place, ['train', '--machine', 'wide.kiss2', '--out', '.', '--quiet']);
  });

  test('streams whole in Node', async () => {
    const line = 'last 101 → o0 010  o1 101';
    const given = await carrybit(place, [
      ...['stream', 'network.json', '--engine', 'node', '--in', '000000001,111111110,000000001'],
    ]);
    expect([given.code, given.stdout]).toEqual([0, expect.stringContaining(line)]);
    expect(given.stdout).toContain('  o9 101  ✓\n');
    const paced = await carrybit(place, [
      ...[
        'stream',
        'network.json',
        '--engine',
        'node',
        '--rate',
        '1000',
        '--in',
        '000000001,000000000',
        '--json',
      ],
    ]);
    const [document = ''] = paced.stdout.split('\n').filter((each) => each.includes('"answer"'));
    expect(JSON.parse(document)).toMatchObject({
      inputs: ['000000001', '000000000'],
      outputs: ['0111111111', '1000000000'],
      right: true,
    });
    const random = await carrybit(place, ['stream', 'network.json', '--engine', 'node', '--count', '3']);
    expect([random.code, random.stdout]).toEqual([0, expect.stringContaining('3 results, 0 errors')]);
  });

  test('is streamed by --in-file, and refused by --raw, which names it', async () => {
    writeFileSync(join(place, 'steps.txt'), '000000001\n111111110\n');
    const stream = (option: string) =>
      carrybit(place, ['stream', 'network.json', '--engine', 'node', option, 'steps.txt']);
    expect(await stream('--raw')).toMatchObject({
      ...{ code: 2, stdout: '' },
      stderr:
        'carrybit: network.json: expected at most 7 inputs and 8 outputs with --raw, got 9 and 10; --in-file takes the same lines\n',
    });
    expect((await stream('--in-file')).stdout).toContain('1 result, 0 errors; 2 steps');
  });

  test.each([
    ['stream', '--engine packed', '--engine', 'packed', '--in', '000000001'],
    ['run', 'run --gpio', '--gpio', '--port', 'sim'],
  ])('is refused by %s, which names %s', async (command, where, ...flags) => {
    expect(await carrybit(place, [command, 'network.json', ...flags])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `carrybit: network.json: expected at most 8 inputs and 8 outputs with ${where}, got 9 and 10; carrybit stream --engine node takes more, and carrybit export runs it elsewhere\n`,
    });
  });
});
