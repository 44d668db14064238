// Cycles from an electronic CLK to SUM of the stand-alone adder, the most over all reachable transitions: exact counts.
//   node bench/avr/stand-alone.mjs HEX "IDLE BUSY"     the latter are simavr's, from simavr_test HEX --clock
import { readFileSync } from 'node:fs';
import { UNO_HERTZ, Uno } from '../../dist/firmware-sim/index.js';
import { encodeImage, encodeMessage, encodeSlotHeader, ID } from '../../dist/modules/src/board/index.js';
import { adder, DEFAULT_TRAINING, FixedCell, train } from '../../dist/src/index.js';

const [hex, simavr] = process.argv.slice(2);
const PORTB = 0x25;
const MILLISECOND = UNO_HERTZ / 1000;
const STEPS = 20_000;
/** They meet every phase of the line's bytes and of the firmware's millisecond. */
const PERIODS = [160, 163, 211, 331, 641, 1009];
const FULL_MESSAGE = 59;
/** Steps, so that those states are met, too, which only a number's beginning leads to. */
const RESET_EVERY = 7;

const { fixed } = await train(adder, DEFAULT_TRAINING);
const ours = [false, true].map((busy) => Math.max(...PERIODS.map((period) => mostCycles(period, busy))));
const row = (name, [idle, busy]) => `${name.padEnd(16)}${`${idle}`.padStart(6)}${`${busy}`.padStart(16)}`;
process.stdout.write(
  `${[
    'The stand-alone adder with an electronic clock: cycles from CLK to SUM, at most, over all reachable transitions,',
    `at CLK periods of ${PERIODS.join(', ')} cycles; every sum right. simavr enters interrupts in no time.`,
    '',
    `${''.padEnd(16)}${'idle'.padStart(6)}${'with traffic'.padStart(16)}`,
    row('firmware-sim', ours),
    row('simavr', simavr.split(' ')),
  ].join('\n')}\n`,
);

/** Clocks random numbers in; with `busy`, stream messages come without a pause at the line's first rate. */
function mostCycles(period, busy) {
  const image = encodeImage(
    { fixed, task: 'adder', digests: { fixed: '00'.repeat(32) } },
    { clock: 'electronic', pullUp: false },
  );
  const eeprom = new Uint8Array(1024).fill(0xff);
  eeprom.set(encodeSlotHeader(image, 1));
  eeprom.set(image, 10);
  const uno = new Uno({ firmware: readFileSync(hex, 'latin1'), eeprom });
  for (const pin of ['2', '3', '4', '5']) uno.pin(pin).drive(0);
  uno.serial.open({ onByte() {}, onSent() {}, onUnplug() {} }, { baudRate: 57_600 });
  uno.runCycles(50 * MILLISECOND);
  const { core } = uno;
  const write = core.writeHooks[PORTB];
  let put = 0;
  core.writeHooks[PORTB] = (...args) => {
    put = core.landing;
    return write(...args);
  };
  const cell = new FixedCell(fixed);
  const taken = new Set();
  let random = 1;
  let max = 0;
  let sent = uno.cycles;
  const begin = uno.cycles + MILLISECOND;
  for (let step = 0; step < STEPS; step += 1) {
    const rise = begin + step * period;
    if (busy && uno.cycles >= sent) {
      const payload = Uint8Array.from({ length: FULL_MESSAGE }, (_, at) =>
        at === 0 ? 16 : (at * step) & 63,
      );
      uno.serial.write(encodeMessage({ id: ID.stream, number: step & 127, payload }));
      sent = uno.cycles + (FULL_MESSAGE + 8) * 10 * (UNO_HERTZ / 57_600);
    }
    if (step % RESET_EVERY === 0) {
      uno.at(rise, () => uno.pin('5').drive(1));
      uno.at(rise + period - 2, () => uno.pin('5').drive(0));
      cell.reset();
      continue;
    }
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    const pair = random >>> 30;
    uno.runCycles(rise - uno.cycles - 1);
    uno.pin('2').drive(pair & 1);
    uno.pin('3').drive(pair >> 1);
    uno.at(rise, () => uno.pin('4').drive(1));
    uno.at(rise + Math.floor(period / 2), () => uno.pin('4').drive(0));
    uno.runCycles(rise + period - 2 - uno.cycles);
    taken.add(`${cell.state}/${pair}`);
    if (uno.pin('13').level !== cell.step(pair))
      throw new Error(`SUM is wrong at a period of ${period} cycles`);
    max = Math.max(max, put - rise);
  }
  if (taken.size < 44) throw new Error(`only ${taken.size} transitions were taken`);
  return max;
}
