import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { Board as SimulatedBoard } from '../../../firmware-sim/board/board.ts';
import { MEGA } from '../../../firmware-sim/board/mega.ts';
import { UNO, UNO_HERTZ } from '../../../firmware-sim/board/uno.ts';
import { FixedCell, type FixedNetwork } from '../../../src/fixed/index.ts';
import { arduinoLibrary, arduinoName } from '../../../src/formats/arduino.ts';
import { adder34, adder54, tray } from '../networks.ts';

/** Debian's package arduino-core-avr. */
const CORE = '/usr/share/arduino/hardware/arduino/avr';
const BOARDS = {
  uno: { mcu: 'atmega328p', variant: 'standard', define: 'ARDUINO_AVR_UNO', simulated: UNO },
  mega: { mcu: 'atmega2560', variant: 'mega', define: 'ARDUINO_AVR_MEGA2560', simulated: MEGA },
} as const;
type Board = keyof typeof BOARDS;

const folder = mkdtempSync(join(tmpdir(), 'carrybit-arduino-'));
const names = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}${at}`);

/** Writes a network's library as export does. */
function library(name: string, fixed: FixedNetwork): string {
  const place = join(folder, 'libraries', arduinoName(name));
  const files = arduinoLibrary({
    ...{ name, version: '1.2.3-beta', fixed, comment: ['The network of a test.', 'NOT PROVEN. \\'] },
    ...{ inputs: names('in', fixed.inputs), outputs: names('out', fixed.outputs) },
  });
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(place, file)), { recursive: true });
    writeFileSync(join(place, file), content);
  }
  return place;
}

/** The options of the core's platform.txt that concern compiling. */
function options(board: Board): string[] {
  const { mcu, variant, define } = BOARDS[board];
  return [
    ...['-c', '-g', '-Os', '-ffunction-sections', '-fdata-sections', '-flto', '-fno-fat-lto-objects'],
    ...[`-mmcu=${mcu}`, '-DF_CPU=16000000L', '-DARDUINO=10807', `-D${define}`, '-DARDUINO_ARCH_AVR'],
    ...[`-I${CORE}/cores/arduino`, `-I${CORE}/variants/${variant}`],
  ];
}
/** WString.cpp asks for what float.h of avr-gcc 5.4 has for C only. */
const DECIMAL_DIG = '-DDECIMAL_DIG=__DECIMAL_DIG__';
const CPP = ['-std=gnu++11', '-fpermissive', '-fno-exceptions', '-fno-threadsafe-statics'];

function buildCore(board: Board): void {
  const place = join(folder, board);
  mkdirSync(place, { recursive: true });
  const source = join(CORE, 'cores/arduino');
  for (const file of readdirSync(source).filter((name) => /\.(c|cpp|S)$/.test(name))) {
    const [compiler, extra] = file.endsWith('.cpp')
      ? ['avr-g++', [...CPP, DECIMAL_DIG]]
      : ['avr-gcc', file.endsWith('.S') ? ['-x', 'assembler-with-cpp'] : ['-std=gnu11']];
    execFileSync(compiler, [
      ...options(board),
      ...extra,
      '-w',
      join(source, file),
      '-o',
      join(place, `${file}.o`),
    ]);
  }
  const objects = readdirSync(place).map((name) => join(place, name));
  execFileSync('avr-gcc-ar', ['rcs', join(place, 'core.a'), ...objects]);
}

/** Compiles a sketch with all warnings as errors, as the IDE does with it, and gives its program. */
function sketch(board: Board, ino: string, ...libraries: string[]): string {
  const base = join(folder, `sketch-${board}`);
  writeFileSync(`${base}.cpp`, `#include <Arduino.h>\n${ino}`);
  const warnings = ['-Wall', '-Wextra', '-Werror'];
  const includes = libraries.map((place) => `-I${join(place, 'src')}`);
  execFileSync('avr-g++', [
    ...options(board),
    ...CPP,
    ...warnings,
    ...includes,
    `${base}.cpp`,
    '-o',
    `${base}.o`,
  ]);
  const link = ['-Wall', '-Wextra', '-Os', '-g', '-flto', '-fuse-linker-plugin', '-Wl,--gc-sections'];
  const mcu = `-mmcu=${BOARDS[board].mcu}`;
  execFileSync('avr-gcc', [
    ...link,
    mcu,
    '-o',
    `${base}.elf`,
    `${base}.o`,
    join(folder, board, 'core.a'),
    '-lm',
  ]);
  execFileSync('avr-objcopy', ['-O', 'ihex', '-R', '.eeprom', `${base}.elf`, `${base}.hex`]);
  return readFileSync(`${base}.hex`, 'utf8');
}

/** The examples of a library, by their names' last part. */
function examples(place: string): Record<string, string> {
  const list = readdirSync(join(place, 'examples'));
  return Object.fromEntries(
    list.map((name) => [
      name.split('_').at(-1),
      readFileSync(join(place, 'examples', name, `${name}.ino`), 'utf8'),
    ]),
  );
}

const simulated = (board: Board, firmware: string) =>
  new SimulatedBoard(BOARDS[board].simulated, { firmware });

/** A board with a serial monitor: types a line and gives what is printed until the next end of a line. */
function monitor(board: Board, firmware: string) {
  const running = simulated(board, firmware);
  const { hertz } = BOARDS[board].simulated;
  let printed = '';
  running.serial.open(
    { onByte: (byte) => (printed += String.fromCharCode(byte)), onSent() {}, onUnplug() {} },
    { baudRate: 9600 },
  );
  running.runCycles(hertz / 2);
  return {
    type(line: string): string {
      printed = '';
      running.serial.write(Buffer.from(`${line}\n`));
      expect(running.runUntil(() => printed.endsWith('\n'), hertz)).toBe(true);
      return printed.trim();
    },
  };
}

/** A word as its bits, the first one first. */
const bits = (word: number, count: number) =>
  Array.from({ length: count }, (_, at) => (word >> at) & 1).join('');

const networks = { adder: adder34, 'ripple carry': adder54, tray };
const libraries: Record<string, string> = {};

beforeAll(() => {
  for (const [name, network] of Object.entries(networks)) libraries[name] = library(name, network);
  for (const board of Object.keys(BOARDS) as Board[]) buildCore(board);
}, 120_000);

describe('the library for Arduino', () => {
  test.each(['uno', 'mega'] as const)('its examples compile for the %s without a warning', (board) => {
    for (const place of Object.values(libraries)) {
      for (const [name, ino] of Object.entries(examples(place)))
        expect(sketch(board, ino, place), `${place} ${name}`).toMatch(/^:10/);
    }
  });

  test.each(['uno', 'mega'] as const)(
    'the example for the serial monitor steps as the cell, on the simulated %s',
    (board) => {
      for (const [name, network] of Object.entries<FixedNetwork>(networks)) {
        const place = libraries[name] as string;
        const { type } = monitor(board, sketch(board, examples(place).serial as string, place));
        const cell = new FixedCell(network);
        for (let step = 0; step < 40; step++) {
          const word = (step * step * 31 + (step >> 2)) % 2 ** network.inputs;
          expect(type(bits(word, network.inputs))).toBe(bits(cell.step(word), network.outputs));
          if (step % 11 === 10) {
            expect(type('')).toBe('reset');
            cell.reset();
          }
        }
        expect(type('x')).toBe(`expected bits: ${network.inputs}`);
      }
    },
  );

  test.each(['uno', 'mega'] as const)('two networks go side by side into one sketch for the %s', (board) => {
    const ino = `
#include <carrybit_adder.h>
#include <carrybit_tray.h>
int8_t one[ADDER_HIDDEN], other[TRAY_HIDDEN];
void setup() { Serial.begin(9600); adder_reset(one); tray_reset(other); }
void loop() {
  int character = Serial.read();
  if (character < '@') return;
  Serial.print(adder_step(one, (uint8_t)(character & ((1 << ADDER_INPUTS) - 1))));
  Serial.print(' ');
  Serial.println(tray_step(other, (uint8_t)(character & ((1 << TRAY_INPUTS) - 1))));
}
`;
    const { type } = monitor(board, sketch(board, ino, libraries.adder as string, libraries.tray as string));
    const cells = [adder34, tray].map((network) => ({
      cell: new FixedCell(network),
      mask: 2 ** network.inputs - 1,
    }));
    for (let step = 0; step < 60; step++) {
      const character = 64 + ((step * 7 + (step >> 1)) % 16);
      const due = cells.map(({ cell, mask }) => cell.step(character & mask));
      expect(type(String.fromCharCode(character))).toBe(due.join(' '));
    }
  });

  test('the example for pins takes a press for a step, however it bounces', () => {
    const place = libraries.adder as string;
    const uno = simulated('uno', sketch('uno', examples(place).pins as string, place));
    uno.runCycles(UNO_HERTZ / 10);
    const cell = new FixedCell(adder34);
    const ms = UNO_HERTZ / 1000;
    for (let step = 0; step < 24; step++) {
      const pair = (step * 5 + (step >> 2)) & 3;
      uno.pin('2').drive(pair & 1 ? 0 : 1);
      uno.pin('3').drive(pair & 2 ? 0 : 1);
      for (const level of [0, 1, 0, 1, 0] as const) {
        uno.pin('4').drive(level);
        uno.runCycles(ms);
      }
      uno.runCycles(20 * ms);
      expect(uno.pin('13').level).toBe(cell.step(pair));
      for (const level of [1, 0, 1, 0, 1] as const) {
        uno.pin('4').drive(level);
        uno.runCycles(ms);
      }
      uno.runCycles(20 * ms);
    }
  });

  test('what an Uno has no room for is refused with its size', () => {
    const hidden = 160;
    const zeros = (count: number) => new Array<number>(count).fill(0);
    const wide: FixedNetwork = {
      ...{
        inputs: 1,
        hidden,
        outputs: 1,
        weightBits: 2,
        stateBits: 2,
        tableBits: 1,
        fractionBits: 0,
        indexShift: 0,
      },
      ...{ initialState: zeros(hidden), inputWeights: zeros(hidden), stateBias: zeros(hidden) },
      ...{
        recurrentWeights: zeros(hidden * hidden),
        outputWeights: zeros(hidden),
        outputBias: [0],
        table: [0, 0],
      },
    };
    expect(() => library('wide', wide)).toThrow(
      'the constants of wide take 26243 bytes, expected at most 26000',
    );
  });

  test('library.properties is one line a field', () => {
    const lines = readFileSync(join(libraries.adder as string, 'library.properties'), 'utf8')
      .trim()
      .split('\n');
    expect(lines.every((line) => /^[a-z]+=/.test(line))).toBe(true);
    expect(lines).toContain('version=1.2.3');
    expect(lines).toContain('includes=carrybit_adder.h');
  });
});
