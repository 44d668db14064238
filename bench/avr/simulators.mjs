// How fast the simulated chip is beside avr8js and simavr, on a program that never waits: each round is a process of
// its own, and they take turns. Needs gcc-avr, avr-libc, libsimavr-dev, libelf-dev and gcc.
//   node bench/avr/simulators.mjs [rounds]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from '../measure.mjs';

const CYCLES = 300_000_000;
const GPIOR1 = 0x4a;
const GPIOR2 = 0x4b;
const self = fileURLToPath(import.meta.url);
const here = fileURLToPath(new URL('.', import.meta.url));
const [, , argument = '5', hex] = process.argv;

if (hex !== undefined) {
  const run = argument === 'avr8js' ? await avr8js() : await firmwareSim();
  process.stdout.write(run.join(' '));
} else {
  const folder = mkdtempSync(join(tmpdir(), 'simulators-'));
  try {
    compare(folder, Number(argument));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compare(folder, rounds) {
  const program = join(folder, 'busy.hex');
  const call = (command, ...args) => execFileSync(command, args, { cwd: here, encoding: 'utf8' });
  call('avr-gcc', '-mmcu=atmega328p', '-std=c11', '-Os', '-o', join(folder, 'busy.elf'), 'busy.c');
  call('avr-objcopy', '-O', 'ihex', '-R', '.eeprom', join(folder, 'busy.elf'), program);
  const simavr = join(folder, 'simavr_speed');
  call(
    'gcc',
    '-O2',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-o',
    simavr,
    'simavr_speed.c',
    '-lsimavr',
    '-lelf',
    '-lm',
  );
  const contestants = {
    'firmware-sim': () => call(process.execPath, self, 'firmware-sim', program),
    avr8js: () => call(process.execPath, self, 'avr8js', program),
    simavr: () => call(simavr, program, String(CYCLES)),
  };
  const seconds = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  const results = new Set();
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of Object.entries(contestants)) {
      const [taken, ...result] = run().trim().split(' ');
      seconds[name].push(Number(taken));
      results.add(result.join(' '));
    }
  if (results.size !== 1) throw new Error(`they compute different things: ${[...results].join('; ')}`);
  for (const [name, each] of Object.entries(seconds)) {
    const megahertz = CYCLES / median(each) / 1e6;
    const ratio = median(each) / median(seconds['firmware-sim']);
    process.stdout.write(`${name.padEnd(14)}${megahertz.toFixed(0).padStart(4)} MHz  ${ratio.toFixed(2)}\n`);
  }
}

/** Seconds of processor time, and the results of the program. */
function timed(work, data) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return [(user + system) / 1e6, data[GPIOR1], data[GPIOR2]];
}

async function firmwareSim() {
  const { Uno } = await import('../../dist/firmware-sim/index.js');
  const uno = new Uno({ firmware: readFileSync(hex, 'latin1') });
  return timed(() => uno.runCycles(CYCLES), uno.core.data);
}

async function avr8js() {
  const [{ CPU, avrInstruction }, { parseHex }] = await Promise.all([
    import('avr8js'),
    import('../../dist/firmware-sim/index.js'),
  ]);
  const cpu = new CPU(new Uint16Array(parseHex(readFileSync(hex, 'latin1')).buffer), 2048);
  return timed(() => {
    while (cpu.cycles < CYCLES) {
      avrInstruction(cpu);
      cpu.tick();
    }
  }, cpu.data);
}
