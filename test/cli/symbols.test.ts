import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';
import { coffee, trainCoffee } from './coffee.ts';

const folder = emptyFolder();
const run = (...args: string[]) => carrybit(folder, args);

const files: Readonly<Record<string, string>> = {
  'coffee.dot': coffee,
  'turned.dot': coffee
    .replace('empty -> paid [label="coin / beep"];', '')
    .replace('__start0 ->', 'empty -> paid [label="coin / beep"]; __start0 ->'),
  'wrong.dot': coffee.replace('coffee"];', 'tea"];').replace('button / none', 'button / coffee'),
};

beforeAll(async () => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  await run('train', '--machine', 'coffee.dot', '--quiet');
});

describe('everything after training speaks the machine’s language', () => {
  test('the network file keeps the symbols', () => {
    const { symbols } = JSON.parse(readFileSync(join(folder, 'trained/network.json'), 'utf8'));
    expect(symbols.outputs).toEqual([
      ['beep', 0],
      ['none', 1],
      ['coffee', 2],
    ]);
  });

  test.each(['node', 'packed'])('stream --engine %s --in', async (engine) => {
    const { code, stdout } = await run('stream', '--engine', engine, '--in', 'coin,button,button');
    expect([code, stdout.split('\n')[0]]).toEqual([0, 'coin,button,button → beep,coffee,none  ✓']);
  });

  test('stream --in-file, JSON, and without a source', async () => {
    writeFileSync(join(folder, 'in.txt'), '# tea\ncoin, button\n\nbutton\n');
    const lines = (await run('stream', '--engine', 'node', '--in-file', 'in.txt', '--json')).stdout
      .trim()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line).outputs)).toEqual([['beep', 'coffee'], ['none'], undefined]);
    const { code, stdout } = await run('stream', '--engine', 'node', '--count', '3');
    expect([code, stdout.includes('3 results, 0 errors')]).toEqual([0, true]);
  });

  test('stream --in refuses words that are not inputs', async () => {
    const { code, stderr } = await run('stream', '--engine', 'node', '--in', 'coin,tea');
    expect([code, stderr]).toEqual([
      2,
      'carrybit: --in: not an input of coffee: "tea"; expected one of coin, button, or 1 bit (i0)\n',
    ]);
    // Inputs where numbers are expected.
    expect((await run('stream', '--engine', 'node', 'coin', 'button')).stderr).toMatch(
      /; for inputs, --in coin,button\n$/,
    );
  });

  test('explain', async () => {
    const { stdout } = await run('explain');
    expect(stdout).toContain('  coin / beep  →  paid');
    expect(readFileSync(join(folder, 'trained/automaton.svg'), 'utf8')).toContain('button / coffee');
  });

  test('prove --machine compares by name, whatever the codes', async () => {
    expect((await run('prove', '--machine', 'turned.dot')).code).toBe(0);
    const { code, stdout, stderr } = await run('prove', '--machine', 'wrong.dot');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('wrong.dot: symbols.outputs: expected one of beep, none, coffee, got tea');
  });

  test.each([
    ['prove', 'coffee.dot'],
    ['stream', 'coffee.dot'],
    ['flash-weights', 'machine.json'],
  ])('%s of a machine, %s, says what takes one', async (command, file) => {
    await run('machine', 'coffee.dot', '--to', 'json', '--out', 'machine.json');
    expect(await run(command, file)).toMatchObject({
      code: 2,
      stderr: `carrybit: ${file}: expected a network, got a machine; carrybit train --machine ${file} makes a network of it, and carrybit prove NETWORK.json --machine ${file} compares one with it\n`,
    });
  });
});

describe('an export of a machine with symbols', () => {
  const place = emptyFolder();
  const exported = async (...args: string[]) =>
    (await carrybit(place, ['export', 'network.json', '--out', '-', ...args])).stdout;
  beforeAll(() => trainCoffee(place));

  test.each(['c', 'verilog', 'smt2', 'btor2', 'aiger', 'onnx'])(
    'as %s says its bits, symbols and assumptions',
    async (format) => {
      const text = await exported('--format', format);
      expect(text).toContain('Inputs, bit 0 first: coin, button; symbols: coin = 10, button = 01.');
      expect(text).toContain(
        'Assumed of the inputs: only its 2 symbols come. After any other the outputs are undefined until a reset.',
      );
    },
  );

  test('has its symbols as constants of C, for the editor of Arduino too', async () => {
    expect(await exported('--format', 'c')).toContain(
      '#define COFFEE_IN_COIN 1u\n#define COFFEE_IN_BUTTON 2u\n',
    );
    await carrybit(place, ['export', 'network.json', '--format', 'arduino', '--out', 'library']);
    expect(readFileSync(join(place, 'library/src/carrybit_coffee.h'), 'utf8')).toContain(
      '#define COFFEE_OUT_BEEP 1u',
    );
    expect(readFileSync(join(place, 'library/keywords.txt'), 'utf8')).toContain(
      'COFFEE_IN_BUTTON\tLITERAL1\n',
    );
  });

  test('claims no assumption where there is none', async () => {
    const { stdout } = await run('export', 'trained/network.json', '--format', 'c', '--out', '-');
    expect(stdout).toContain('symbols: coin = 0, button = 1.');
    expect(stdout).not.toContain('Assumed');
  });
});
