import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { carrybit, emptyFolder, main, root } from './carrybit.ts';

const RESET = Buffer.from('f0072a68674438f7', 'hex');
const EEPROM = 'trained/sim-eeprom.bin';

const FULL: Record<string, string[]> = {
  'flash-weights': ['flash-weights', '--port', 'sim'],
  sim: ['sim', '--tcp', '0', '--json'],
};

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** Starts the simulator on a free port. */
async function sim(
  folder: string,
  args: readonly string[] = [],
): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(
    process.execPath,
    [join(root, 'dist/bin/carrybit.cjs'), 'sim', '--tcp', '0', '--json', ...args],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  running.push(child);
  const [line] = await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
  return { child, port: JSON.parse(String(line)).port };
}

async function until(socket: Socket, bytes: Buffer): Promise<Buffer> {
  let received = Buffer.alloc(0);
  while (!received.includes(bytes)) received = Buffer.concat([received, (await once(socket, 'data'))[0]]);
  return received;
}

describe('carrybit sim', () => {
  test('runs our firmware, greets and answers on TCP, and ends with Ctrl-C', async () => {
    const folder = emptyFolder();
    const { child, port } = await sim(folder);
    const socket = connect(port, '127.0.0.1');
    await until(socket, Buffer.from('c\0a\0r\0r\0y\0b\0i\0t\0'));
    socket.write(RESET);
    await until(socket, RESET);
    child.kill('SIGINT');
    expect((await once(child, 'exit'))[0]).toBe(130);
    expect(existsSync(join(folder, `${EEPROM}.lock`))).toBe(false);
  });

  test('records every edge at a pin with --vcd', async () => {
    const folder = emptyFolder();
    const { child, port } = await sim(folder, ['--vcd', 'pins.vcd']);
    const socket = connect(port, '127.0.0.1');
    await until(socket, Buffer.from('c\0a\0r\0r\0y\0b\0i\0t\0'));
    // Pin 12 is an output, and goes high, low, high.
    socket.write(Buffer.from([0xf4, 12, 1, 0xf5, 12, 1, 0xf5, 12, 0, 0xf5, 12, 1]));
    socket.write(RESET);
    await until(socket, RESET);
    child.kill('SIGINT');
    await once(child, 'exit');
    const text = readFileSync(join(folder, 'pins.vcd'), 'utf8');
    const code = /\$var wire 1 (\S+) pin_12 \$end/.exec(text)?.[1] as string;
    const changes = text.split('\n').filter((line) => line.slice(1) === code && /^[01]/.test(line));
    expect(changes.map(([level]) => level).join('')).toBe('0101');
  });

  test('runs any firmware, with the EEPROM of any file', async () => {
    const folder = emptyFolder();
    const { port } = await sim(folder, [
      '--firmware',
      join(root, 'test/firmware-sim/programs/echo.hex'),
      '--eeprom',
      'deep/eeprom.bin',
    ]);
    const socket = connect(port, '127.0.0.1');
    socket.write('hello');
    await until(socket, Buffer.from('hello'));
    expect(existsSync(join(folder, EEPROM))).toBe(false);
  });

  test('is the board that --port sim flashes, one process at a time', async () => {
    const folder = emptyFolder();
    await carrybit(folder, ['train', '--quiet']);
    expect((await carrybit(folder, ['flash-weights', '--port', 'sim'])).code).toBe(0);
    const flashed = readFileSync(join(folder, EEPROM));
    const { port } = await sim(folder);
    for (const args of [['flash-weights', '--port', 'sim'], ['sim']]) {
      const { code, stderr } = await carrybit(folder, args);
      expect([code, stderr]).toEqual([1, expect.stringContaining(`${EEPROM} is in use`)]);
    }
    expect(readFileSync(join(folder, EEPROM))).toEqual(flashed);
    const { code, stdout } = await carrybit(folder, [
      'flash-weights',
      '--port',
      `socket://127.0.0.1:${port}`,
    ]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('slot 1, update 2')]);
  });

  test('whose process was killed leaves nothing that keeps the next from its EEPROM file', async () => {
    const folder = emptyFolder();
    const { child } = await sim(folder);
    child.kill('SIGKILL');
    await once(child, 'close');
    writeFileSync(join(folder, `${EEPROM}.tmp`), 'half');
    const next = await sim(folder);
    expect(readdirSync(join(folder, 'trained'))).toEqual(['sim-eeprom.bin.lock']);
    next.child.kill('SIGINT');
    await once(next.child, 'close');
    expect(readdirSync(join(folder, 'trained'))).toEqual([]);
  });

  test.each(['flash-weights', 'sim'])('a full disk is told in words by %s', async (command) => {
    const folder = emptyFolder();
    await carrybit(folder, ['train', '--quiet']);
    // No file may have more than 512 bytes, so that the EEPROM's 1024 do not fit.
    const limited = spawn(
      'sh',
      ['-c', `ulimit -f 0; exec "$@"`, 'sh', process.execPath, main, ...(FULL[command] ?? [])],
      {
        cwd: folder,
      },
    );
    running.push(limited);
    let said = '';
    limited.stderr.on('data', (text) => {
      said += text;
    });
    if (command === 'sim') {
      const [line] = await once(limited.stdout, 'data');
      const { port } = JSON.parse(String(line));
      void carrybit(folder, ['flash-weights', '--port', `tcp://127.0.0.1:${port}`]);
    }
    const [code] = await once(limited, 'close');
    expect([code, said]).toEqual([1, expect.stringContaining('carrybit: cannot write the EEPROM file')]);
    expect(said).toContain('the system allows no file of this size (ulimit -f)');
    expect(said).not.toMatch(/^\s+at /m);
    expect(readdirSync(join(folder, 'trained')).filter((name) => name.includes('eeprom'))).toEqual([]);
  });

  test('a folder that was made for an EEPROM file that could not be written is removed', async () => {
    const folder = emptyFolder();
    const child = spawn(
      'sh',
      [
        '-c',
        'ulimit -f 0; exec "$@"',
        'sh',
        process.execPath,
        main,
        'sim',
        '--tcp',
        '0',
        '--eeprom',
        'new/one/eeprom.bin',
        '--json',
      ],
      { cwd: folder },
    );
    running.push(child);
    await once(child.stdout, 'data');
    expect(readdirSync(join(folder, 'new/one'))).toEqual(['eeprom.bin.lock']);
    child.kill('SIGINT');
    await once(child, 'close');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('ends when its EEPROM file is taken over, and says so', async () => {
    const folder = emptyFolder();
    const { child } = await sim(folder);
    let said = '';
    child.stderr?.on('data', (text) => {
      said += text;
    });
    rmSync(join(folder, `${EEPROM}.lock`), { recursive: true });
    expect((await once(child, 'close'))[0]).toBe(1);
    expect(said).toContain(`carrybit: the EEPROM file ${EEPROM} was taken over by another process\n`);
  });

  test('says what is wrong, with which value, and what to do', async () => {
    const folder = emptyFolder();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    mkdirSync(join(folder, 'trained'));
    writeFileSync(join(folder, 'short.bin'), 'short');
    writeFileSync(join(folder, 'bad.hex'), ':00000001FE\n');
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    const cases: [string[], number, string][] = [
      [['--tcp', String(port)], 1, `port ${port}: another program has this port`],
      [['--tcp', '65536'], 2, '--tcp: expected 0–65535, got 65536'],
      [['--tcp', 'x'], 2, 'expected a whole number'],
      [['--tcp', '0', '--host', '192.0.2.1'], 1, 'does not have this address'],
      [['--firmware', 'none.hex'], 1, 'none.hex: no such file'],
      [['--firmware', 'bad.hex'], 1, 'checksum'],
      [['--eeprom', 'short.bin'], 1, 'short.bin has 5 bytes'],
      [['--eeprom', 'trained'], 1, 'the EEPROM file trained: expected a file, got a folder'],
      [['--eeprom', 'fifo'], 1, 'the EEPROM file fifo: expected a file, got a pipe'],
      [['--eeprom', '/dev/null'], 1, '/dev/null: expected a file, got a device'],
    ];
    for (const [args, due, message] of cases) {
      const { code, stderr } = await carrybit(folder, ['sim', ...args]);
      expect([code, stderr]).toEqual([due, expect.stringContaining(message)]);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
    server.close();
  });
});

test('firmware that is no Intel HEX is refused by the name of its file', async () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'notes.txt'), 'hello \u001b[2J\n');
  const { code, stderr } = await carrybit(folder, ['sim', '--firmware', 'notes.txt', '--tcp', '0']);
  expect([code, stderr]).toEqual([
    1,
    'carrybit: notes.txt: Intel HEX, line 1: a record starts with ":", found "hello \\x1b[2J"\n',
  ]);
});
