import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { carrybit, emptyFolder, root } from './carrybit.ts';

const folder = emptyFolder();
const run = (...args: string[]) => carrybit(folder, args);
const csv = 'debouncer.csv';

beforeAll(async () => {
  cpSync(join(root, 'examples/debouncer', csv), join(folder, csv));
  const { code, stdout } = await run('train', '--recordings', csv);
  expect([code, stdout]).toEqual([0, expect.stringContaining('that were held out (every fifth sequence)')]);
});

describe('recordings alone', () => {
  test('lead to a network that check trains again, if it is given them', async () => {
    expect(await run('check', '--recordings', csv)).toMatchObject({ code: 0 });
    expect(await run('check')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('pass them: --recordings FILE'),
    });
    writeFileSync(join(folder, 'other.csv'), 'contact,pressed\n0,0\n1,1\n');
    expect(await run('check', '--recordings', 'other.csv')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('provenance.recordings: expected '),
    });
  });

  test('explain saves the machine that the network is, which is a specification then', async () => {
    for (const file of ['learned.kiss2', 'learned.dot', 'learned.json']) {
      const { code, stdout } = await run('explain', '--save', file);
      expect([code, stdout]).toEqual([0, expect.stringContaining(`saved as a machine in ${file}`)]);
      expect((await run('prove', '--machine', file)).code).toBe(0);
    }
    expect(await run('explain', '--save', 'learned.txt')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('expected a file that ends in one of .kiss2, .dot, .json'),
    });
    expect(existsSync(join(folder, 'learned.txt'))).toBe(false);
  });

  test('are streamed, and compared with what the network says', async () => {
    const same = await run('stream', '--engine', 'node', '--in-file', csv);
    expect([same.code, same.stdout]).toEqual([0, expect.stringContaining('recorded output bits')]);
    const lines = readFileSync(join(folder, csv), 'utf8').split('\n');
    lines[10] = lines[10]?.replace(/.$/, (bit) => String(1 - Number(bit))) as string;
    writeFileSync(join(folder, 'wrong.csv'), lines.join('\n'));
    const other = await run('stream', '--engine', 'node', '--in-file', 'wrong.csv');
    expect(other).toMatchObject({
      code: 1,
      stderr: 'carrybit: 1 recorded output bits differ from the network’s\n',
    });
    expect(other.stdout).toContain(
      'recorded output bits differ, the first on line 11 (step 10 of sequence 1): recorded pressed 0, the network gives 1',
    );
    const json = await run('stream', '--engine', 'node', '--in-file', 'wrong.csv', '--json');
    expect(JSON.parse(json.stdout.trim().split('\n').at(-1) as string).recorded).toMatchObject({
      differing: 1,
      first: { line: 11, stream: 1, step: 10 },
    });
  });

  test.each([
    ['a,b,pressed\n0,0,1\n', 'expected columns of the inputs contact, got a, b'],
    ['contact,pressed\n2,1\n', 'line 2: debouncer has no input 2'],
  ])('of other widths or values are refused: %j', async (text, message) => {
    writeFileSync(join(folder, 'bad.csv'), text);
    const { code, stderr } = await run('stream', '--engine', 'node', '--in-file', 'bad.csv');
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

test('where the machine inferred from the recordings contradicts fewer of them, that is said', async () => {
  // Every fifth 1 is counted; a bit in fifty is wrong.
  const bits = Array.from({ length: 600 }, (_, step) => ((step * 7919) >> 3) & 1);
  let ones = 0;
  const lines = bits.map((bit, step) => {
    ones += bit;
    const fifth = bit === 1 && ones % 5 === 0 ? 1 : 0;
    return `${bit},${step % 50 === 49 ? 1 - fifth : fifth}`;
  });
  writeFileSync(join(folder, 'fifth.csv'), ['up,fifth', ...lines].join('\n'));
  const { stdout } = await run('train', '--recordings', 'fifth.csv', '--max-starts', '1', '--hidden', '2');
  expect(stdout).toMatch(
    /inferred from the recordings does better: 5 states, 12 recorded bits otherwise\. To learn and prove that: carrybit train --machine fifth\.csv$/m,
  );
  expect(stdout).toContain('carrybit explain trained/network.json --save learned.kiss2;');
  const named = await run(
    ...['train', '--recordings', 'fifth.csv', '--max-starts', '1', '--hidden', '2', '--outputs', 'fifth'],
  );
  expect(named.stdout).toContain('carrybit train --machine fifth.csv --outputs fifth\n');
});
