// Streams without end and watches memory: `node test/runtime/soak.mjs [minutes]`, ten minutes if nothing is said, after
// `npm run build`. A fifth of the time 100 million pairs and more go through the cell in Node, as a stream; the rest is
// additions on the simulated Uno, whose cable is pulled every few seconds. Fails if an answer is wrong or memory grows.
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createBinding, Uno } from '../../dist/firmware-sim/index.js';
import { digestOf, encodeImage, encodeSlotHeader, openLine } from '../../dist/modules/src/board/index.js';
import { MachineStepper } from '../../dist/modules/src/machine/index.js';
import { networkDocument } from '../../dist/modules/src/network/index.js';
import {
  Adder,
  isCorrect,
  NodeEngine,
  openBoardEngine,
  RESET_BIT,
  randomNumbers,
  streamResults,
} from '../../dist/modules/src/runtime/index.js';
import { adder } from '../../dist/modules/src/tasks/index.js';
import { train } from '../../dist/modules/src/train.js';
import { DEFAULT_TRAINING } from '../../dist/modules/src/training/index.js';

const PAIRS = 100_000_000;
/** Bytes by which the heap may differ between the first tenth of a run and its end. */
const GROWTH = 8 * 2 ** 20;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const seconds = Number(process.argv[2] ?? 10) * 60;
const { fixed, float, attempt, options } = await train(adder, DEFAULT_TRAINING);
const document = networkDocument(adder, float, fixed, {
  options,
  start: attempt.start,
  exact: 1,
  dropped: null,
  version: '0.0.0',
});

/** Calls `more` until it says that it is done, and compares the memory of the beginning with that of the end. */
function watch(name, progress) {
  const started = performance.now();
  let first;
  let last = 0;
  let reported = started;
  return (count, done) => {
    const now = performance.now();
    if (!done && now - reported < 5000) return;
    reported = now;
    collect();
    const { heapUsed, external, rss } = process.memoryUsage();
    last = heapUsed + external;
    if (progress(count) >= 0.1) first ??= last;
    const mega = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
    process.stdout.write(
      `${name}: ${count.toLocaleString('en')} after ${((now - started) / 1000).toFixed(0)} s, heap ${mega(last)}, resident ${mega(rss)}\n`,
    );
    if (done && last - first > GROWTH) throw new Error(`${name}: memory grew by ${mega(last - first)}`);
  };
}

async function pairs() {
  const report = watch('pairs through the cell in Node', (count) => count / PAIRS);
  const end = performance.now() + (seconds / 5) * 1000;
  // Numbers of some thousand bits, and one of a million.
  const chunk = Buffer.alloc(16_384);
  const draws = randomNumbers(adder, 1, 8 * chunk.length, Number.POSITIVE_INFINITY);
  let made = 0;
  const sent = [];
  const source = Readable.from(
    (function* () {
      for (let index = 0; made < PAIRS || performance.now() < end; index++) {
        const [bits] = draws.next().value;
        const bytes = Buffer.from(bits.toString(16).padStart(2 * chunk.length, '0'), 'hex');
        for (let at = 0; at < bytes.length; at++) bytes[at] &= 3;
        if (index < 10 || index > 80) bytes[index % 1000] |= RESET_BIT;
        made += bytes.length;
        sent.push(bytes);
        yield bytes;
      }
    })(),
  );
  const machine = new MachineStepper(adder);
  let done = 0;
  let [bytes, at] = [Buffer.alloc(0), 0];
  for await (const outputs of source.pipe(new Adder(new NodeEngine(fixed), adder))) {
    for (const output of outputs) {
      if (at === bytes.length) [bytes, at] = [sent.shift(), 0];
      const byte = bytes[at++];
      if (byte & RESET_BIT) machine.reset();
      if (machine.step(byte & 3) !== output) throw new Error(`pair ${done} is wrong`);
      done += 1;
    }
    report(done, false);
  }
  report(done, true);
  if (done !== made) throw new Error(`${made} pairs went in, ${done} sums came out`);
}

async function additions() {
  const eeprom = new Uint8Array(1024).fill(0xff);
  const image = encodeImage(document);
  eeprom.set(encodeSlotHeader(image, 1), 0);
  eeprom.set(image, 10);
  const firmware = readFileSync(new URL('../../firmware/carrybit.hex', import.meta.url), 'utf8');
  const uno = new Uno({ firmware, eeprom });
  uno.start('flat-out');
  const binding = createBinding({ sim: uno });
  let lost = 0;
  const engine = await openBoardEngine({
    path: 'sim',
    network: fixed,
    digest: digestOf(document.digests),
    open: () => openLine('sim', binding),
    onNotice: ({ kind }) => {
      if (kind === 'lost') lost += 1;
    },
  });
  const pull = setInterval(() => {
    uno.serial.unplug();
    setTimeout(() => uno.serial.plug(), 100);
  }, 3000);
  const started = performance.now();
  const length = seconds * 800;
  const report = watch('additions on the simulated Uno', () => (performance.now() - started) / length);
  let done = 0;
  const due = randomNumbers(adder, 2, 100, Number.POSITIVE_INFINITY);
  for await (const answer of streamResults(engine, adder, due)) {
    if (!isCorrect(adder, answer)) throw new Error(`addition ${done} is wrong`);
    done += 1;
    report(done, false);
    if (performance.now() - started > length) break;
  }
  clearInterval(pull);
  report(done, true);
  process.stdout.write(`the cable was pulled ${lost} times\n`);
  await engine.close();
  uno.stop();
}

await pairs();
await additions();
