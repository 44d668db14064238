import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { carrybit, emptyFolder, main } from './carrybit.ts';

const folder = emptyFolder();
const NODE = ['--engine', 'node'];

beforeAll(async () => {
  await carrybit(folder, ['train', '--quiet']);
});

test('a recording that cannot grow is an error, though every answer is right', () => {
  const limited = `trap '' XFSZ; ulimit -f 8; exec "$@"`;
  const args = ['stream', ...NODE, '--random', '--count', '500', '--vcd', 'steps.vcd'];
  const { status, stdout, stderr } = spawnSync('sh', ['-c', limited, 'sh', process.execPath, main, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stdout).toContain('500 results, 0 errors');
  expect(stderr.trim().split('\n')).toEqual([
    'steps.vcd: cannot be written any more, the recording ends here',
    'carrybit: steps.vcd: the file would exceed the size limit of this shell (ulimit -f)',
  ]);
  expect(status).toBe(1);
});

test('text in UTF-16, as PowerShell writes it, is read like any other', async () => {
  const write = (name: string, text: string) =>
    writeFileSync(join(folder, name), Buffer.from(`\ufeff${text}`, 'utf16le'));
  write('sums16.txt', '13 4\r\n1 2\r\n');
  write('adder16.csv', 'a,b,sum\r\n1,1,0\r\n0,0,1\r\n');
  write('parity16.kiss2', '.i 1\n.o 1\n0 a a 0\n1 a b 1\n0 b b 1\n1 b a 0\n');
  expect(await carrybit(folder, ['stream', ...NODE, '--file', 'sums16.txt'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^13 \+ 4 = 17 {2}✓\n1 \+ 2 = 3 {2}✓\n2 results, 0 errors/),
  });
  expect((await carrybit(folder, ['stream', ...NODE, '--in-file', 'adder16.csv'])).code).toBe(0);
  expect((await carrybit(folder, ['machine', 'parity16.kiss2'])).stdout).toContain('states       2: a, b');
});

test('a recording of numbers is read back as the steps it shows, and compared', async () => {
  const { stdout } = await carrybit(folder, [
    'stream',
    ...NODE,
    '--random',
    '--count',
    '20',
    '--vcd',
    'sums.vcd',
  ]);
  const steps = Number(/; (\d+) steps/.exec(stdout)?.[1]);
  expect(readFileSync(join(folder, 'sums.vcd'), 'utf8')).toMatch(/\$var wire 1 \S+ sum \$end/);
  const again = await carrybit(folder, ['stream', ...NODE, '--in-file', 'sums.vcd', '--vcd', 'again.vcd']);
  expect(again.stdout).toContain('recorded output bits\n');
  expect([again.code, again.stdout]).toEqual([
    0,
    expect.stringContaining(`20 results, 0 errors; ${steps} steps`),
  ]);
  const wrong = readFileSync(join(folder, 'sums.vcd'), 'utf8').replaceAll(
    /^([01])%$/gm,
    (_, bit) => `${1 - bit}%`,
  );
  writeFileSync(join(folder, 'wrong.vcd'), wrong);
  expect((await carrybit(folder, ['stream', ...NODE, '--in-file', 'wrong.vcd'])).code).not.toBe(0);
});
