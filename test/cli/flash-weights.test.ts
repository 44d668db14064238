import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { machines } from '../../bench/machines/index.mjs';
import { UNO_HERTZ, Uno } from '../../firmware-sim/index.ts';
import { stepCycles } from '../../src/board/step-time.ts';
import {
  construct,
  type FixedNetwork,
  type Machine,
  type Proven,
  prove,
  writeNetwork,
} from '../../src/index.ts';
import { FIRMWARE } from '../board/simulated.ts';
import { carrybit, emptyFolder, main } from './carrybit.ts';

const folder = emptyFolder();

beforeAll(async () => {
  await carrybit(folder, ['train', '--quiet']);
  await carrybit(folder, ['train', '--quiet', '--task', 'parity', '--out', 'parity']);
});

describe('flash-weights', () => {
  test('flashes the simulated Uno, whose EEPROM keeps the network for the next command', async () => {
    const first = await carrybit(folder, ['flash-weights', '--port', 'sim']);
    expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining('sim: commit: done') });
    expect(first.stdout).toMatch(/^sim: 314 bytes written and read back; (\d+) of \1 reachable transitions/);
    const second = await carrybit(folder, [
      'flash-weights',
      'parity/network.json',
      '--port',
      'sim',
      '--json',
    ]);
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(second.stdout).boards).toMatchObject([
      {
        port: 'sim',
        flashed: { before: { slot: 0, task: 'adder' }, after: { slot: 1, task: 'parity', sequence: 2 } },
      },
    ]);
    expect(readFileSync(join(folder, 'trained/sim-eeprom.bin'))).toHaveLength(1024);
  });

  test('flashes 13 units, says how long a step takes, and streams their machine by its symbols', async () => {
    const { machine } = machines.find(({ machine }) => machine.name === 'drinks machine with symbols') ?? {};
    const task = {
      ...(machine as Machine),
      symbols: {
        inputs: [
          ['wait', 0],
          ['coin', 1],
        ],
        outputs: [
          ['nothing', 0],
          ['more', 1],
        ],
      },
    } as const;
    const fixed = construct(task) as FixedNetwork;
    const proof = prove(fixed, task) as Proven;
    const path = join(folder, 'drinks/network.json');
    mkdirSync(join(folder, 'drinks'));
    await writeNetwork(path, task, undefined, fixed, { method: 'construct', carrybit: '0.2.0' }, proof);
    const { code, stdout } = await carrybit(folder, ['flash-weights', path, '--port', 'sim']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/(\d+) of \1 reachable transitions/)]);
    expect(stdout).toContain(`A step takes ${stepCycles(fixed, false)} cycles (`);
    const streamed = await carrybit(folder, ['stream', path, '--port', 'sim', '--in', 'coin,wait,coin']);
    expect(streamed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^coin,wait,coin → .* {2}✓/) });
  });

  test('tells the board what is at its pins, which it keeps with the network', async () => {
    const wiring = async (...flags: string[]) => {
      const { stdout } = await carrybit(folder, ['flash-weights', '--port', 'sim', '--json', ...flags]);
      return JSON.parse(stdout).boards[0].flashed.after.wiring;
    };
    expect(await wiring()).toEqual({ clock: 'button', pullUp: false });
    expect(await wiring('--clock', 'electronic')).toEqual({ clock: 'electronic', pullUp: false });
    expect(await wiring('--pull-up')).toEqual({ clock: 'button', pullUp: true });
    const said = await carrybit(folder, ['flash-weights', '--port', 'sim', '--pull-up']);
    expect(said.stdout).toContain(
      'CLK and RESET are set for buttons, all inputs for switches to ground: pull-ups are on.',
    );
    expect((await carrybit(folder, ['flash-weights', '--clock', '50'])).code).toBe(2);
  });

  test('says which pin is what, and takes others', async () => {
    const at = async (...flags: string[]) => carrybit(folder, ['flash-weights', '--port', 'sim', ...flags]);
    const usual = await at('--pins', 'a=2,sum=13');
    expect(usual.stdout).toContain('Pins: inputs a 2, b 3; CLK 4, RESET 5; outputs sum 13.');
    expect(usual.stdout).toContain(': 314 bytes written');
    const others = await at('--pins', 'A=D7,clk=2,sum=9');
    expect(others.stdout).toContain('Pins: inputs a 7, b 3; CLK 2, RESET 5; outputs sum 9.');
    expect(others.stdout).toContain(': 319 bytes written');
    expect(others.stdout).not.toContain('looks steps up');
    const electronic = await at('--clock', 'electronic', '--pins', 'sum=9', '--json');
    const pins = { inputs: ['2', '3'], clk: '4', reset: '5', outputs: ['9'] };
    expect(JSON.parse(electronic.stdout)).toMatchObject({
      pins: { a: '2', b: '3', clk: '4', reset: '5', sum: '9' },
      boards: [{ flashed: { after: { wiring: { clock: 'electronic', pullUp: false, pins } } } }],
    });
    expect((await at('--clock', 'electronic', '--pins', 'sum=9')).stdout).toContain(
      'The board looks steps up only at the usual pins: at these, the outputs follow CLK within about 35.8 µs',
    );
    expect((await at('--clock', 'electronic', '--pins', 'sum=13')).stdout).not.toContain('looks steps up');
  });

  test.each([
    ['carry=9', 'not a pin: "carry=9"; write a=2,b=3,clk=4,reset=5,sum=13'],
    ['a=3', 'a and b are both at pin 3; give one of them another'],
    ['a=8', 'a=8: pin 8 cannot be an input; pins that can are 2, 3, 4, 5, 6, 7'],
    ['sum=7', 'sum=7: pin 7 cannot be an output; pins that can are 8, 9, 10, 11, 12, 13'],
    ['reset=A0', 'reset=A0: pin A0 cannot be an input; pins that can are 2, 3, 4, 5, 6, 7'],
    ['clk=40', 'clk=40: an Arduino Uno has no pin 40; pins that can be an input are 2, 3, 4, 5, 6, 7'],
  ])('refuses --pins %s', async (pins, message) => {
    const { code, stderr } = await carrybit(folder, ['flash-weights', '--port', 'sim', '--pins', pins]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`carrybit: --pins: ${message}`)]);
  });

  test('puts the traffic light of the README at chosen pins, where buttons run it', async () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const [, table = ''] = /^```kiss2 light\.kiss2\n(.*?)^```/ms.exec(readme) ?? [];
    writeFileSync(join(folder, 'light.kiss2'), table);
    await carrybit(folder, ['train', '--quiet', '--machine', 'light.kiss2', '--out', 'light']);
    const { stdout } = await carrybit(folder, [
      ...['flash-weights', 'light/network.json', '--port', 'sim', '--pull-up'],
      ...['--pins', 'green=9,walk=8,request=6,clk=7'],
    ]);
    expect(stdout).toContain(
      'Pins: inputs request 6; CLK 7, RESET 5; outputs red 13, yellow 12, green 9, walk 8.',
    );
    const eeprom = readFileSync(join(folder, 'trained/sim-eeprom.bin'));
    const uno = new Uno({ firmware: FIRMWARE, eeprom: Uint8Array.from(eeprom) });
    const wait = (milliseconds: number) => uno.runCycles((milliseconds * UNO_HERTZ) / 1000);
    wait(30);
    const lights = [0, 1, 0, 0, 0, 0].map((request) => {
      if (request) uno.pin('6').drive(0);
      else uno.pin('6').release();
      uno.pin('7').drive(0);
      wait(20);
      uno.pin('7').release();
      wait(20);
      return ['13', '12', '9', '8'].map((pin) => uno.pin(pin).level).join('');
    });
    expect(lights).toEqual(['0010', '0010', '0100', '1001', '1000', '1100']);
    expect(['2', '4', '10', '11'].map((pin) => uno.pin(pin).mode)).toEqual(Array(4).fill('input'));
    expect(['5', '6', '7'].map((pin) => uno.pin(pin).mode)).toEqual(Array(3).fill('input-pullup'));
  });

  test('interrupted, says which network the board has', async () => {
    const at = ['flash-weights', '--port', 'sim'];
    await carrybit(folder, at);
    for (const stage of ['write', 'read back']) {
      const child = spawn(process.execPath, [main, ...at, 'parity/network.json'], { cwd: folder });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (text.includes(`${stage}: done`)) child.kill('SIGINT');
      });
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      const [code] = await once(child, 'close');
      // A simulated board may have got to the commit before the signal came.
      const was = /before the commit; the board goes on with the \w+ [0-9a-f]{16} \(slot \d, update \d+\)/;
      const is = /It now runs the parity [0-9a-f]{16} \(slot \d, update \d+\)/;
      expect([code, said]).toEqual([130, expect.stringMatching(said.includes('commit: done') ? is : was)]);
    }
  });

  test('refuses a network file that was changed, with the exit code of a file that is not valid', async () => {
    const document = JSON.parse(readFileSync(join(folder, 'trained/network.json'), 'utf8'));
    document.fixed.table[0] ^= 1;
    writeFileSync(join(folder, 'changed.json'), JSON.stringify(document));
    const { code, stderr } = await carrybit(folder, ['flash-weights', 'changed.json', '--port', 'sim']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('a number in fixed was changed')]);
  });

  test('says which port cannot be opened, and exits with the code for no board', async () => {
    const missing = await carrybit(folder, ['flash-weights', '--port', '/dev/carrybit-none']);
    expect(missing).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('carrybit: cannot open /dev/carrybit-none: there is no such port'),
    });
    expect((await carrybit(folder, ['flash-weights', '--all', '--port', 'sim'])).code).toBe(2);
  });
});
