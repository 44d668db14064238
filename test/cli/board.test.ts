import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { carrybit, emptyFolder, main, root } from './carrybit.ts';

const folder = emptyFolder();
const board = (...args: string[]) => carrybit(folder, ['board', ...args]);
const json = async (...args: string[]) => JSON.parse((await board(...args, '--json')).stdout);

beforeAll(async () => {
  await carrybit(folder, ['train', '--quiet']);
  cpSync(join(root, 'examples/vending/vending.dot'), join(folder, 'vending.dot'));
  await carrybit(folder, ['train', '--machine', 'vending.dot', '--out', 'vending', '--quiet']);
});

describe('the list of ports', () => {
  /** What `board list` says where udevadm shows these devices, which are files that nobody may open. */
  function listed(...devices: readonly (readonly [path: string, ...properties: string[]])[]) {
    const bin = join(emptyFolder(), 'bin');
    mkdirSync(bin);
    const text = devices
      .map(([path, ...lines]) => ['P: /devices/x', 'N: ttyACM0', `E: DEVNAME=${path}`, ...lines].join('\\n'))
      .join('\\n\\n');
    writeFileSync(join(bin, 'udevadm'), `#!/bin/sh\nprintf '${text}\\n\\n'\n`);
    chmodSync(join(bin, 'udevadm'), 0o755);
    const options = { cwd: folder, env: { ...process.env, PATH: bin }, encoding: 'utf8' } as const;
    const run = (...flags: string[]) =>
      spawnSync(process.execPath, [main, 'board', 'list', ...flags], options);
    return { text: run().stdout, ports: JSON.parse(run('--json').stdout).ports };
  }
  const ids = (vendor: string, product: string) => [`E: ID_VENDOR_ID=${vendor}`, `E: ID_MODEL_ID=${product}`];

  test('names what is behind a USB id, and opens what is an Uno or most likely a clone', () => {
    const { text, ports } = listed(
      ['/dev/serial-test/ttyUNO', ...ids('2341', '0043')],
      ['/dev/serial-test/ttyCH340', ...ids('1a86', '7523')],
      ['/dev/serial-test/ttyCP210', ...ids('10c4', 'ea60')],
      ['/dev/serial-test/ttyMEGA', ...ids('2341', '0042')],
      ['/dev/serial-test/ttyWHAT', ...ids('abcd', '1234')],
      ['/dev/serial-test/ttyNONE'],
    );
    expect(ports).toEqual([
      expect.objectContaining({
        ...{ port: '/dev/serial-test/ttyCH340', usb: '1a86:7523', asked: true },
        problem: expect.stringContaining('cannot open /dev/serial-test/ttyCH340'),
      }),
      expect.objectContaining({ port: '/dev/serial-test/ttyCP210', usb: '10c4:ea60', asked: false }),
      expect.objectContaining({ port: '/dev/serial-test/ttyMEGA', name: 'Arduino Mega 2560', asked: false }),
      expect.objectContaining({
        port: '/dev/serial-test/ttyNONE',
        usb: null,
        name: 'unknown: maybe a printer',
        asked: false,
      }),
      expect.objectContaining({
        ...{ port: '/dev/serial-test/ttyUNO', usb: '2341:0043', name: 'Arduino Uno', asked: true },
        problem: expect.stringContaining('cannot open /dev/serial-test/ttyUNO'),
      }),
      expect.objectContaining({
        port: '/dev/serial-test/ttyWHAT',
        name: 'unknown: maybe a printer',
        asked: false,
      }),
    ]);
    expect(text).toMatch(/ttyCP210 {2}10c4:ea60 {2}Nano or Uno with CP210x.*\n.*carrybit board info --port/);
    expect(text).toMatch(/ttyMEGA .*\n.*for the ATmega328P/);
  });

  test('is that of --port alone, which is asked', async () => {
    const { ports } = await json('list', '--port', 'sim');
    expect(ports).toMatchObject([{ port: 'sim', name: 'the simulated Uno', asked: true, firmware: '1.1.0' }]);
    const { stdout } = await board('list', '--port', '/dev/serial-test/none');
    expect(stdout.split('\n')[0]).toBe('/dev/serial-test/none  (no USB id)  unknown: maybe a printer');
    expect(stdout).toContain('cannot open /dev/serial-test/none');
  });

  test('says so where there is none', () => {
    expect(listed()).toEqual({ text: expect.stringContaining('--port sim is the simulated Uno'), ports: [] });
  });
});

describe('a board', () => {
  test('without a network says so', async () => {
    const { code, stdout } = await board('info', '--port', 'sim');
    expect([code, stdout]).toEqual([0, expect.stringContaining('It has no network')]);
    expect(await board('read', '--port', 'sim')).toMatchObject({ code: 5, stdout: '' });
    expect((await board('erase', '--port', 'sim')).stdout).toContain('there is no network to erase');
  });

  test('tells which network it runs, where, since how many updates, and which one is beside it', async () => {
    for (const network of ['trained', 'vending', 'trained'])
      await carrybit(folder, ['flash-weights', `${network}/network.json`, '--port', 'sim']);
    const { digests } = JSON.parse(readFileSync(join(folder, 'trained/network.json'), 'utf8'));
    const digest = digests.fixed.slice(0, 16);
    expect(await json('info', '--port', 'sim')).toMatchObject({
      network: { task: 'adder', digest, slot: 0, sequence: 3 },
      spare: { task: 'vending', slot: 1, sequence: 2 },
    });
    const { stdout } = await board('info', '--port', 'sim');
    expect(stdout).toContain(`It runs the adder ${digest} (slot 0, update 3): after 3 updates`);
    expect(stdout).toMatch(/The other slot holds the vending [0-9a-f]{16} \(slot 1, update 2\)/);
  });

  test('gives its network back as a file that check accepts, with the very constants', async () => {
    const { code, stdout } = await board('read', '--port', 'sim');
    expect([code, stdout]).toEqual([0, expect.stringContaining('Proven again')]);
    const [trained, read] = ['network', 'board'].map((name) =>
      JSON.parse(readFileSync(join(folder, `trained/${name}.json`), 'utf8')),
    );
    expect(read).toMatchObject({ fixed: trained.fixed, machine: trained.machine, float: null });
    expect(read.provenance).toMatchObject({ method: 'board', firmware: '1.1.0' });
    const checked = await carrybit(folder, ['check', 'trained/board.json']);
    expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('nothing was trained again')]);
    // A file that knows more is left alone, one of another network is not written over.
    const before = readFileSync(join(folder, 'trained/network.json'), 'utf8');
    expect((await board('read', '--port', 'sim', '--out', 'trained/network.json')).stdout).toContain(
      'the file is unchanged',
    );
    expect(readFileSync(join(folder, 'trained/network.json'), 'utf8')).toBe(before);
    const other = await board('read', '--port', 'sim', '--out', 'vending/network.json');
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('holds another network or none')]);
  });

  test('says at which pins its network is, and how it is put there again', async () => {
    const at = ['--clock', 'electronic', '--pins', 'b=6,clk=7,sum=8'];
    await carrybit(folder, ['flash-weights', 'trained/network.json', '--port', 'sim', ...at]);
    const wiring = {
      ...{ clock: 'electronic', pullUp: false },
      pins: { inputs: ['2', '6'], clk: '7', reset: '5', outputs: ['8'] },
    };
    expect(await json('info', '--port', 'sim')).toMatchObject({ network: { wiring, imageLength: 319 } });
    expect((await board('info', '--port', 'sim')).stdout).toContain(
      'Pins: inputs a 2, b 6; CLK 7, RESET 5; outputs sum 8.',
    );
    const read = ['read', '--port', 'sim', '--out', 'elsewhere.json'];
    expect(await json(...read)).toMatchObject({ task: 'adder', wiring });
    const flags = '--clock electronic --pins a=2,b=6,clk=7,reset=5,sum=8';
    expect((await board(...read)).stdout).toContain(
      `The file does not say how the pins are wired: flash it with ${flags}.`,
    );
    await carrybit(folder, ['flash-weights', 'elsewhere.json', '--port', 'sim', ...flags.split(' ')]);
    expect(await json('info', '--port', 'sim')).toMatchObject({ network: { wiring } });
    await carrybit(folder, ['flash-weights', 'trained/network.json', '--port', 'sim']);
    expect((await board('info', '--port', 'sim')).stdout).toContain(
      'Pins: inputs a 2, b 3; CLK 4, RESET 5; outputs sum 13.',
    );
    expect((await board(...read)).stdout).not.toContain('flash it with');
  });

  test('with a network of a machine of one’s own needs the machine, and the right one', async () => {
    await carrybit(folder, ['flash-weights', 'vending/network.json', '--port', 'sim']);
    const read = ['read', '--port', 'sim', '--out', 'back.json'];
    const unknown = await board(...read);
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      expect.stringContaining('name its file with --machine'),
    ]);
    const dot = readFileSync(join(folder, 'vending.dot'), 'utf8');
    writeFileSync(join(folder, 'wrong.dot'), dot.replace('coin / ok', 'coin / return'));
    expect(readFileSync(join(folder, 'wrong.dot'), 'utf8')).not.toBe(dot);
    expect((await board(...read, '--machine', 'wrong.dot')).code).toBe(3);
    expect(await json(...read, '--machine', 'vending.dot')).toMatchObject({
      task: 'vending',
      verdict: 'proven',
    });
  });

  test('names its pins where the network or its machine is given', async () => {
    const info = (...args: string[]) => board('info', '--port', 'sim', ...args);
    const bare = (await info()).stdout;
    expect(bare).toContain('Pins: inputs 2, 3; CLK 4, RESET 5; outputs 13, 12.\n');
    expect(bare).toContain('carrybit board info NETWORK.json shows them, or --machine FILE');
    const named =
      'Pins: inputs i0 2, i1 3; CLK 4, RESET 5; outputs o0 13, o1 12.\nAs bits of i0, i1: coin 00, ';
    expect((await info('vending/network.json')).stdout).toContain(named);
    expect((await info('--machine', 'vending.dot')).stdout).toContain(named);
    expect(await json('info', '--port', 'sim', 'vending/network.json')).toMatchObject({
      pins: { i0: '2', i1: '3', clk: '4', reset: '5', o0: '13', o1: '12' },
    });
    const trained = readFileSync(join(folder, 'trained/network.json'));
    writeFileSync(join(folder, 'trained/network.json'), '{}');
    expect(await info()).toMatchObject({ code: 0, stdout: bare });
    writeFileSync(join(folder, 'trained/network.json'), trained);
    const other = await info('trained/network.json');
    expect([other.stdout, other.stderr]).toEqual([
      bare,
      expect.stringMatching(/and the board runs [0-9a-f]{16}\n/),
    ]);
    expect((await info('--machine', 'wrong.dot')).stderr).toContain('does not do what vending says');
  });

  test('refuses what an action does not use', async () => {
    for (const [action, ...args] of [
      ['list', '--machine', 'vending.dot'],
      ['erase', 'vending/network.json'],
      ['info', '--out', 'other.json'],
      ['info', 'vending/network.json', '--machine', 'vending.dot'],
    ] as const)
      expect(await board(action, '--port', 'sim', ...args)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/; leave \S+ out\n$/),
      });
  });

  test('is erased only when told so, and then has no network, the older one neither', async () => {
    const asked = await board('erase', '--port', 'sim');
    expect([asked.code, asked.stderr]).toEqual([
      2,
      expect.stringMatching(/runs the vending .*--yes erases it/),
    ]);
    expect(await json('erase', '--port', 'sim', '--yes')).toMatchObject({ erased: { task: 'vending' } });
    expect(await json('info', '--port', 'sim')).toMatchObject({ network: null });
    const { code, stdout } = await carrybit(folder, ['flash-weights', '--port', 'sim']);
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('(slot 0, update 1); before, it had no network'),
    ]);
  });
});
