import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { carrybit, emptyFolder, main } from './carrybit.ts';

const folder = emptyFolder();

beforeAll(async () => {
  await carrybit(folder, ['train', '--quiet']);
});

/** Every command that looks for a board itself. */
const COMMANDS = [
  ['stream', '13', '4'],
  ['stream', '--engine', 'gpio'],
  ['flash-weights'],
  ['flash-weights', '--all'],
  ['run', '--gpio'],
  ['flash-firmware'],
  ['live', '--http', '0', '--engine', 'board'],
];

/** Runs a command where `udevadm` prints this; where there is no such program, if it is undefined. */
function carrybitWith(udev: string | undefined, args: readonly string[]) {
  const bin = join(emptyFolder(), 'bin');
  mkdirSync(bin);
  if (udev !== undefined) {
    writeFileSync(join(bin, 'udevadm'), `#!/bin/sh\nprintf '${udev}'\n`);
    chmodSync(join(bin, 'udevadm'), 0o755);
  }
  const { CARRYBIT_PORT: _, ...env } = process.env;
  const options = { cwd: folder, env: { ...env, PATH: bin }, encoding: 'utf8', timeout: 50_000 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], options);
  return { code: status, stdout, stderr };
}

const device = (name: string, ...lines: string[]) =>
  `${['P: /devices/x', 'N: ttyACM0', `E: DEVNAME=${name}`, ...lines].join('\\n')}\\n\\n`;

describe('where ports cannot be listed', () => {
  test('that is said once, and the simulated Uno takes part', () => {
    expect(carrybitWith(undefined, ['flash-weights'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('It now runs the adder'),
    });
    const { code, stdout, stderr } = carrybitWith(undefined, ['stream', '13', '4']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('17')]);
    expect(stderr.match(/Ports cannot be listed here, udevadm is not installed/g)).toHaveLength(1);
    expect(stderr).toContain('No board is plugged in: using the simulated Uno (--port sim).');
  });

  test('what needs a real board ends with the code for none', () => {
    expect(carrybitWith(undefined, ['flash-firmware'])).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringContaining('carrybit: no board is plugged in'),
    });
  });
});

describe('a port of unknown vendor', () => {
  test.each(COMMANDS)('is named, and how to choose it, not replaced: %s %s %s', (...args) => {
    const words = args.filter((word) => word !== undefined);
    const { code, stdout, stderr } = carrybitWith(device('/tmp/ttyNONE'), words);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain('choose a port as with --port /tmp/ttyNONE');
  });

  test('does not stand in the way of a board', () => {
    const ports = device('/tmp/ttyNONE') + device('/tmp/ttyUNO', 'E: ID_VENDOR_ID=2341');
    const { code, stderr } = carrybitWith(ports, ['stream', '13', '4']);
    expect([code, stderr]).toEqual([4, expect.stringContaining('cannot open /tmp/ttyUNO')]);
  });
});

test.each(COMMANDS.filter((args) => !args.includes('--all')))(
  'a port that is not there ends with those that are: %s %s %s',
  (...args) => {
    const ports = device('/tmp/ttyNONE') + device('/tmp/ttyUNO', 'E: ID_VENDOR_ID=2341');
    const words = [...args.filter((word) => word !== undefined), '--port', '/dev/carrybit-none'];
    const { code, stdout, stderr } = carrybitWith(ports, words);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/there is no such port; ports here: .*\/tmp\/ttyNONE, \/tmp\/ttyUNO\n$/);
  },
);

test.each(COMMANDS.filter((args) => !args.includes('--all')))(
  'socket://HOST:PORT is a TCP port: %s %s %s',
  (...args) => {
    const words = [...args.filter((word) => word !== undefined), '--port', 'socket://127.0.0.1:1'];
    const { code, stdout, stderr } = carrybitWith(undefined, words);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/^carrybit: cannot open socket:\/\/127.0.0.1:1: connect ECONNREFUSED/);
  },
);
