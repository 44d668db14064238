import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';

describe('carrybit census', () => {
  test('prints what became of the starts and where the others fail, and draws it', async () => {
    const folder = emptyFolder();
    const { code, stdout, stderr } = await carrybit(folder, ['census', '--starts', '600']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^starts +600$/m);
    expect(stdout).toMatch(/^learned +\d+ +\d+\.\d\d % of the starts: no mistake on 2,000 fresh samples$/m);
    expect(stdout).toMatch(
      /^proven +\d+ +\d+\.\d\d % of those that learned: does what the adder does, for ever$/m,
    );
    expect(stdout).toMatch(/^disproved +\d+ +\d+\.\d\d % of those that learned: goes wrong on some stream$/m);
    expect(stdout).toMatch(/^ +7 +\d+ +\d+\.\d\d % {2}█+/m);
    expect(stdout).toContain('\ncounts  trained/census.json\nplot    trained/census.svg\n');
    expect(stdout).toMatch(/^600 starts in [\d.]+ s\.$/m);
    const { learned, disproved } = JSON.parse(readFileSync(join(folder, 'trained/census.json'), 'utf8'));
    const failed = Object.values<number>(disproved).reduce((sum, count) => sum + count, 0);
    expect(readFileSync(join(folder, 'trained/census.svg'), 'utf8')).toContain(
      `>adder, seed 1: ${failed} of ${learned} networks disproved<`,
    );
  });

  test('goes on from its file, and again does nothing', async () => {
    const folder = emptyFolder();
    const run = async (starts: number) => {
      const { stdout } = await carrybit(folder, ['census', '--starts', `${starts}`, '--json']);
      const { seconds, ...counts } = JSON.parse(stdout);
      expect(seconds).toBeGreaterThan(0);
      return counts;
    };
    await run(300);
    const twice = await run(600);
    expect(twice.starts).toBe(600);
    expect(await run(600)).toEqual(twice);
    expect(twice).toMatchObject({ file: 'trained/census.json', plot: 'trained/census.svg' });
    const { stdout } = await carrybit(folder, ['census', '--starts', '500']);
    expect(stdout).toContain('No start was left to count; a larger --starts goes on.');
    const once = await carrybit(emptyFolder(), ['census', '--starts', '600', '--json']);
    expect(JSON.parse(once.stdout)).toMatchObject({ learned: twice.learned, disproved: twice.disproved });
  });

  test('goes on from what carrybit 0.1 counted, with the same meaning, and says what it did not try', async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, 'trained'));
    // What 0.1.0 wrote for 300 starts.
    const old =
      '{"task":"adder","seed":1,"starts":300,"learned":105,"proven":98,"notQuantizable":0,"undecided":0,"disproved":{"5":1,"6":2,"7":4}}\n';
    writeFileSync(join(folder, 'trained/census.json'), old);
    const { stdout } = await carrybit(folder, ['census', '--starts', '600']);
    expect(stdout).toMatch(
      /; 7 were counted before that was tried\.\nAt least \d+ of \d+ that learned are proven/,
    );
    const went = JSON.parse(readFileSync(join(folder, 'trained/census.json'), 'utf8'));
    const once = await carrybit(emptyFolder(), ['census', '--starts', '600', '--json']);
    const { learned, proven, disproved, pursued } = JSON.parse(once.stdout);
    expect(went).toMatchObject({ starts: 600, learned, proven, disproved });
    expect(went.pursued.networks).toBe(pursued.networks - 7);
    // Afresh all are pursued.
    expect(pursued.networks).toBe(learned - proven);
    const whole = await carrybit(emptyFolder(), ['census', '--starts', '600']);
    expect(whole.stdout).toMatch(/^\d+ of \d+ that learned are proven, (99|100)\.\d\d %\.$/m);
  });

  test('keeps what it has on Ctrl-C', async () => {
    const folder = emptyFolder();
    const { code, stderr } = await carrybit(folder, ['census'], (kill) => {
      const watch = setInterval(() => {
        if (!existsSync(join(folder, 'trained/census.json'))) return;
        clearInterval(watch);
        kill();
      }, 20);
    });
    expect([code, stderr]).toEqual([130, 'carrybit: interrupted; the same command goes on from here\n']);
    const { starts } = JSON.parse(readFileSync(join(folder, 'trained/census.json'), 'utf8'));
    expect(starts).toBeGreaterThan(0);
    expect(readdirSync(join(folder, 'trained')).sort()).toEqual(['census.json', 'census.svg']);
    const { stdout } = await carrybit(folder, ['census', '--starts', `${starts}`, '--json']);
    expect(JSON.parse(stdout).starts).toBe(starts);
  });

  test('is alone with its file', async () => {
    const folder = emptyFolder();
    let second = carrybit(folder, ['census', '--help']);
    const { code } = await carrybit(folder, ['census'], (kill) => {
      const watch = setInterval(() => {
        if (!existsSync(join(folder, 'trained/census.json.lock'))) return;
        clearInterval(watch);
        second = carrybit(folder, ['census', '--starts', '10']).finally(kill);
      }, 20);
    });
    expect(code).toBe(130);
    expect(await second).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'carrybit: trained/census.json is in use by another census; stop that one or choose another --out\n',
    });
  });

  test.each([
    [
      'no census',
      '{"starts":3}',
      [],
      'expected a census file, got another file; delete it or choose another --out',
    ],
    ['no JSON', 'x', [], 'expected a census file'],
    [
      'a census of another seed',
      '{"task":"adder","seed":2,"starts":0,"learned":0,"proven":0,"notQuantizable":0,"undecided":0,"disproved":{}}',
      [],
      'is a census of adder, seed 2; pass --task adder --seed 2 to go on',
    ],
  ])('refuses to go on from %s', async (_, text, args, message) => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'census.json'), text);
    const { code, stdout, stderr } = await carrybit(folder, ['census', '--out', '.', ...args]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
    expect(readFileSync(join(folder, 'census.json'), 'utf8')).toBe(text);
  });

  test('names the folder or file that stands in its way', async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, 'census.json'));
    writeFileSync(join(folder, 'file'), '');
    const { code, stderr } = await carrybit(folder, ['census', '--out', '.']);
    expect([code, stderr]).toEqual([1, 'carrybit: census.json: expected a file, got a folder\n']);
    const other = await carrybit(folder, ['census', '--out', 'file']);
    expect([other.code, other.stderr]).toEqual([1, 'carrybit: file: expected a folder, got a file\n']);
  });

  test('refuses a number of starts that is not allowed', async () => {
    const { code, stderr } = await carrybit(emptyFolder(), ['census', '--starts', '0']);
    expect([code, stderr]).toEqual([2, 'carrybit: --starts: expected 1–1000000000, got 0\n']);
  });

  const whole = {
    task: 'adder',
    seed: 1,
    starts: 10,
    learned: 3,
    proven: 2,
    notQuantizable: 0,
    undecided: 0,
    disproved: { 7: 1 },
  };
  test.each<[string, object]>([
    ['more learned than started', { starts: 2 }],
    ['more proven than learned', { proven: 3 }],
    ['disproved by no steps', { disproved: { 0: 1 } }],
    ['disproved by more steps than any network is', { disproved: { 99999999999999999999: 1 } }],
    ['a task that there is not', { task: 'divider' }],
    ['a million spaces', { task: ' '.repeat(1e6) }],
  ])('believes no file with %s', async (_, wrong) => {
    const folder = emptyFolder();
    mkdirSync(join(folder, 'trained'));
    const file = join(folder, 'trained/census.json');
    const run = () => carrybit(folder, ['census', '--starts', '10', '--json']);
    writeFileSync(file, JSON.stringify(whole));
    expect((await run()).code).toBe(0);
    writeFileSync(file, JSON.stringify({ ...whole, ...wrong }));
    const { code, stderr } = await run();
    expect([code, stderr]).toEqual([
      1,
      'carrybit: trained/census.json: expected a census file, got another file; delete it or choose another --out\n',
    ]);
  });

  test('says before it begins that its plot cannot be written', async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, 'trained/census.svg'), { recursive: true });
    const { code, stderr } = await carrybit(folder, ['census', '--starts', '10']);
    expect([code, stderr]).toEqual([1, 'carrybit: trained/census.svg: expected a file, got a folder\n']);
    expect(existsSync(join(folder, 'trained/census.json'))).toBe(false);
  });

  test('does not wait for a pipe', async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, 'trained'));
    execFileSync('mkfifo', [join(folder, 'trained/census.json')]);
    const { code, stderr } = await carrybit(folder, ['census', '--starts', '10']);
    expect([code, stderr]).toEqual([
      1,
      'carrybit: trained/census.json: expected a file, got a device or a pipe\n',
    ]);
  });
});
