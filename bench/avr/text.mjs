// How long the board takes for lines that are typed at a serial monitor, at 57,600 baud: exact counts.
//   node bench/avr/text.mjs HEX
import { readFileSync } from 'node:fs';
import { UNO_HERTZ, Uno } from '../../dist/firmware-sim/index.js';
import { encodeImage, encodeSlotHeader } from '../../dist/modules/src/board/index.js';
import { adder, DEFAULT_TRAINING, train } from '../../dist/src/index.js';

const { fixed } = await train(adder, DEFAULT_TRAINING);
const image = encodeImage({ fixed, task: 'adder', digests: { fixed: '00'.repeat(32) } });
const eeprom = new Uint8Array(1024).fill(0xff);
eeprom.set(encodeSlotHeader(image, 1));
eeprom.set(image, 10);
const uno = new Uno({ firmware: readFileSync(process.argv[2], 'latin1'), eeprom });
let characters = [];
uno.serial.open(
  { onByte: (byte) => characters.push([uno.cycles, byte]), onSent() {}, onUnplug() {} },
  { baudRate: 57_600 },
);
uno.runCycles(UNO_HERTZ / 10);
const rows = ['11', '13 4', '999999999 1', 'plot 13 4', 'help'].map((line) => {
  characters = [];
  const bytes = Buffer.from(`${line}\n`);
  const typed = uno.cycles + bytes.length * 10 * (UNO_HERTZ / 57_600);
  uno.serial.write(bytes);
  uno.runCycles(UNO_HERTZ / 2);
  const ms = (index) => (((characters.at(index)[0] - typed) / UNO_HERTZ) * 1000).toFixed(1);
  return `${line.padEnd(16)}${ms(0).padStart(10)}${ms(-1).padStart(10)}${`${characters.length}`.padStart(12)}`;
});
process.stdout.write(
  `${[
    'Lines typed at a serial monitor: milliseconds from the end of the line to the first and the last character of the',
    'answer, at 57,600 baud.',
    '',
    `${''.padEnd(16)}${'first'.padStart(10)}${'last'.padStart(10)}${'characters'.padStart(12)}`,
    ...rows,
  ].join('\n')}\n`,
);
