export { adder } from './adder.ts';
export { inCodesOf } from './align.ts';
export { comparator } from './comparator.ts';
export { stepsFor, stream, toSteps } from './operands.ts';
export { parity } from './parity.ts';
export {
  type Format,
  fromParsed,
  machineName,
  parseMachine,
  type ReadingOptions,
  type ReadMachine,
} from './parse-machine.ts';
export { MachineFileError, parseTask } from './parse-task.ts';
export { extraStepsOf, operatorOf, readOutput } from './reading.ts';
export { type RecordedStream, recordedStreams } from './recorded-streams.ts';
export { tasks } from './registry.ts';
export {
  drawSamples,
  type RandomGenerator,
  type Samples,
  sampleGenerator,
  sampleStreams,
} from './samples.ts';
export { subtractor } from './subtractor.ts';
export {
  checkTask,
  MAX_ABOUT,
  MAX_EXTRA_STEPS,
  MAX_OPERATOR,
  type Reading,
  type Task,
  type TaskInput,
} from './task.ts';
export { taskText } from './task-text.ts';
export { inputWords } from './words.ts';
