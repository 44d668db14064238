import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';

/** A user's machine: three states, two outputs, steps that never come, and outputs that are left open. */
const alternating = {
  name: 'alternating',
  inputs: ['x'],
  outputs: ['y', 'z'],
  states: ['after 0', 'after 1', 'third'],
  initial: 0,
  next: [0, 1, 2, -1, 0, -1],
  output: [0, 3, 0, 0, 1, 0],
  care: [1, 3, 1, 0, 1, 0],
};

const folder = emptyFolder();
const run = (...args: string[]) => carrybit(folder, args);

beforeAll(async () => {
  writeFileSync(join(folder, 'machine.json'), JSON.stringify(alternating));
  const { code, stdout, stderr } = await run('train', '--machine', 'machine.json');
  expect([code, stderr]).toEqual([0, 'The output z never changes.\n']);
  expect(stdout).toContain('4 pairs with those of the alternating');
  expect(stdout).toContain('Assumed of the inputs: in after 1 never x = 1; in third never x = 1.');
});

describe('a user’s machine goes through every command', () => {
  test('train --json says all that the report says', async () => {
    const about = JSON.parse(
      (await run('train', '--machine', 'machine.json', '--out', 'json', '--json')).stdout,
    );
    const { units, bits, uno, proof } = about;
    expect(about).toMatchObject({
      ...{ kind: 'learned', minimalStates: 3, learned: { units, from: { stage: 0 } } },
      proof: { pairs: 4, margin: expect.any(Number), transitions: expect.any(Number) },
    });
    expect(proof.assumed).toEqual(['in after 1 never x = 1', 'in third never x = 1']);
    expect(uno).toEqual({ fits: true, over: [] });
    expect(bits.learned).toBeLessThanOrEqual(bits.constructed);
    const { stdout } = await run('train', '--machine', 'machine.json', '--out', 'text');
    const { size, start } = about.learned.from;
    expect(stdout).toContain(`Learned: ${units} units, start ${start} of those with ${size}, stage 0.\n`);
    expect(stdout).toContain('The table is smaller than the network');
  });

  test('its file holds it, and proves itself', async () => {
    const { machine } = JSON.parse(readFileSync(join(folder, 'trained/network.json'), 'utf8'));
    expect(machine).toEqual(alternating);
    expect((await run('check')).code).toBe(0);
    const proof = JSON.parse((await run('prove', '--json')).stdout);
    expect(proof).toMatchObject({ verdict: 'proven', task: 'alternating' });
  });

  test('explain shows its states and the steps that never come', async () => {
    const { stdout } = await run('explain');
    expect(stdout).toContain('only 3 of them behave differently');
    expect(stdout).toContain('1 never comes');
  });

  test('explain says so where all of them differ, or none does', async () => {
    // Two states without steps in common, and one step of two states that do the same.
    writeFileSync(join(folder, 'part.kiss2'), '.i 1\n.o 1\n.r a\n0 a b 0\n1 b a 1\n');
    await run('train', '--machine', 'part.kiss2', '--max-starts', '1', '--out', 'part', '--quiet');
    expect((await run('explain', 'part/network.json')).stdout).toMatch(
      /^The network can reach 2 states, which all behave differently:\n/,
    );
    writeFileSync(join(folder, 'same.kiss2'), '.i 1\n.o 1\n.r a\n0 a b 0\n1 a b 1\n0 b a 0\n1 b a 1\n');
    await run('train', '--machine', 'same.kiss2', '--max-starts', '1', '--out', 'same', '--quiet');
    expect((await run('explain', 'same/network.json')).stdout).toMatch(
      /^The network can reach (1 state|\d+ states; they all behave the same):\n/,
    );
  });

  test.each(['c', 'onnx', 'safetensors'])('export --format %s', async (format) => {
    expect((await run('export', '--format', format)).code).toBe(0);
  });

  test.each(['node', 'packed'])('stream --engine %s gives its outputs', async (engine) => {
    const { code, stdout } = await run('stream', '--engine', engine, '9');
    expect([code, stdout.includes('0 errors')]).toEqual([0, true]);
  });

  test('a board takes each of its transitions, and streams', async () => {
    const flashed = await run('flash-weights', '--port', 'sim');
    expect([flashed.code, flashed.stdout.includes('It now runs the alternating')]).toEqual([0, true]);
    const { code, stdout } = await run('stream', '--port', 'sim', '9');
    expect([code, stdout.includes('0 errors')]).toEqual([0, true]);
  });

  test.each([['census', '--starts', '50'], ['gradcheck'], ['shrink', '--max-starts', '3']])(
    '%s',
    async (...args) => {
      expect((await run(...args, '--machine', 'machine.json')).code).toBe(0);
    },
  );

  test.each([
    ['census', '--starts', '50'],
    ['shrink', '--max-starts', '3'],
  ])('%s says which command searches for a network', async (...args) => {
    const hint = `${args[0]} trains as the tutorial does; carrybit train --machine machine.json searches for a proven network of this machine, without settings.\n`;
    expect(await run(...args, '--machine', 'machine.json', '--out', 'hinted')).toMatchObject({
      stderr: hint,
    });
    expect((await run(...args, '--machine', 'machine.json', '--out', 'hinted', '--json')).stderr).toBe('');
    expect((await run(...args, '--out', `hinted-${args[0]}`)).stderr).toBe('');
  });

  test('train --hidden says that so few units were not enough, and a setting of the tutorial which training it is', async () => {
    writeFileSync(
      join(folder, 'modulo.kiss2'),
      `.i 1\n.o 1\n${Array.from({ length: 5 }, (_, at) => `0 s${at} s${at} 0\n1 s${at} s${(at + 1) % 5} ${at === 4 ? 1 : 0}`).join('\n')}\n.e\n`,
    );
    const small = ['train', '--machine', 'modulo.kiss2', '--out', 'small'];
    const { stdout } = await run(...small, '--hidden', '1', '--max-starts', '2');
    expect(stdout).toContain('\n--hidden 1 was not enough: no start learned it with at most 1 unit.\n');
    expect((await run(...small, '--hidden', '256', '--max-starts', '2')).stdout).not.toContain('not enough');
    expect(await run(...small, '--weight-bits', '2', '--max-starts', '2')).toMatchObject({
      code: 6,
      stderr: expect.stringMatching(
        /--weight-bits is a setting of the tutorial’s training, so modulo is learned in that way: .*\n(.*\n)*.*; or leave --weight-bits out: the search for machines needs no settings\n$/,
      ),
    });
  });

  test('a census of another machine is not continued', async () => {
    const other = { ...alternating, next: [0, 1, 2, -1, 1, -1] };
    writeFileSync(join(folder, 'other.json'), JSON.stringify(other));
    const { code, stderr } = await run('census', '--starts', '60', '--machine', 'other.json');
    expect([code, stderr]).toEqual([
      1,
      'census trains as the tutorial does; carrybit train --machine other.json searches for a proven network of this machine, without settings.\n' +
        'carrybit: trained/census.json is a census of alternating, seed 1; ' +
        'pass the --machine of alternating --seed 1 to go on, or another --out\n',
    ]);
  });
});

test('where nothing is learned and no construction is small enough, it is said what was hardest', async () => {
  const place = emptyFolder();
  let seed = 1;
  const draw = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const steps = Array.from({ length: 12 * 64 }, () => [draw(12), draw(8)] as const);
  const large = {
    ...{ name: 'large', inputs: ['a', 'b', 'c', 'd', 'e', 'f'], outputs: ['x', 'y', 'z'], initial: 0 },
    states: Array.from({ length: 12 }, (_, state) => `s${state}`),
    ...{ next: steps.map(([next]) => next), output: steps.map(([, output]) => output) },
  };
  writeFileSync(join(place, 'large.json'), JSON.stringify(large));
  const args = ['train', '--machine', 'large.json', '--max-starts', '2'];
  const { code, stdout, stderr } = await carrybit(place, args);
  expect([code, stdout.split('\n')[0]]).toEqual([6, 'Hardest to learn:']);
  expect(stderr).toMatch(
    /^carrybit: no start learned the large, and its construction takes \d+ units, more than 256;/m,
  );
  const json = await carrybit(place, [...args, '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ kind: 'none', tried: 2, hardest: [{ starts: 2 }, {}, {}] });
});

describe('a file that is not a machine is refused with the place of the mistake, and nothing is written', () => {
  test.each([
    ['', 'broken.json: expected a machine, got an empty file'],
    ['{"name": "x", "name": "y"}', 'the field "name" appears twice in one object'],
    [
      JSON.stringify({ ...alternating, next: [0, 1, 3, -1, 0, -1] }),
      /line 1, column \d+: next\[2\]: expected a whole number from -1 to 2, got 3/,
    ],
    [JSON.stringify({ ...alternating, colour: 1 }), 'colour: expected one of name, about'],
    [
      '{\n  "name": "it", "inputs": ["a"], "outputs": ["y"],\n  "states": [], "initial": 0,\n  "next": [], "output": []\n}',
      'broken.json: line 3, column 13: states: expected 1–256 names, got none\n',
    ],
    [
      '{\n  "name": "it", "inputs": ["a"], "outputs": ["y"],\n  "states": ["p"], "initial": 0,\n  "next": [0,\n 0], "output": [0, 2]\n}',
      'broken.json: line 5, column 20: output[1]: expected a whole number from 0 to 1, got 2\n',
    ],
    [
      JSON.stringify({ ...alternating, initial: undefined }),
      'initial: expected the index of a state from 0 to 2, got nothing',
    ],
    [
      JSON.stringify({ ...alternating, output: Array(6).fill(0), care: Array(6).fill(0) }),
      'expected a step with a specified output, got none',
    ],
    [
      JSON.stringify({
        ...alternating,
        next: Array(6).fill(-1),
        output: Array(6).fill(0),
        care: Array(6).fill(0),
      }),
      'expected a step with a specified output, got none',
    ],
  ])('%s', async (text, message) => {
    const place = emptyFolder();
    writeFileSync(join(place, 'broken.json'), text);
    const { code, stdout, stderr } = await carrybit(place, [
      'train',
      '--machine',
      'broken.json',
      '--out',
      'new',
    ]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toEqual(
      typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
    );
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(() => readFileSync(join(place, 'new/network.json'))).toThrow('ENOENT');
  });

  test('a network file in place of a machine, or the reverse, is named in the message', async () => {
    const place = emptyFolder();
    await carrybit(place, ['train', '--quiet']);
    expect(await carrybit(place, ['machine', 'trained/network.json'])).toMatchObject({
      code: 2,
      stderr:
        'carrybit: trained/network.json: format: expected a machine, got a network file; carrybit explain trained/network.json --save learned.kiss2 writes its machine\n',
    });
    const { code } = await carrybit(place, ['explain', 'trained/network.json', '--save', 'learned.kiss2']);
    expect(code).toBe(0);
    expect((await carrybit(place, ['prove', 'learned.kiss2'])).stderr).toBe(
      'carrybit: learned.kiss2: expected a network, got a machine; carrybit train --machine learned.kiss2 makes a network of it, and carrybit prove NETWORK.json --machine learned.kiss2 compares one with it\n',
    );
    expect((await carrybit(place, ['check', 'trained'])).stderr).toBe(
      'carrybit: trained: expected a file, got a folder; carrybit train writes trained/network.json\n',
    );
  });

  test.each([
    [['--machine', 'nowhere.json'], 'nowhere.json: no such file'],
    [['--machine', '.'], '.: expected a file, got a folder'],
    [['--machine', '/dev/zero'], '/dev/zero: expected a file, got a device or a pipe'],
    [
      ['--machine', 'x.json', '--task', 'adder'],
      "option '--machine <file>' cannot be used with option '--task <name>'",
    ],
  ])('%j', async (args, message) => {
    const { code, stderr } = await carrybit(emptyFolder(), ['train', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
