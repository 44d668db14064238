import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serveTcp, UNO_HERTZ, Uno } from '../../firmware-sim/index.ts';

const { CLIENTS } = process.env;
if (CLIENTS === undefined) throw new Error('CLIENTS is not set: run test/firmata/clients.sh');

const here = fileURLToPath(new URL('.', import.meta.url));
const firmware = readFileSync(new URL('../../firmware/carrybit.hex', import.meta.url), 'latin1');
/** Ms that a board and a client have to settle; boards answer in fewer. */
const SETTLED = 2000;
const ROUNDS = 2;

/** How each is run; the serial device, or the TCP port, is the last argument. */
const clients: readonly { name: string; command: readonly string[]; device: boolean }[] = [
  ...['pyfirmata2', 'pymata4', 'pymata_express'].map((name) => ({
    name,
    command: [join(CLIENTS, 'venv/bin/python'), join(here, `with_${name}.py`)],
    device: true,
  })),
  { name: 'johnny-five', command: [process.execPath, join(here, 'with-johnny-five.mjs')], device: false },
  {
    name: 'pyFirmata',
    command: [join(CLIENTS, 'old-venv/bin/python'), join(here, 'with_pyfirmata.py')],
    device: true,
  },
  {
    name: 'firmata4j',
    command: [join(CLIENTS, 'java'), '-cp', `${join(CLIENTS, 'lib')}/*`, join(here, 'Firmata4j.java')],
    device: false,
  },
  { name: 'gobot', command: [join(CLIENTS, 'gobot')], device: true },
  { name: 'firmata-rs', command: [join(CLIENTS, 'firmata-rs')], device: false },
].filter(({ command }) => existsSync(command[0] as string));

test('there are clients', () => expect(clients.length).toBeGreaterThanOrEqual(4));

describe.each(clients)('$name', ({ command, device }) => {
  test('lights, dims, moves, reads, and does it all again after a reconnect', async () => {
    const uno = new Uno({ firmware });
    uno.pin('2').drive(0);
    uno.pin('A0').driveVolts(2.5);
    let width = 0;
    let rise = 0;
    uno.pin('8').onEdge((level, cycle) => {
      if (level === 1) rise = cycle;
      else width = ((cycle - rise) / UNO_HERTZ) * 1e6;
    });
    uno.start('real-time');
    onTestFinished(() => uno.stop());
    const { port, close } = await serveTcp(uno, { baudRate: 57_600 });
    onTestFinished(close);
    const path = device ? await serialDevice(port) : `${port}`;

    const [program = '', ...rest] = command;
    const child = spawn(program, [...rest, path], { stdio: ['pipe', 'pipe', 'pipe'] });
    onTestFinished(() => void child.kill());
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    /** What must hold when the client says a word, within {@link SETTLED}. */
    const holds: Record<string, () => boolean> = {
      lit: () => uno.pin('12').mode === 'output' && uno.pin('12').level === 1,
      dark: () => uno.pin('12').level === 0,
      dimmed: () => Math.abs((uno.pin('11').duty ?? 0) - 64 / 255) < 0.01,
      moved: () => Math.abs(width - 1480) < 40,
      high: () => true,
      low: () => true,
      analog: () => true,
    };
    const due = Object.keys(holds);
    const words: string[] = [];
    let toggling: NodeJS.Timeout | undefined;
    onTestFinished(() => clearInterval(toggling));
    for await (const line of createInterface({ input: child.stdout })) {
      const hold = holds[line];
      if (hold === undefined) continue;
      words.push(line);
      for (let waited = 0; !hold() && waited < SETTLED; waited += 10) await pause(10);
      expect([line, hold()]).toEqual([line, true]);
      if (line === 'high') {
        clearInterval(toggling);
        uno.pin('2').drive(0);
      }
      // Until it is noticed: a client may overwrite the first report with the pin's state, as firmata4j does.
      if (line === 'moved')
        toggling = setInterval(() => uno.pin('2').drive(uno.pin('2').level === 0 ? 1 : 0), 300);
      child.stdin.write('\n');
    }
    if (child.exitCode === null) await once(child, 'close');
    expect([child.exitCode, said.replace(/^.*(Warning|DeprecationWarning).*$/gm, '')]).toEqual([
      0,
      expect.any(String),
    ]);
    expect(words, said).toEqual(Array(ROUNDS).fill(due).flat());
  });
});

/**
 * The board as a serial device. A client that closes it ends socat, so it is made anew, as a board plugged in again.
 */
async function serialDevice(port: number): Promise<string> {
  const path = join(CLIENTS as string, `tty${port}`);
  let ended = false;
  let socat: ReturnType<typeof spawn> | undefined;
  const make = () => {
    if (ended) return;
    socat = spawn('socat', [`pty,raw,echo=0,link=${path}`, `tcp:127.0.0.1:${port}`], { stdio: 'ignore' });
    socat.once('exit', make);
  };
  make();
  onTestFinished(() => {
    ended = true;
    socat?.kill();
  });
  while (!existsSync(path)) await pause(10);
  return path;
}
