import { expect, test } from 'vitest';
import { programOf } from '../../src/cli/program.ts';
import { carrybit, emptyFolder } from './carrybit.ts';

const { commands } = await programOf();
const numeric = commands.flatMap((command) =>
  command.options
    .filter(({ flags }) => /<(n|port|rate|baud|seconds)>$/.test(flags) && !/--port /.test(flags))
    .map((option) => ({ name: `${command.name()} ${option.flags}`, option })),
);

test.each(numeric)('$name refuses what is not a number or can be read in two ways', ({ option }) => {
  for (const text of ['x', '', '0x11', '1e999'])
    expect(() => option.parseArg?.(text, undefined) ?? text, text).toThrow(/^Expected /);
  expect(() => option.parseArg?.('017', undefined) ?? '').toThrow(
    'Expected a number without zeros before it, 17, or 15 if that is octal.',
  );
  expect(() => option.parseArg?.('-09', undefined) ?? '').toThrow(
    'Expected a number without zeros before it, -9.',
  );
});

test('these are all options with numbers that there are', () => {
  expect(numeric.length).toBeGreaterThan(25);
});

test('the refusal of an option names it, the value and what is expected, with exit code 2', async () => {
  const folder = emptyFolder();
  for (const [args, message] of [
    [
      ['train', '--seed', '017'],
      '--seed: expected a number without zeros before it, 17, or 15 if that is octal, got 017',
    ],
    [['census', '--seed', '-1'], '--seed: expected 0–4294967295, got -1'],
    [['run', '--gpio', '--rate', '0x4'], '--rate: expected a finite number, such as 0.05 or 1e-8, got 0x4'],
    [['flash-weights', '--port='], '--port: expected a value, got ""'],
    [['flash-weights', '--pins', ''], '--pins: expected a value, got ""'],
    [['prove', ''], 'network: expected a value, got ""'],
    [['stream', 'trained/network.json', '13', ''], 'numbers: expected a value, got ""'],
    [['train', '--hidden='], '--hidden: expected a whole number in digits, such as 1000, got ""'],
  ] as const) {
    const { code, stderr } = await carrybit(folder, args);
    expect([code, stderr.split('\n')[0]]).toEqual([2, `carrybit: ${message}`]);
  }
});
