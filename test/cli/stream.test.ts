import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { carrybit, emptyFolder, main, root } from './carrybit.ts';
import { coffee } from './coffee.ts';

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
    [['--network', 'missing.json'], 1, 'missing.json: no such file'],
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

describe('a machine with inputs that never come', () => {
  const coffeeFolder = emptyFolder();
  beforeAll(async () => {
    writeFileSync(join(coffeeFolder, 'coffee.dot'), coffee);
    await carrybit(coffeeFolder, [
      'train',
      '--machine',
      'coffee.dot',
      '--codes',
      'one-hot',
      '--out',
      '.',
      '--quiet',
    ]);
  });
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
