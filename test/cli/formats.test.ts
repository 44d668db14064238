import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';
import { coffee } from './coffee.ts';

const folder = emptyFolder();
const run = (...args: string[]) => carrybit(folder, args);

const files: Readonly<Record<string, string>> = {
  'coffee.dot': coffee,
  // The same machine, with its symbols in another order.
  'turned.dot': coffee
    .replace('empty -> paid [label="coin / beep"];', '')
    .replace('__start0 ->', 'empty -> paid [label="coin / beep"]; __start0 ->'),
  'wrong.dot': coffee.replace('coffee"];', 'tea"];').replace('button / none', 'button / coffee'),
  'toggle.mjs': `export const inputs = ['button'], outputs = ['light'], initial = [0, 0];
export const step = ([on, before], [now]) => {
  const next = now && !before ? 1 - on : on;
  return { state: [next, now], outputs: [next] };
};`,
  'rules.txt': 'at most one of o0 o1\n',
  'untrue.txt': 'o0 within 2 steps after i0\n',
  'symbols.txt': 'never button beep\n',
  'wrong.txt': '# of another machine\nnever tea beep\n',
  // Its codes are the other way round than the machine's.
  'twice.dot': `digraph twice {
  __start0 -> fresh;
  fresh -> fresh [label="coin / ok"]; fresh -> once [label="button / ok"];
  once -> fresh [label="coin / ok"]; once -> once [label="button / bad"];
}
`,
  'silent.kiss2': '.i 2\n.o 1\n.ilb o0 o1\n.ob bad\n.r s\n11 s s 1\n',
};

beforeAll(async () => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { code, stderr } = await run('train', '--machine', 'coffee.dot');
  expect([code, stderr]).toEqual([0, 'coffee.dot: Read as a Mealy machine: input/output on each edge.\n']);
});

test.each([
  [['machine', 'coffee.dot', '--to', 'kiss2', '--out'], './coffee.dot', 'coffee.dot', '--out'],
  [['machine', 'coffee.dot', '--to', 'kiss2', '--out'], 'linked.dot', 'coffee.dot', '--out'],
  [['explain', 'trained/network.json', '--save'], 'trained/network.json', 'trained/network.json', '--save'],
  [['export', '--format', 'c', '--force', '--out'], 'trained/network.json', 'trained/network.json', '--out'],
])('%j %s would write over what it reads', async (args, out, read, option) => {
  if (out.startsWith('linked')) symlinkSync(read, join(folder, out));
  const before = readFileSync(join(folder, read), 'utf8');
  const { code, stderr } = await run(...args, out);
  expect([code, stderr]).toEqual([
    2,
    `carrybit: ${option}: expected another file than the one that is read, got ${out}; choose another place\n`,
  ]);
  expect(readFileSync(join(folder, read), 'utf8')).toBe(before);
});

test('a module says how numbers go through its machine', async () => {
  const code = (reading: string) => `export const inputs = ['a', 'b'], outputs = ['sum'], initial = 0;
export const about = 'Adds.', reading = ${reading};
export const step = (carry, [a, b]) => ({ state: a + b + carry >> 1, outputs: [a + b + carry & 1] });`;
  writeFileSync(join(folder, 'sum.mjs'), code("{ operator: '+', extraSteps: 1, output: 'unsigned' }"));
  expect((await run('train', '--machine', 'sum.mjs', '--out', 'sum', '--quiet')).code).toBe(0);
  const { stdout } = await run('stream', 'sum/network.json', '--engine', 'node', '3', '3');
  expect(stdout).toContain('3 + 3 = 6  ✓');
  writeFileSync(join(folder, 'sum.mjs'), code("{ operator: '+', extraSteps: 99, output: 'unsigned' }"));
  const { stderr } = await run('machine', 'sum.mjs');
  expect(stderr).toBe('carrybit: sum.mjs: reading.extraSteps: expected 0–64, got 99\n');
});

describe('carrybit machine', () => {
  test('shows what was understood', async () => {
    const { code, stdout } = await run('machine', 'coffee.dot');
    expect(code).toBe(0);
    for (const line of [
      'machine      coffee, read as DOT',
      'states       2: empty, paid; initially empty',
      'inputs       1 bit: i0; 2 symbols: coin = 0, button = 1',
      'outputs      2 bits: o0, o1; 3 symbols: beep = 00, none = 10, coffee = 01',
      'steps        all 4 specified',
      'unreachable  none',
    ])
      expect(stdout).toContain(line);
  });

  test('and says it in JSON', async () => {
    const about = JSON.parse((await run('machine', 'toggle.mjs', '--json')).stdout);
    expect(about).toMatchObject({
      name: 'toggle',
      format: 'module',
      states: 4,
      minimal: 4,
      reachable: 4,
      unreachable: [],
    });
  });

  test.each(['json', 'dot', 'kiss2'])('what it writes as %s it reads as the same machine', async (format) => {
    const file = `written.${format}`;
    expect((await run('machine', 'toggle.mjs', '--to', format, '--out', file)).code).toBe(0);
    const [before, after] = await Promise.all(
      ['toggle.mjs', file].map(async (path) => JSON.parse((await run('machine', path, '--json')).stdout)),
    );
    expect({ ...after, name: '', format: '', initial: '', notes: [] }).toEqual({
      ...before,
      name: '',
      format: '',
      initial: '',
      notes: [],
    });
  });

  test('symbols stay in JSON, and a drawing has them', async () => {
    const { symbols } = JSON.parse((await run('machine', 'coffee.dot', '--to', 'json')).stdout);
    expect(symbols.inputs).toEqual([
      ['coin', 0],
      ['button', 1],
    ]);
    expect((await run('machine', 'coffee.dot', '--to', 'svg')).stdout).toContain('coin / beep');
  });
});

describe('everything after training speaks the machine’s language', () => {
  test('the network file keeps the symbols', () => {
    const { symbols } = JSON.parse(readFileSync(join(folder, 'trained/network.json'), 'utf8'));
    expect(symbols.outputs).toEqual([
      ['beep', 0],
      ['none', 1],
      ['coffee', 2],
    ]);
  });

  test.each(['node', 'packed'])('stream --engine %s --in', async (engine) => {
    const { code, stdout } = await run('stream', '--engine', engine, '--in', 'coin,button,button');
    expect([code, stdout.split('\n')[0]]).toEqual([0, 'coin,button,button → beep,coffee,none  ✓']);
  });

  test('stream --in-file, JSON, and without a source', async () => {
    writeFileSync(join(folder, 'in.txt'), '# tea\ncoin, button\n\nbutton\n');
    const lines = (await run('stream', '--engine', 'node', '--in-file', 'in.txt', '--json')).stdout
      .trim()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line).outputs)).toEqual([['beep', 'coffee'], ['none'], undefined]);
    const { code, stdout } = await run('stream', '--engine', 'node', '--count', '3');
    expect([code, stdout.includes('3 results, 0 errors')]).toEqual([0, true]);
  });

  test('stream --in refuses words that are not inputs', async () => {
    const { code, stderr } = await run('stream', '--engine', 'node', '--in', 'coin,tea');
    expect([code, stderr]).toEqual([
      2,
      'carrybit: --in: not an input of coffee: "tea"; expected one of coin, button, or 1 bit (i0)\n',
    ]);
    // Inputs where numbers are expected.
    expect((await run('stream', '--engine', 'node', 'coin', 'button')).stderr).toMatch(
      /; for inputs, --in coin,button\n$/,
    );
  });

  test('explain', async () => {
    const { stdout } = await run('explain');
    expect(stdout).toContain('  coin / beep  →  paid');
    expect(readFileSync(join(folder, 'trained/automaton.svg'), 'utf8')).toContain('button / coffee');
  });

  test('prove --machine compares by name, whatever the codes', async () => {
    expect((await run('prove', '--machine', 'turned.dot')).code).toBe(0);
    const { code, stdout, stderr } = await run('prove', '--machine', 'wrong.dot');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('wrong.dot: symbols.outputs: expected one of beep, none, coffee, got tea');
  });

  test.each([
    ['prove', 'coffee.dot'],
    ['stream', 'coffee.dot'],
    ['flash-weights', 'machine.json'],
  ])('%s of a machine, %s, says what takes one', async (command, file) => {
    await run('machine', 'coffee.dot', '--to', 'json', '--out', 'machine.json');
    expect(await run(command, file)).toMatchObject({
      code: 1,
      stderr: `carrybit: ${file}: expected a network, got a machine; carrybit train --machine ${file} makes a network of it, and carrybit prove NETWORK.json --machine ${file} compares one with it\n`,
    });
  });

  test('prove --property names the place in a monitor in JSON', async () => {
    writeFileSync(
      join(folder, 'monitor.json'),
      '{"name": "never", "outputs": ["bad"], "states": ["p"], "initial": 0,\n  "inputs": ["i0", "tea"],\n  "next": [0,0,0,0], "output": [0,0,0,0]}',
    );
    expect(await run('prove', '--property', 'monitor.json')).toMatchObject({
      code: 2,
      stderr:
        'carrybit: monitor.json: line 2, column 20: expected inputs and outputs of coffee (i0, o0, o1, coin, button, beep, none, coffee), got "tea"\n',
    });
  });

  test('prove --property', async () => {
    const good = await run('prove', '--property', 'rules.txt');
    expect([good.code, good.stdout]).toEqual([
      0,
      expect.stringMatching(/^holds: at most one of o0 o1 — for input streams of any length/),
    ]);
    const bad = await run('prove', '--property', 'untrue.txt', '--json');
    expect([bad.code, JSON.parse(bad.stdout)]).toEqual([
      3,
      expect.objectContaining({
        verdict: 'disproved',
        properties: [
          expect.objectContaining({
            verdict: 'disproved',
            inputs: ['coin', 'button', 'coin', 'coin'],
            outputs: ['beep', 'coffee', 'beep', 'beep'],
          }),
        ],
        assumed: [],
      }),
    ]);
    // Several properties are one document.
    const rules = ['rules', 'untrue', 'rules'].map((name) =>
      readFileSync(join(folder, `${name}.txt`), 'utf8'),
    );
    writeFileSync(join(folder, 'several.txt'), rules.join('\n'));
    const several = JSON.parse((await run('prove', '--property', 'several.txt', '--json')).stdout);
    expect(several.verdict).toBe('disproved');
    expect(several.properties.map(({ verdict }: { verdict: string }) => verdict)).toEqual(
      expect.arrayContaining(['proven', 'disproved']),
    );
  });

  test('prove --property takes a property in words, too', async () => {
    expect(await run('prove', '--property', 'never button beep')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^holds: never button beep — /),
    });
    expect(await run('prove', '--property', 'never button beep\nnever tea beep')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^carrybit: never tea beep: expected inputs and outputs of coffee .* got "tea"\n/,
      ),
    });
    expect(await run('prove', '--property', 'always beep')).toMatchObject({
      code: 2,
      stderr:
        'carrybit: --property: expected a file, or a property such as "never A B" (README, own machines), got "always beep"\n',
    });
  });

  test('prove --property speaks of symbols, in words and by a monitor', async () => {
    const words = await run('prove', '--property', 'symbols.txt');
    expect([words.code, words.stdout]).toEqual([0, expect.stringMatching(/^holds: never button beep/)]);
    const twice = await run('prove', '--property', 'twice.dot');
    expect([twice.code, twice.stdout]).toEqual([
      3,
      expect.stringMatching(/^broken: twice .*\n {2}in +button +button\n {2}out +none +none/s),
    ]);
  });

  test.each([
    [
      'wrong.txt',
      'line 2: never tea beep: expected inputs and outputs of coffee (i0, o0, o1, coin, button, beep, none, coffee), got "tea"',
    ],
    [
      'silent.kiss2',
      'expected to be told about every step, got nothing in state s for coin → beep, step 1 of a stream that the network takes; add this step, where it is not bad too',
    ],
  ])('prove --property %s is refused', async (file, message) => {
    const { code, stdout, stderr } = await run('prove', '--property', file);
    expect([code, stdout, stderr]).toEqual([2, '', `carrybit: ${file}: ${message}\n`]);
  });
});

describe('an export of a machine with symbols', () => {
  const place = emptyFolder();
  const exported = async (...args: string[]) =>
    (await carrybit(place, ['export', 'network.json', '--out', '-', ...args])).stdout;
  beforeAll(async () => {
    writeFileSync(join(place, 'coffee.dot'), coffee);
    await carrybit(place, [
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

  test.each(['c', 'verilog', 'smt2', 'btor2', 'aiger', 'onnx'])(
    'as %s says its bits, symbols and assumptions',
    async (format) => {
      const text = await exported('--format', format);
      expect(text).toContain('Inputs, bit 0 first: coin, button; symbols: coin = 10, button = 01.');
      expect(text).toContain(
        'Assumed of the inputs: only its 2 symbols come. After any other the outputs are undefined until a reset.',
      );
    },
  );

  test('has its symbols as constants of C, for the editor of Arduino too', async () => {
    expect(await exported('--format', 'c')).toContain(
      '#define COFFEE_IN_COIN 1u\n#define COFFEE_IN_BUTTON 2u\n',
    );
    await carrybit(place, ['export', 'network.json', '--format', 'arduino', '--out', 'library']);
    expect(readFileSync(join(place, 'library/src/carrybit_coffee.h'), 'utf8')).toContain(
      '#define COFFEE_OUT_BEEP 1u',
    );
    expect(readFileSync(join(place, 'library/keywords.txt'), 'utf8')).toContain(
      'COFFEE_IN_BUTTON\tLITERAL1\n',
    );
  });

  test('claims no assumption where there is none', async () => {
    const { stdout } = await run('export', 'trained/network.json', '--format', 'c', '--out', '-');
    expect(stdout).toContain('symbols: coin = 0, button = 1.');
    expect(stdout).not.toContain('Assumed');
  });
});

describe('a machine of many states', () => {
  const place = emptyFolder();
  const ring = (states: number) => {
    const rows = Array.from({ length: states }, (_, state) => [
      `0 s${state} s${state} 0`,
      `1 s${state} s${(state + 1) % states} ${state === 0 ? 1 : 0}`,
    ]);
    return `.i 1\n.o 1\n${rows.flat().join('\n')}\n`;
  };

  test('is drawn up to 64 of them, and refused at once beyond', async () => {
    for (const states of [64, 65]) writeFileSync(join(place, `ring${states}.kiss2`), ring(states));
    const drawn = await carrybit(place, ['machine', 'ring64.kiss2', '--to', 'svg']);
    expect([drawn.code, drawn.stdout]).toEqual([0, expect.stringContaining('1 / 1 → s1')]);
    expect(await carrybit(place, ['machine', 'ring65.kiss2', '--to', 'svg'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^(.*\n)*carrybit: ring65\.kiss2: expected at most 64 states in a drawing, got 65; write the machine as KISS2 or JSON\n$/,
      ),
    });
  });

  test('explain writes no drawing of more than 64 states, and says where they are', async () => {
    writeFileSync(join(place, 'ring65.kiss2'), ring(65));
    const args = ['train', '--machine', 'ring65.kiss2', '--max-starts', '1', '--out', '.', '--quiet'];
    expect((await carrybit(place, args)).code).toBe(0);
    const { code, stdout } = await carrybit(place, ['explain', 'network.json']);
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining(
        'not drawn: expected at most 64 states, got 65; automaton.dot has all of them\n',
      ),
    ]);
    expect(existsSync(join(place, 'automaton.svg'))).toBe(false);
  });

  test('is refused as DOT in one sentence where DOT could not be read again', async () => {
    const words = Array.from({ length: 2048 }, (_, word) => word.toString(2).padStart(11, '0'));
    const mixed = (state: number, word: number) => Math.imul(state * 2048 + word + 1, 0x9e3779b1) >>> 20;
    const rows = Array.from({ length: 64 }, (_, state) =>
      words.map((bits, word) => `${bits} s${state} s${mixed(state, word) & 63} ${mixed(word, state) & 1}`),
    );
    writeFileSync(join(place, 'dense.kiss2'), `.i 11\n.o 1\n${rows.flat().join('\n')}\n`);
    const { code, stdout, stderr } = await carrybit(place, ['machine', 'dense.kiss2', '--to', 'dot']);
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      'carrybit: dense.kiss2: the machine is too large for DOT: expected at most 1048576 characters, got more; take KISS2 or JSON\n',
    ]);
  });
});

test('one of anything is said in the singular', async () => {
  const place = emptyFolder();
  writeFileSync(join(place, 'tick.dot'), 'digraph tick { __start0 -> a; a -> a [label="tick / on"]; }');
  const said = await Promise.all([
    carrybit(place, ['machine', 'tick.dot']),
    carrybit(place, ['train', '--machine', 'tick.dot', '--out', '.']),
  ]);
  for (const args of [
    ['prove', 'network.json'],
    ['check', 'network.json'],
    ['explain', 'network.json'],
    ['stream', 'network.json', '--engine', 'node', '--in', 'tick'],
  ])
    said.push(await carrybit(place, args));
  const text = said.map(({ stdout, stderr }) => stdout + stderr).join('');
  expect(said.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(text).toContain('1 bit: i0; 1 symbol: tick = 0');
  expect(text).toContain('only its one symbol comes');
  expect(text).toContain('the certificate holds: 1 pair, 1 transition.');
  expect(text).toContain('The network can reach 1 state:');
  expect(
    text.match(
      /\b1 (?:\w+ )?(?:symbols|states|steps|bits|units|pairs|transitions|starts|answers|inputs|outputs)\b/,
    ),
  ).toBeNull();
});
