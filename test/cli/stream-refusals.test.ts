import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';

const folder = emptyFolder();
const NODE = ['--engine', 'node'];

beforeAll(async () => {
  await carrybit(folder, ['train', '--quiet']);
  await carrybit(folder, ['flash-weights', '--port', 'sim']);
});

describe('carrybit stream refuses', () => {
  test.each<[string[], number, string]>([
    [['13'], 2, 'expected 2 numbers for a and b of the adder, got 1: "13"\n'],
    [['13', '4x'], 2, 'not a number: "4x"'],
    [['1', '2', '--random'], 2, 'numbers are given (1 2), and --random; one of them is enough'],
    // --raw takes --file for its path.
    [['--raw', '--file', '-'], 2, 'numbers are given (-), and --raw; one of them is enough'],
    [['--file', 'a', '--raw', 'b'], 2, "cannot be used with option '--raw <path>'"],
    [['--json', '--plotter'], 2, "cannot be used with option '--plotter'"],
    [['--pins', 'a=2', ...NODE], 2, '--pins: expected --engine gpio with it, got --engine node'],
    [['--baud', '9600', ...NODE], 2, '--baud: expected --engine board with it, got --engine node'],
    [['--rate', '0'], 2, '--rate: expected more than 0 and at most 1000000, or max, got 0'],
    [['--count', '0'], 2, '--count: expected 1 or more, or endless, got 0'],
    [
      ['13', '4', '--bits', '9', ...NODE],
      2,
      '--bits: expected --random with it, got numbers or steps that are given; leave --bits out',
    ],
    [['--in', '11', '--seed', '9', ...NODE], 2, '--seed: expected --random with it, got numbers or steps'],
    [['--bits', '0', ...NODE], 2, '--bits: expected 1–1048576, got 0'],
    [['--file', 'missing.txt', ...NODE], 1, 'missing.txt: no such file'],
    [['--network', 'missing.json'], 2, 'missing.json: no such file'],
    [['--port', '/dev/no-such-port'], 4, 'cannot open /dev/no-such-port: there is no such port'],
    [['--file', 'escapes.txt', ...NODE], 1, 'escapes.txt, line 1: not a number: "1 \\x1b[31m"'],
    [['--in-file', 'nul.txt', '--json', ...NODE], 1, 'nul.txt, line 1: not an input of adder'],
    [['--raw', 'nul.txt', ...NODE], 1, '1\\x001\\x00'],
    [['0011', '0100', ...NODE], 2, '"0011" is 11 in decimal and 3 in binary, or 12 with --bit-order lsb'],
    [['--file', 'bits.csv', ...NODE], 1, 'bits.csv, line 2: "0011" is 11 in decimal and 3 in binary'],
    [['--file', 'comments.txt', ...NODE], 1, 'comments.txt: expected numbers for a and b, got none'],
    [['--raw', 'comments.txt', ...NODE], 1, 'comments.txt: expected steps, a line of bits each, got none'],
    [['--in-file', 'comments.txt', ...NODE], 1, 'comments.txt: expected inputs, got none'],
    [['--file', '.', ...NODE], 2, '.: expected a file, got a folder'],
    [['--raw', '/dev/zero', ...NODE], 2, '/dev/zero: expected lines of at most 4194304 characters'],
    [['1', '2', '--bit-order', 'lsb', ...NODE], 2, '--bit-order: expected --base 2 with it'],
    [['--random', '--base', '2', ...NODE], 2, '--base: expected numbers or --file with it'],
    [['1', '2', '--base', '8'], 2, '--base: expected 2, 10, 16 or auto, got 8'],
    [['--count', '1e3'], 2, '--count: expected a whole number in digits, such as 1000, got 1e3'],
    [['--give-up', '-1'], 2, '--give-up: expected more than 0 and at most 1000000, got -1'],
  ])('%j', async (args, exitCode, message) => {
    writeFileSync(join(folder, 'bits.csv'), 'a,b\n0011,0100\n');
    writeFileSync(join(folder, 'comments.txt'), '# nothing\n');
    writeFileSync(join(folder, 'escapes.txt'), '1 \u001b[31m;2\n');
    writeFileSync(join(folder, 'nul.txt'), Buffer.from('11\n00\n', 'utf16le'));
    const { code, stdout, stderr } = await carrybit(folder, ['stream', ...args]);
    expect([code, stdout]).toEqual([exitCode, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('0 results');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
