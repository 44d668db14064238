import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
    expect([other.code, other.stderr.split('\n')]).toEqual([
      1,
      [
        expect.stringMatching(
          /was learned from recordings alone: its machine is the one that it became itself/,
        ),
        'carrybit: 1 recorded output bit differs from the network’s',
        '',
      ],
    ]);
    expect(other.stdout).toContain(
      '1 of 288 recorded output bits differs, the first on line 11 (step 10 of sequence 1): recorded pressed 0, the network gives 1',
    );
    // The result itself shows it, too.
    const marks = other.stdout.split('\n').filter((line) => / → /.test(line));
    expect(marks[0]).toMatch(
      / ✗ a recorded bit differs on line 11 \(step 10\): recorded pressed 0, the network gives 1$/,
    );
    expect(marks.slice(1).every((line) => line.endsWith('  ✓'))).toBe(true);
    const json = await run('stream', '--engine', 'node', '--in-file', 'wrong.csv', '--json');
    expect(JSON.parse(json.stdout.split('\n')[0] as string)).toMatchObject({
      ...{ right: true, recorded: { differing: 1, first: { line: 11, step: 10, recorded: '0', said: '1' } } },
    });
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

describe('a counter that no start learns from recordings', () => {
  const made = emptyFolder();
  const runThere = (...args: string[]) => carrybit(made, args);
  const short = ['train', '--recordings', 'fifth.csv', '--max-starts', '1', '--hidden', '2'];

  beforeAll(() => {
    // Every fifth 1 is counted; a bit in fifty is wrong.
    const bits = Array.from({ length: 600 }, (_, step) => ((step * 7919) >> 3) & 1);
    let ones = 0;
    const lines = bits.map((bit, step) => {
      ones += bit;
      const fifth = bit === 1 && ones % 5 === 0 ? 1 : 0;
      return `${bit},${step % 50 === 49 ? 1 - fifth : fifth}`;
    });
    writeFileSync(join(made, 'fifth.csv'), ['up,fifth', ...lines].join('\n'));
  });

  test('is inferred and proven instead, and the report, the certificate and check say so', async () => {
    const { code, stdout } = await runThere(...short);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Learned from the data directly: the best network does \d+ of 600 recorded output bits/,
    );
    expect(stdout).toContain(
      'Inferred, not learned from the data directly: a machine of 5 states does all but 12 recorded bits and 97.5 % of the held-out ones right. It is the specification of the network below.',
    );
    expect(stdout).toContain(
      '12 of 600 recorded output bits (2.00 %) are taken to be wrong, on lines 51, 101,',
    );
    const network = JSON.parse(readFileSync(join(made, 'trained/network.json'), 'utf8'));
    expect(network.machine.name).toBe('fifth (inferred)');
    expect(network.provenance.recordings).toMatch(/^[0-9a-f]{64}$/);
    const [certificate] = readdirSync(join(made, 'trained')).filter((file) => /certificate/.test(file));
    expect(readFileSync(join(made, 'trained', certificate as string), 'utf8')).toContain('fifth (inferred)');
    expect(await runThere('check')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Its machine was inferred from recordings; check --recordings FILE'),
    });
    expect(await runThere('check', '--recordings', 'fifth.csv')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Its machine was inferred again from the recordings: it is the same.'),
    });
    writeFileSync(join(made, 'other.csv'), 'up,fifth\n0,0\n1,1\n');
    expect(await runThere('check', '--recordings', 'other.csv')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('provenance.recordings: expected recordings with the digest'),
    });
  });

  test('is marked for programs', async () => {
    const { code, stdout } = await runThere(...short, '--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      {
        task: 'fifth (inferred)',
        inferred: { states: 5, otherwise: 12, heldOut: { right: 117, all: 120, what: 'the last fifth' } },
      },
    ]);
  });

  test('a machine that was given is not said to be inferred', async () => {
    expect(
      await runThere('train', '--machine', 'fifth.csv', '--max-starts', '1', '--out', 'given'),
    ).toMatchObject({
      code: 0,
      stdout: expect.not.stringContaining('nferred, not learned'),
    });
    expect(await runThere('check', 'given/network.json', '--recordings', 'fifth.csv')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(
        'its machine was given, not inferred from recordings; leave --recordings out',
      ),
    });
  });
});

describe('recordings of a counter with one wrong input in a hundred', () => {
  test('lead to the counter, whose certificate names it, and to the lines of the inputs', async () => {
    const there = emptyFolder();
    const wrong = new Set<number>();
    let generator = 3;
    const draw = () => {
      generator = (Math.imul(generator, 1_103_515_245) + 12_345) >>> 0;
      return generator >>> 8;
    };
    const lines = ['up,full'];
    for (let sequence = 0; sequence < 50; sequence++) {
      if (sequence > 0) lines.push('');
      let state = 0;
      for (let step = 0; step < 20; step++) {
        const up = draw() & 1;
        state = (state + up) % 4;
        const isWrong = (sequence * 20 + step) % 97 === 50;
        if (isWrong) wrong.add(lines.length + 1);
        lines.push(`${isWrong ? 1 - up : up},${state === 3 ? 1 : 0}`);
      }
    }
    writeFileSync(join(there, 'counter.csv'), lines.join('\n'));
    const { code, stdout } = await carrybit(there, [
      ...['train', '--recordings', 'counter.csv', '--max-starts', '1', '--hidden', '2', '--json'],
    ]);
    expect([code, JSON.parse(stdout).inferred]).toMatchObject([0, { states: 4, otherwise: wrong.size }]);
  });
});

describe('recordings of bare pins, with a button that bounces', () => {
  const pins = emptyFolder();
  const runThere = (...args: string[]) => carrybit(pins, args);

  beforeAll(async () => {
    // A toggle: the lamp changes with each press while x is 1. Times are in ms.
    const head = ['clk', 'x', 'lamp'].map((name) => `$var wire 1 ${name} ${name} $end`).join('\n');
    const lines: string[] = [];
    let time = 0;
    let lamp = 0;
    for (let press = 0; press < 60; press++) {
      const x = (press * 7919) & 4 ? 1 : 0;
      lamp ^= x;
      lines.push(`#${time}\n${x}x`, `#${time + 30}\n1clk`, `#${time + 31}\n0clk\n${lamp}lamp`);
      lines.push(`#${time + 32}\n1clk`, `#${time + 80}\n0clk`);
      time += 100;
    }
    writeFileSync(
      join(pins, 'pins.vcd'),
      `$timescale 1 ms $end\n${head}\n$enddefinitions $end\n#0\n0clk\n0lamp\n${lines.join('\n')}\n`,
    );
    expect((await runThere('train', '--recordings', 'pins.vcd', '--clock', 'button')).code).toBe(0);
  });

  test('are steps as the board takes them, for training and for comparison', async () => {
    const { code, stdout } = await runThere(
      ...['stream', '--engine', 'node', '--in-file', 'pins.vcd', '--clock', 'button'],
    );
    expect([code, stdout]).toEqual([0, expect.stringContaining('all 60 recorded output bits')]);
    expect((await runThere('check', '--recordings', 'pins.vcd', '--clock', 'button')).code).toBe(0);
  });

  test('without --clock are refused before a network is trained', async () => {
    const { code, stderr } = await runThere('train', '--recordings', 'pins.vcd', '--out', 'other');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('--clock button, which makes 60 steps of them, or --clock electronic, which'),
    ]);
    expect(existsSync(join(pins, 'other'))).toBe(false);
  });
});

describe('recordings in which nothing can be learned', () => {
  const bad = emptyFolder();
  // The lamp is 0 and 1 in turns after the same inputs since the reset.
  const reset = Array.from({ length: 12 }, (_, index) => `${index < 6 ? 0 : 1},${index % 2}`);
  // Bits of a generator, three quarters of which no small machine predicts.
  let random = 1;
  const noise = Array.from({ length: 100 }, () => {
    random = (random * 1103515245 + 12345) % 2 ** 31;
    return `${(random >> 16) & 1},${(random >> 20) & 1}`;
  });

  test.each([
    [
      reset.join('\n\n'),
      'does 6 of 12 recorded output bits otherwise, no better than outputs that never change. The recordings contradict each other: after the same inputs, lines 2 and 4, 2 and 6, 2 and 8, 2 and 10, 2 and 12, 14 and 16, 14 and 18, 14 and 20 and 2 more pairs have different outputs. Mend these lines',
    ],
    [
      noise.join('\n'),
      /does \d+ of 20 held-out output bits \(the last fifth\) otherwise, more than a quarter/,
    ],
  ])('end with an error that says why, and with no network', async (lines, message) => {
    writeFileSync(join(bad, 'bad.csv'), `switch,lamp\n${lines}\n`);
    const { code, stdout, stderr } = await carrybit(bad, ['train', '--recordings', 'bad.csv', '--quiet']);
    expect([code, stdout]).toEqual([6, '']);
    expect(stderr).toMatch(/^carrybit: bad\.csv: nothing was learned: the best network /);
    expect(stderr).toMatch(message);
    expect(readdirSync(bad)).toEqual(['bad.csv']);
  });
});
