export { adder } from './adder.ts';
export { asMachine } from './as-machine.ts';
export { comparator } from './comparator.ts';
export { Machine } from './machine.ts';
export { parity } from './parity.ts';
export { tasks } from './registry.ts';
export { drawSamples, type Samples, sampleGenerator, sampleStreams } from './samples.ts';
export { subtractor } from './subtractor.ts';
export { pack, type Step, type Task, type TaskTable, tabulate, toNumber, unpack } from './task.ts';
