import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { carrybit, emptyFolder, root } from './carrybit.ts';

const folder = emptyFolder();
const NODE = ['--engine', 'node'];

beforeAll(async () => {
  await carrybit(folder, ['train', '--quiet']);
  await carrybit(folder, ['flash-weights', '--port', 'sim']);
});

const documents = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('carrybit stream', () => {
  test('adds two numbers on the simulated board, and says that it is one', async () => {
    const { code, stdout, stderr } = await carrybit(folder, ['stream', '13', '0b100']);
    expect([code, stderr]).toEqual([0, expect.stringContaining('using the simulated Uno (--port sim)')]);
    expect(stdout).toMatch(
      /^13 \+ 4 = 17 {2}✓\n1 result, 0 errors; 5 steps in .* bits\/s\nlatency .* median, /,
    );
  });

  test('prints with --json a document an answer, and one at the end', async () => {
    const { stdout } = await carrybit(folder, [
      'stream',
      '--count',
      '3',
      '--seed',
      '9',
      '--json',
      '--port',
      'sim',
    ]);
    const [answer, second, third, end, ...more] = documents(stdout);
    expect(answer).toEqual({
      event: 'answer',
      numbers: [expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+$/)],
      answer: (BigInt(answer.numbers[0]) + BigInt(answer.numbers[1])).toString(),
      expected: answer.answer,
      right: true,
      steps: expect.any(Number),
      milliseconds: expect.any(Number),
    });
    expect([second.event, third.event, more]).toEqual(['answer', 'answer', []]);
    expect(end).toEqual({
      event: 'end',
      engine: 'Uno on sim',
      task: 'adder',
      answers: 3,
      errors: 0,
      steps: answer.steps + second.steps + third.steps,
      seconds: expect.any(Number),
      bitsPerSecond: expect.any(Number),
      medianMilliseconds: expect.any(Number),
      p99Milliseconds: expect.any(Number),
    });
  });

  test('takes numbers from a file', async () => {
    writeFileSync(join(folder, 'numbers.txt'), `1 2\n\n0xff 1 # both\n${10n ** 60n},5\n`);
    const { code, stdout } = await carrybit(folder, ['stream', '--file', 'numbers.txt', ...NODE]);
    expect(code).toBe(0);
    expect(stdout).toContain('1 + 2 = 3  ✓\n255 + 1 = 256  ✓\n');
    expect(stdout).toContain('3 results, 0 errors');
  });

  test('takes bit strings, lines that end in carriage returns, and what it has printed itself', async () => {
    writeFileSync(join(folder, 'bits.csv'), 'b;a\r"0100";"1101"\r');
    const { stdout } = await carrybit(folder, ['stream', '--file', 'bits.csv', '--base', '2', ...NODE]);
    expect(stdout).toMatch(/^13 \+ 4 = 17 {2}✓\n1 result,/);
    writeFileSync(join(folder, 'printed.txt'), stdout);
    const again = await carrybit(folder, ['stream', '--file', 'printed.txt', ...NODE]);
    expect(again.stdout).toMatch(/^13 \+ 4 = 17 {2}✓\n1 result,/);
  });

  test('takes raw bits and gives raw bits', async () => {
    writeFileSync(join(folder, 'bits.txt'), '11\n11\n00\n\n10\n01\n');
    const { code, stdout, stderr } = await carrybit(folder, ['stream', '--raw', 'bits.txt', '--port', 'sim']);
    expect([code, stdout]).toEqual([0, '0\n1\n1\n\n1\n1\n']);
    expect(stderr).toContain('2 results, 0 errors; 5 steps');
  });

  test('prints with --plotter what the Serial Plotter reads', async () => {
    const { stdout } = await carrybit(folder, ['stream', '1', '1', '--plotter', ...NODE]);
    const value = '-?[01]\\.\\d{3}';
    expect(stdout).toMatch(
      new RegExp(`^(a:[01],b:[01],reset:[01],sum:[01],h1:${value},h2:${value},h3:${value}\n){2}$`),
    );
    expect(stdout).toMatch(/^a:1,b:1,reset:1,sum:0.*\na:0,b:0,reset:0,sum:1/);
  });

  test('reads its own output back, coloured or for the plotter', async () => {
    const random = ['stream', '--random', '--count', '5', ...NODE];
    const saved = async (name: string, ...flags: string[]) => {
      const { stdout } = await carrybit(folder, [...random, ...flags]);
      writeFileSync(join(folder, name), stdout);
      return stdout;
    };
    const plain = await saved('plain.txt');
    vi.stubEnv('NO_COLOR', '').stubEnv('FORCE_COLOR', '1');
    const coloured = await saved('coloured.txt');
    vi.unstubAllEnvs();
    expect(coloured).toContain('\u001b[32m✓');
    const numbers = (text: string) => text.split('\n').slice(0, 5);
    const back = await carrybit(folder, ['stream', '--file', 'coloured.txt', ...NODE]);
    expect([back.code, numbers(back.stdout)]).toEqual([0, numbers(plain)]);

    const plotted = await saved('plotted.txt', '--plotter');
    for (const source of ['--raw', '--in-file']) {
      const again = await carrybit(folder, ['stream', source, 'plotted.txt', '--plotter', ...NODE]);
      expect([again.code, again.stdout]).toEqual([0, plotted]);
    }
    const refused = await carrybit(folder, ['stream', '--file', 'plotted.txt', ...NODE]);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(
        /plotted\.txt, line 1: expected numbers, got a step: .*; --raw reads what --plotter/,
      ),
    ]);
  });

  test('with a network that is wrong, tells each wrong answer and fails', async () => {
    const wrong = emptyFolder();
    await carrybit(wrong, ['train', '--quiet', '--max-starts', '1', '--epochs', '1']);
    const options = ['--network', 'trained/unproven.json', '--unproven', '--count', '20', ...NODE];
    const { code, stdout, stderr } = await carrybit(wrong, ['stream', ...options]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/carrybit: \d+ wrong outputs?/)]);
    expect(stdout).toMatch(/ ✗ right is \d+\n/);
  });

  test('ends at Ctrl-C with what was done so far', async () => {
    const child = spawn(
      process.execPath,
      [join(root, 'dist/bin/carrybit.cjs'), 'stream', '--count', 'endless', '--json', '--port', 'sim'],
      { cwd: folder },
    );
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      if (stdout === '') child.kill('SIGINT');
      stdout += text;
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(130);
    expect(documents(stdout).at(-1)).toMatchObject({ event: 'end', errors: 0 });
  });

  test('that was stopped for a while goes on where it was', async () => {
    const sim = spawn(
      process.execPath,
      [
        join(root, 'dist/bin/carrybit.cjs'),
        'sim',
        '--tcp',
        '0',
        '--json',
        '--eeprom',
        'trained/sim-eeprom.bin',
      ],
      { cwd: folder },
    );
    onTestFinished(() => void sim.kill());
    const [line] = await once(sim.stdout.setEncoding('utf8'), 'data');
    const child = spawn(
      process.execPath,
      [
        join(root, 'dist/bin/carrybit.cjs'),
        'stream',
        '--count',
        '300',
        '--json',
        '--port',
        `socket://127.0.0.1:${JSON.parse(line).port}`,
      ],
      { cwd: folder },
    );
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      if (stdout === '') {
        child.kill('SIGSTOP');
        setTimeout(() => child.kill('SIGCONT'), 1500);
      }
      stdout += text;
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    expect(documents(stdout).at(-1)).toMatchObject({ event: 'end', answers: 300, errors: 0 });
  });
});
