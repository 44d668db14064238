import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const require = createRequire(import.meta.url);
const { Board, Led, Pin, Sensor, Servo } = require('johnny-five');
const { Firmata } = require('firmata-io');

const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const tell = async (word) => {
  process.stdout.write(`${word}\n`);
  await answers.next();
};

for (let round = 0; round < 2; round += 1) {
  const socket = connect(Number(process.argv[2]), '127.0.0.1');
  const io = new Firmata(socket);
  const board = new Board({ io, repl: false, debug: false, sigint: false });
  socket.once('connect', () => io.emit('connect'));
  await once(board, 'ready');
  const led = new Led({ pin: 12, board });
  led.on();
  await tell('lit');
  led.off();
  await tell('dark');
  new Led({ pin: 11, board }).brightness(64);
  await tell('dimmed');
  new Servo({ pin: 8, board }).to(90);
  await tell('moved');
  const button = new Pin({ pin: 2, mode: io.MODES.INPUT, board });
  await new Promise((resolve) => button.on('high', resolve));
  await tell('high');
  await new Promise((resolve) => button.on('low', resolve));
  await tell('low');
  const sensor = new Sensor({ pin: 'A0', freq: 20, board });
  await new Promise((resolve) => sensor.on('data', () => Math.abs(sensor.raw - 512) < 12 && resolve()));
  await tell('analog');
  io.reset();
  socket.end();
  await once(socket, 'close');
}
process.exit(0);
