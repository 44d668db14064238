import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { availableParallelism, setPriority } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { exitInterrupted } from '../../src/cli/interrupt.ts';
import { programOf } from '../../src/cli/program.ts';
import { floatNetwork, networkDocument, quantize } from '../../src/index.ts';
import { networkText } from '../../src/network/document.ts';
import { writeWhole } from '../../src/network/write-whole.ts';
import { originOf, proven } from '../fixed/networks.ts';
import { carrybit, emptyFolder, main } from './carrybit.ts';

/** Ms that a command may take to end; 200 on a machine that does nothing else. */
const PROMPT_MS = 1000;
/** Clock ticks (10 ms) of CPU time after which a command is at its work, far from its start and its end. */
const BUSY_TICKS = 40;

const folder = emptyFolder();

beforeAll(async () => {
  await carrybit(folder, ['train', '--quiet']);
  await carrybit(folder, ['flash-weights', '--port', 'sim']);
  await carrybit(folder, ['train', '--quiet', '--samples', '100000', '--epochs', '1500', '--out', 'long']);
  writeFileSync(join(folder, 'wide.json'), await slowToProve());
  const steps = Array.from(
    { length: 4000 },
    (_, at) => `${at % 2},${Math.floor(at / 3) % 2},${(at % 5) % 2}`,
  );
  writeFileSync(join(folder, 'long.csv'), `a,b,o\n${steps.join('\n')}\n`);
  writeFileSync(join(folder, 'steps.txt'), '11\n01\n\n'.repeat(1_000_000));
  writeFileSync(join(folder, 'hard.json'), JSON.stringify(hardToLearn()));
});

/** When a command is at its work: it has said something, or has computed for long enough. */
type Ready = RegExp | 'busy';

const SUMMARY = /results?, 0 errors; [\d,]+ steps/;
const ENDLESS = ['stream', '--random', '--count', 'endless'];

/** What to run, when it is at its work, and what it says when it is told to end. */
const cases: [args: string[], ready: Ready, due: RegExp][] = [
  [[...ENDLESS, '--engine', 'node'], / = \d+ {2}✓\n/, SUMMARY],
  [[...ENDLESS, '--engine', 'packed'], / = \d+ {2}✓\n/, SUMMARY],
  [[...ENDLESS, '--port', 'sim'], / = \d+ {2}✓\n/, SUMMARY],
  [[...ENDLESS, '--engine', 'node', '--plotter'], /sum:/, SUMMARY],
  [['stream', '--count', '100000000', '--json', '--engine', 'node'], /"event"/, /"event":"end".*\}\n$/],
  [['stream', '--bits', '50000', '--count', 'endless', '--engine', 'node'], / = .*✓\n/, SUMMARY],
  [['stream', '--raw', 'steps.txt', '--engine', 'node'], /^[01]\n/, SUMMARY],
  [['stream', '--engine', 'packed', '--network', 'wide.json'], 'busy', /^carrybit: interrupted\n$/],
  [['run', '--gpio', '--port', 'sim', '--json'], /"event"/, /"event":"end"/],
  [['train', '--hidden', '1', '--max-starts', '1000000000', '--out', 't'], 'busy', /interrupted; the best/],
  [['train', '--hidden', '200', '--bits', '500', '--out', 't'], 'busy', /carrybit: interrupted/],
  [['train', '--machine', 'hard.json', '--out', 'm'], 'busy', /interrupted/],
  // These two judge many networks at a time without a break, and are cut off where that takes too long.
  [['census', '--starts', '1000000000', '--out', 'c'], 'busy', /interrupted/],
  [['shrink', '--max-starts', '1000000', '--out', 's'], 'busy', /interrupted/],
  [['smallest', '--time-limit', '600'], 'busy', /interrupted/],
  [['train', '--machine', 'long.csv', '--out', 'm'], 'busy', /Held out|interrupted/],
  [['gradcheck', '--hidden', '64', '--samples', '20000'], 'busy', /^carrybit: interrupted\n$/],
  [['prove', 'wide.json'], 'busy', /^carrybit: interrupted\n$/],
  [['explain', 'wide.json'], 'busy', /^carrybit: interrupted\n$/],
  [['check', 'long/network.json'], 'busy', /interrupted/],
  [['flash-weights', 'wide.json', '--port', 'sim'], 'busy', /^carrybit: interrupted\n$/],
  [['live', 'wide.json', '--http', '0'], 'busy', /^carrybit: interrupted\n$/],
  [['live', '--http', '0'], /runs at/, /runs at/],
  [['sim', '--tcp', '0', '--eeprom', 'e.bin'], /Ctrl-C ends it/, /Ctrl-C ends it\.\n$/],
];

/**
 * Commands that only read a file and write another, or wait for nobody but a board; and those of a package of its own.
 */
const OTHERS = [
  'board',
  'machine',
  'import',
  'export',
  'flash-firmware',
  'completion',
  'man',
  'version',
  'sweep',
  'worker',
];

test('every command is among those that are told to end here', async () => {
  const commands = (await programOf()).commands.map((command) => command.name());
  expect([...new Set([...cases.map(([[name]]) => name), ...OTHERS])].sort()).toEqual(commands.sort());
});

describe('a command that is told to end does so at once, whatever it is busy with', () => {
  describe.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s: exit code %i', (signal, exitCode) => {
    test.each(cases)('%j', async (args, ready, due) => {
      const command = start(args);
      await command.until(ready);
      const { code, ms, said } = await command.end(signal);
      expect([code, said]).toEqual([exitCode, expect.stringMatching(due)]);
      expect(ms).toBeLessThan(PROMPT_MS);
    });
  });

  test('and says what was done, however little others leave it of the processors', async () => {
    const command = start(['train', '--hidden', '1', '--max-starts', '1000000000', '--out', 'starved']);
    await command.until('busy');
    for (const thread of readdirSync(`/proc/${command.child.pid}/task`)) setPriority(Number(thread), 19);
    const others = availableParallelism() * 2;
    for (let other = 0; other < others; other++) {
      const greedy = spawn(process.execPath, ['-e', 'for (;;);']);
      onTestFinished(() => void greedy.kill('SIGKILL'));
    }
    const { code, said } = await command.end('SIGINT');
    expect([code, said]).toEqual([130, expect.stringMatching(/interrupted; the best network so far/)]);
  });

  test('with the last line of a file whole, and the summary in it', async () => {
    const file = join(folder, 'sums.txt');
    const output = openSync(file, 'w');
    const command = start([...ENDLESS, '--engine', 'node'], output);
    closeSync(output);
    await command.until('busy');
    expect((await command.end('SIGINT')).code).toBe(130);
    const lines = readFileSync(file, 'utf8').split('\n');
    expect(lines.slice(0, -3).every((line) => /^\d+ \+ \d+ = \d+ {2}✓$/.test(line))).toBe(true);
    expect(lines.at(-3)).toMatch(SUMMARY);
    expect(lines.at(-1)).toBe('');
  });

  test.each([
    ['--file', '13 4\n', /= 17/],
    ['--raw', '11\n', /^0\n/],
  ])('that waits for more of its standard input: %s -', async (option, line, answer) => {
    const command = start(['stream', option, '-', '--engine', 'node']);
    command.child.stdin.write(line);
    await command.until(answer);
    const { code, said } = await command.end('SIGINT');
    expect([code, said]).toEqual([130, expect.stringMatching(SUMMARY)]);
  });

  test('when the files that it is writing are whole', async () => {
    const out = mkdtempSync(join(folder, 'writing-'));
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    let left: string[] = [];
    const exit = vi.spyOn(process, 'exit').mockImplementation((() => {
      left = readdirSync(out);
    }) as never);
    onTestFinished(() => exit.mockRestore());
    void writeWhole(join(out, 'file'), 'content');
    await exitInterrupted();
    expect([exit.mock.calls, left]).toEqual([[[130]], ['file']]);
  });

  test('whose reader does not read', async () => {
    const command = start([...ENDLESS, '--engine', 'node']);
    await once(command.child.stdout, 'data');
    command.child.stdout.pause();
    command.child.kill('SIGTERM');
    expect(await once(command.child, 'exit')).toEqual([143, null]);
  });

  test.each([
    ['stream', '13', '4'],
    ['board', 'info'],
    ['flash-firmware'],
    ['flash-weights'],
    ['run', '--gpio'],
    ['live', '--http', '0'],
  ])('while a board does not answer: %s', async (...args) => {
    const server = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const connected = once(server, 'connection');
    const command = start([...args, '--port', `tcp://127.0.0.1:${port}`]);
    const [socket] = await connected;
    onTestFinished(() => socket.destroy());
    const { code, ms } = await command.end('SIGINT');
    expect(code).toBe(130);
    expect(ms).toBeLessThan(PROMPT_MS);
  });

  test('a second signal does not make it wait', async () => {
    const command = start(['sim', '--tcp', '0', '--json', '--eeprom', 'twice.bin']);
    const [line] = await once(command.child.stdout, 'data');
    const client = connect(JSON.parse(String(line)).port, '127.0.0.1');
    client.on('error', () => {});
    onTestFinished(() => void client.destroy());
    command.child.kill('SIGINT');
    expect((await command.end('SIGINT')).code).toBe(130);
  });
});

/** Starts a command; its standard output may go to a file. */
function start(args: readonly string[], stdout: number | 'pipe' = 'pipe') {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    stdio: ['pipe', stdout, 'pipe'],
  }) as ChildProcessWithoutNullStreams;
  onTestFinished(() => void child.kill('SIGKILL'));
  const tails = { stderr: '', stdout: '' };
  for (const name of ['stderr', 'stdout'] as const)
    child[name]?.setEncoding('utf8').on('data', (text) => {
      // Of an endless stream only the end is kept.
      tails[name] = (tails[name] + text).slice(-4000);
    });
  const said = () => tails.stderr + tails.stdout;
  const closed = once(child, 'close');
  return {
    child,
    async until(ready: Ready): Promise<void> {
      const isReady = () =>
        ready === 'busy' ? ticks(child.pid as number) >= BUSY_TICKS : ready.test(said());
      while (!isReady()) {
        if (child.exitCode !== null) throw new Error(`ended before it was ready: ${said()}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async end(signal: NodeJS.Signals): Promise<{ code: number; ms: number; said: string }> {
      const began = performance.now();
      child.kill(signal);
      const [code] = await closed;
      return { code, ms: performance.now() - began, said: said() };
    },
  };
}

/** CPU time that a process has used so far, in clock ticks. */
function ticks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

/**
 * A network file of an adder whose proof takes many seconds: besides the three states that add, it has a row of them
 * that hold the last bits of a.
 */
async function slowToProve(): Promise<string> {
  const adder = await proven();
  const { inputs, outputs, parameters } = adder.float;
  const hidden = 3 + 18;
  const wide = floatNetwork({ inputs, hidden, outputs }, new Float64Array((hidden + 6) * hidden + 1));
  const to = wide.parameters;
  const set = (target: Float64Array, at: number, value: number | undefined) => {
    target[at] = value ?? 0;
  };
  for (let unit = 0; unit < 3; unit++) {
    set(to.s0, unit, parameters.s0[unit]);
    set(to.bInput, unit, parameters.bInput[unit]);
    set(to.bRecurrent, unit, parameters.bRecurrent[unit]);
    set(to.wOutput, unit, parameters.wOutput[unit]);
    for (let input = 0; input < inputs; input++)
      set(to.wInput, input * hidden + unit, parameters.wInput[input * 3 + unit]);
    for (let from = 0; from < 3; from++)
      set(to.wRecurrent, from * hidden + unit, parameters.wRecurrent[from * 3 + unit]);
  }
  set(to.bOutput, 0, parameters.bOutput[0]);
  set(to.wInput, 3, 8);
  set(to.bInput, 3, -4);
  for (let unit = 4; unit < hidden; unit++) set(to.wRecurrent, (unit - 1) * hidden + unit, 4);
  const fixed = quantize(wide);
  const { task } = adder;
  const { proof } = adder;
  const certificate = { format: 'carrybit-certificate', version: 2, pairs: [] } as never;
  return networkText(networkDocument(task, wide, fixed, originOf(adder), { proof, certificate }));
}

/** A machine that takes a search seconds, and ends constructed. */
function hardToLearn() {
  const size = 24 << 2;
  return {
    name: 'hard',
    ...{ inputs: ['a', 'b'], outputs: ['y'], initial: 0 },
    states: Array.from({ length: 24 }, (_, state) => `s${state}`),
    next: Array.from({ length: size }, (_, index) => Math.floor(1e4 * Math.abs(Math.sin(index))) % 24),
    output: Array.from({ length: size }, (_, index) => Math.floor(1e5 * Math.abs(Math.sin(index))) & 1),
  };
}
