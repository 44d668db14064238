import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { adder, originOf, readNetwork, train, writeNetwork } from 'carrybit';
import { closeLine, connect, flash, openLine } from 'carrybit/board';
import { createBinding, Uno } from 'carrybit/simulator';

const training = await train(adder, { seed: 7 });
const { float, fixed, proof, outcome } = training;
const origin = originOf(training);
if (outcome !== 'proven' || origin === undefined) throw new Error('no start was proven');
await writeNetwork('network.json', adder, float, fixed, origin, proof);

// A simulated Arduino Uno with carrybit's firmware. For a real one: openLine('/dev/ttyACM0').
const hex = createRequire(import.meta.url).resolve('carrybit/firmware/carrybit.hex');
const uno = new Uno({ firmware: readFileSync(hex, 'latin1') });
uno.start('flat-out');
const line = await openLine('sim', createBinding({ sim: uno }));

const { board, description } = await connect(line);
const flashed = await flash(board, description, await readNetwork('network.json'), () => {});
console.log(flashed.after.task, flashed.transitions); // adder 48
await closeLine(line);
uno.stop();
