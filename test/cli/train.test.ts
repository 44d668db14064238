import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { carrybit, emptyFolder, main } from './carrybit.ts';

/** Three-bit weights: of the first starts one does not learn, one is disproved, and one needs fine-tuning. */
const NARROW = ['--seed', '5', '--weight-bits', '3'];

describe('carrybit train', () => {
  test('shows five additions, the loss and the proof, and says where the files are', async () => {
    const folder = emptyFolder();
    const { code, stdout, stderr } = await carrybit(folder, ['train', '--seed', '5']);
    expect([code, stderr.includes('Error')]).toEqual([0, false]);
    expect(stdout.match(/^a: {3}[01]{7} +\d+$/gm)).toHaveLength(5);
    for (const [, t, y] of stdout.matchAll(/^t: {2}= ([01]+) .*\ny: {2}= ([01]+)$/gm)) expect(y).toBe(t);
    expect(stdout).toContain('loss of each of 100 updates');
    expect(stdout).toMatch(/Proven for streams of any length: .* gives the correct output/s);
    const files = [...stdout.matchAll(/^(?:network|certificate|loss curve) +(.*)$/gm)].map(
      ([, file = '']) => file,
    );
    expect(files).toHaveLength(3);
    for (const file of files) expect(existsSync(join(folder, file))).toBe(true);
    expect(readdirSync(join(folder, 'trained'))).toHaveLength(3);
    // Piped, so nothing but lines.
    expect(stdout + stderr).not.toContain('\u001b');
    expect(stdout + stderr).not.toContain('\r');
  });

  test('with --json prints one document with everything measured, and nothing else', async () => {
    const { code, stdout, stderr } = await carrybit(emptyFolder(), ['train', '--seed', '2', '--json']);
    expect([code, stderr]).toEqual([0, '']);
    const report = JSON.parse(stdout);
    expect(report.outcome).toBe('proven');
    expect(report.tried).toBe(report.dropped.length + 1);
    expect(report.losses).toHaveLength(100);
    expect(report.samples).toHaveLength(5);
    expect(report.proof.transitions).toBe(4 * report.proof.pairs);
  });

  test('with --quiet prints nothing and writes the same files', async () => {
    const [quiet, loud] = [emptyFolder(), emptyFolder()];
    expect(await carrybit(quiet, ['train', '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
    await carrybit(loud, ['train']);
    const read = (folder: string) => readFileSync(join(folder, 'trained/network.json'), 'utf8');
    expect(read(quiet)).toBe(read(loud));
  });

  test('says of every dropped start why it was dropped', async () => {
    const { stdout } = await carrybit(emptyFolder(), ['train', ...NARROW, '--json']);
    const { dropped } = JSON.parse(stdout);
    expect(dropped.map(({ reason }: { reason: string }) => reason)).toEqual(['not learned', 'disproved']);
    const piped = await carrybit(emptyFolder(), ['train', ...NARROW]);
    expect(piped.stderr).toBe('');
    expect(piped.stdout).toContain(
      'Start 2 learned and is proven, in rounding 3 of 9 after 1 round of fine-tuning; ' +
        'before it, 1 did not learn, 1 learned the samples and was disproved.',
    );
  });

  test('on a terminal the end is written below the dropped starts, not over them', () => {
    const folder = emptyFolder();
    const terminal = join(folder, 'terminal.cjs');
    writeFileSync(
      terminal,
      `for (const out of [process.stdout, process.stderr]) out.isTTY = true;
      require('node:fs').fstatSync = () => ({ isCharacterDevice: () => true });`,
    );
    // One file takes both outputs, in the order in which they are written.
    const screen = openSync(join(folder, 'screen'), 'w');
    spawnSync(process.execPath, ['--require', terminal, main, 'train', ...NARROW], {
      cwd: folder,
      stdio: ['ignore', screen, screen],
      env: { ...process.env, TERM: 'xterm' },
    });
    closeSync(screen);
    const shown = readFileSync(join(folder, 'screen'), 'utf8');
    // ESC 7 keeps the cursor's place and ESC 8 goes back to it.
    expect(shown).toMatch(
      /start \d learned, but no rounding is proven: the first goes wrong at step \d+, (where the float network is right; the two part at step \d+|as the float network does at step \d+):/,
    );
    expect(shown.match(/start \d+ (did not learn|learned, but)/g)).toHaveLength(2);
    expect(shown.lastIndexOf('\u001b7')).toBeGreaterThan(shown.indexOf('goes wrong at step'));
    expect(shown.slice(shown.lastIndexOf('\u001b8'))).toContain('\na: ');
  });

  test.each(['subtractor', 'comparator', 'parity'])(
    '--task %s is trained and proven by the same command',
    async (task) => {
      const folder = emptyFolder();
      expect((await carrybit(folder, ['train', '--quiet', '--task', task])).code).toBe(0);
      const { code, stdout } = await carrybit(folder, ['check']);
      expect([code, stdout]).toEqual([0, expect.stringContaining(`Each gives the output of the ${task}`)]);
    },
  );

  test.each(['rprop', 'adam', 'sgd'])('--optimizer %s finds a proven adder too', async (optimizer) => {
    const { code } = await carrybit(emptyFolder(), ['train', '--quiet', '--optimizer', optimizer]);
    expect(code).toBe(0);
  });

  test('ends with its own code when no start within the limit is proven, and keeps the best network', async () => {
    const folder = emptyFolder();
    const args = ['train', '--epochs', '1', '--max-starts', '3'];
    const { code, stderr } = await carrybit(folder, args);
    expect(code).toBe(6);
    expect(stderr).toMatch(
      /none of 3 starts was proven \(3 did not learn\); the best network so far, start \d with .* is in .*unproven\.json/,
    );
    expect(readdirSync(join(folder, 'trained')).sort()).toEqual(['unproven.json', 'unproven.loss.svg']);
    const refused = await carrybit(folder, ['export', '--format', 'c', 'trained/unproven.json']);
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('is not proven')]);
  });

  test.each([
    ['--optimizer sgd --learning-rate 1e6', /the loss rose from .* to .*; try a smaller --learning-rate/],
    ['--learning-rate 1e5', /the loss stays high, at .*; try a smaller --learning-rate/],
    ['--learning-rate 1e-9', /the loss stays at 0\.7.*; try a larger --learning-rate, more --epochs/],
    ['--optimizer rprop --initial-step 40 --epochs 3', /try a smaller --initial-step/],
    ['--hidden 1', /the loss fell from 0.* to 0.*, not far enough; try more --epochs, --hidden/],
    ['--samples 1 --batch 1', /the loss fell from 0.* to 0.* on only 1 sample; try more --samples/],
  ])('that fails with %s says what happened to the losses, and what to change', async (flags, why) => {
    const args = ['train', '--max-starts', '40', ...flags.split(' ')];
    const { code, stderr } = await carrybit(emptyFolder(), args);
    const [early, end, ...more] = stderr.trim().split('\n');
    expect([code, more]).toEqual([6, []]);
    expect(early).toMatch(/^32 starts, and none has learned: /);
    expect(early).toMatch(why);
    expect(end).toMatch(/^carrybit: none of 40 starts was proven \(40 did not learn\)/);
    expect(end).toMatch(why);
    expect(end).not.toContain('undefined');
  });

  test('ends cleanly on Ctrl-C and keeps the best network so far', async () => {
    const folder = emptyFolder();
    const args = ['train', '--hidden', '1', '--max-starts', '1000000000'];
    // The folder is made when training is about to begin.
    const { code, stderr } = await carrybit(folder, args, (kill) => {
      const watch = setInterval(() => {
        if (!existsSync(join(folder, 'trained'))) return;
        clearInterval(watch);
        setTimeout(kill, 700);
      }, 20);
    });
    expect([code, stderr]).toEqual([
      130,
      expect.stringMatching(/^carrybit: interrupted; the best network so far/m),
    ]);
    expect(JSON.parse(readFileSync(join(folder, 'trained/unproven.json'), 'utf8')).proof).toBeNull();
  });
});

describe('what train refuses, with the value and what is allowed, and without leaving a file or folder', () => {
  test.each<[string, string, number]>([
    ['--hidden 0', '--hidden: expected 1–256, got 0', 2],
    ['--samples 1000000000', '--samples: expected 1–1000000, got 1000000000', 2],
    ['--test-samples 0', '--test-samples: expected 1–1000000, got 0', 2],
    ['--learning-rate NaN', '--learning-rate: expected a finite number, such as 0.05 or 1e-8, got NaN', 2],
    ['--learning-rate -1', 'carrybit: --learning-rate: expected a finite number above 0', 2],
    ['--optimizer rprop --initial-step 0 --out deep/er', 'carrybit: --initial-step: expected', 2],
    ['--momentum 1', 'carrybit: --momentum: expected 0 or more and below 1, got 1', 2],
    ['--seed 4294967296', '--seed: expected 0–4294967295, got 4294967296', 2],
    ['--seed x', '--seed: expected a whole number in digits, such as 1000, got x', 2],
    ['--batch 5000', '--batch: expected at most the number of samples, 2000, got 5000', 2],
    ['--beta1 0.5', '--beta1: expected no value, because the optimizer rmsprop does not use it, got 0.5', 2],
    ['--weight-bits 1', '--weight-bits: expected 2–8, got 1', 2],
    ['--table-bits 9', '--table-bits: expected 1–8, got 9', 2],
    ['--recordings no.csv --hidden 53', '--hidden: expected 1–52, got 53', 2],
    ['--recordings no.csv --bits 5', '--bits: expected no value with --recordings', 2],
    ['--machine no.dot --max-starts 0', '--max-starts: expected 1–1000000, got 0', 2],
    ['--task multiplier', 'expected one of adder, subtractor, comparator, parity', 2],
    ['--optimizer lion', 'expected one of rmsprop, rprop, adam, sgd', 2],
    ['--no-such-flag', "unknown option '--no-such-flag'", 2],
    ['surplus', 'too many arguments', 2],
    ['--samples 1000000 --bits 1000 --hidden 256', 'so that they fit in memory', 2],
    ['--quiet --json', 'cannot be used with', 2],
    ['--out file/inside', 'expected folders in this path, got a file among them', 1],
    ['--out file', 'file: expected a folder, got a file', 1],
    ['--out /proc/carrybit', '/proc/carrybit: no such file or folder', 1],
    ['--out=', '--out: expected a value, got ""', 2],
  ])('%s', async (flags, message, exitCode) => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'file'), '');
    const { code, stdout, stderr } = await carrybit(folder, ['train', ...flags.split(' ')]);
    expect([code, stdout]).toEqual([exitCode, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(folder, { recursive: true })).toEqual(['file']);
  });
});
