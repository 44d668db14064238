import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { carrybit, emptyFolder, main, root } from './carrybit.ts';

const folder = emptyFolder();

beforeAll(async () => {
  await carrybit(folder, ['train', '--quiet']);
});

describe('carrybit run --gpio', () => {
  test('adds what comes to the pins of the simulated Uno, until Ctrl-C', async () => {
    const { code, stdout } = await untilAnswers(
      ['--port', 'sim', '--clock', 'electronic', '--rate', '50'],
      3,
    );
    const documents = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const answers = documents.filter(({ event }) => event === 'answer');
    expect(answers.length).toBeGreaterThanOrEqual(3);
    expect(answers.every(({ right }) => right)).toBe(true);
    expect([code, documents.at(-1)]).toMatchObject([
      130,
      { event: 'end', engine: 'Firmata on sim', errors: 0 },
    ]);
  });

  test.each([[[]], [['--pull-up']]])('one bouncing press is one step: %j', async (flags) => {
    const { code, stdout } = await untilAnswers(['--port', 'sim', '--rate', '10', ...flags], 2);
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ event }) => event === 'answer');
    expect(answers.length).toBeGreaterThanOrEqual(2);
    expect([code, answers.every(({ right }) => right)]).toEqual([130, true]);
  });

  test('reads analog pins as digital ones', async () => {
    const read = async (...flags: string[]) => {
      const wired = ['--port', 'sim', '--clock', 'electronic', '--rate', '50', ...flags];
      const { stdout } = await untilAnswers(wired, 2);
      return stdout.split('\n').filter((line) => line.includes('"answer"'));
    };
    const [digital, analog] = [await read(), await read('--pins', 'a=A0,b=A1,clk=A2,reset=A5')];
    const numbers = (line = '') => JSON.parse(line).numbers;
    expect(analog.slice(0, 2).map(numbers)).toEqual(digital.slice(0, 2).map(numbers));
  });

  test('runs at the pins of any io plugin that is installed where it is called', async () => {
    const sim = spawn(process.execPath, [main, 'sim', '--tcp', '0', '--json'], { cwd: emptyFolder() });
    onTestFinished(() => void sim.kill());
    const [line] = await once(sim.stdout.setEncoding('utf8'), 'data');
    // A plugin as they are: a package that exports a class, here Firmata over TCP.
    const modules = join(folder, 'node_modules');
    mkdirSync(join(modules, 'tcp-io'), { recursive: true });
    symlinkSync(join(root, 'node_modules/firmata-io'), join(modules, 'firmata-io'));
    writeFileSync(join(modules, 'tcp-io/package.json'), '{ "name": "tcp-io", "version": "1.0.0" }');
    writeFileSync(
      join(modules, 'tcp-io/index.js'),
      `const { Firmata } = require('firmata-io');
       const { connect } = require('node:net');
       exports.TcpIO = class extends Firmata {
         constructor() {
           const socket = connect(${JSON.parse(line).port}, '127.0.0.1');
           super(socket);
           socket.once('connect', () => this.emit('connect'));
         }
       };`,
    );
    const refused = await carrybit(folder, ['run', '--gpio', '--io', 'tcp-io', '--pins', 'sum=1']);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('--pins: sum=1: pin 1 cannot be an output; pins that can are 2, 3,'),
    ]);
  });
});

describe('an io plugin', () => {
  /** Installs a plugin with this class body; johnny-five asks all of it of an io. */
  const install = (name: string, source: string, fields: object = {}) => {
    const place = join(folder, 'node_modules', name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...fields }));
    writeFileSync(join(place, 'index.js'), source);
  };
  const io = (body: string) => `
    const { EventEmitter } = require('node:events');
    exports.Plugin = class extends EventEmitter {
      constructor(options) { super(); this.pins = []; this.analogPins = []; this.MODES = { INPUT: 0, OUTPUT: 1 }; ${body} }
    };`;

  test.each<[string, string, string]>([
    ['never-ready', io(''), 'it did not become ready within 15 s: it never emitted "ready"'],
    [
      'no-pins',
      "module.exports = class extends require('node:events') {};",
      'johnny-five asks an io for pins and analogPins, and it has none',
    ],
    [
      'wants-options',
      io('this.port = options.port;'),
      "Cannot read properties of undefined (reading 'port')",
    ],
    [
      'errs',
      io("setImmediate(() => this.emit('error', new Error('no chip \u001b[31mfound')));"),
      'no chip \\x1b[31mfound',
    ],
    ['throws-later', io("setImmediate(() => { throw new Error('no such device'); });"), 'no such device'],
    ['does-not-load', "throw new Error('another libc');", 'another libc'],
  ])('%s is told with what it did, and its own exit code', async (name, source, message) => {
    install(name, source);
    const { code, stdout, stderr } = await carrybit(folder, ['run', '--gpio', '--io', name]);
    expect([code, stdout]).toEqual([11, '']);
    const isLoaded = name !== 'does-not-load';
    expect(stderr).toContain(
      isLoaded
        ? `carrybit: the io plugin ${name} failed: ${message}; --io-options passes options`
        : `carrybit: the io plugin ${name} could not be loaded: ${message}\n`,
    );
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('may be a package of ES modules alone', async () => {
    const source = `import { EventEmitter } from 'node:events';
      export class Plugin extends EventEmitter { constructor() { super(); throw new Error('loaded'); } }`;
    install('es-only', source, { type: 'module', exports: { import: './index.js' } });
    const { code, stderr } = await carrybit(folder, ['run', '--gpio', '--io', 'es-only']);
    expect([code, stderr]).toEqual([11, expect.stringContaining('the io plugin es-only failed: loaded;')]);
  });

  test.each([
    ['ends-at-load', 'process.exit(0);', 0],
    ['ends-at-start', io('process.exit(3);'), 3],
    ['ends-later', io('setTimeout(() => process.exit(0), 50);'), 0],
  ])('%s is told to have ended the process', async (name, source, code) => {
    install(name, source);
    const ended = await carrybit(folder, ['run', '--gpio', '--io', name]);
    expect(ended).toMatchObject({
      code: 11,
      stdout: '',
      stderr: `carrybit: the io plugin ${name} ended the process, with exit code ${code}; use another, or mend it\n`,
    });
  });

  test('is given its options', async () => {
    install('shows-options', io('throw new Error(JSON.stringify(options));'));
    const options = ['--io-options', '{"port":7,"on":[true]}'];
    for (const command of [
      ['run', '--gpio'],
      ['stream', '--engine', 'gpio'],
    ]) {
      const { code, stderr } = await carrybit(folder, [...command, '--io', 'shows-options', ...options]);
      expect([code, stderr]).toEqual([11, expect.stringContaining('failed: {"port":7,"on":[true]};')]);
    }
  });
});

describe('carrybit run refuses', () => {
  test.each<[string[], number, string]>([
    [[], 2, 'expected --gpio: carrybit run --gpio runs the network at pins'],
    [['--gpio', '--pins', 'a=4'], 2, '--pins: a and clk are both at pin 4'],
    [['--gpio', '--pins', 'c=4'], 2, '--pins: not a pin: "c=4"; write a=2,b=3,clk=4,reset=5,sum=13'],
    [['--gpio', '--pins', 'a=1', '--port', 'sim'], 2, '--pins: a=1: pin 1 cannot be an input'],
    [['--gpio', '--io', './none.js'], 2, './none.js: no such file'],
    [['--gpio', '--io', 'raspi-io'], 2, 'raspi-io is not installed; run npm install raspi-io'],
    [['--gpio', '--io', 'x', '--io-options', '[1]'], 2, '--io-options: expected a JSON object'],
    [['--gpio', '--io', 'x', '--io-options', '{'], 2, '--io-options: expected a JSON object'],
    [['--gpio', '--io-options', '{}'], 2, '--io-options are for an io plugin; name it with --io'],
    [['--gpio', '--give-up', '0'], 2, '--give-up: expected more than 0 and at most 1000000, got 0'],
    [['--gpio', '--clock', '4'], 2, '--clock: expected one of button, electronic, got 4'],
    [
      ['--gpio', '--rate', '0'],
      2,
      '--rate: expected more than 0 and at most 10 (100 with --clock electronic), got 0',
    ],
    [
      ['--gpio', '--clock', 'electronic', '--rate', '101'],
      2,
      '--rate: expected more than 0 and at most 100, got 101',
    ],
    [['--gpio', '--port', '/dev/no-such-port'], 4, 'cannot open /dev/no-such-port'],
  ])('%j', async (args, exitCode, message) => {
    const { code, stdout, stderr } = await carrybit(folder, ['run', ...args]);
    expect([code, stdout]).toEqual([exitCode, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

/** Runs until so many answers have come, then presses Ctrl-C. */
async function untilAnswers(args: string[], count: number): Promise<{ code: number; stdout: string }> {
  const child = spawn(process.execPath, [main, 'run', '--gpio', '--json', ...args], { cwd: folder });
  let stdout = '';
  let ended = false;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
    if (ended || stdout.split('"event":"answer"').length <= count) return;
    ended = child.kill('SIGINT');
  });
  const [code] = await once(child, 'close');
  return { code, stdout };
}
