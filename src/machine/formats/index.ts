export { disagreements, lineList, predicted } from './against-recordings.ts';
export type { Coding } from './codes.ts';
export { parseDot } from './dot.ts';
export { dotText } from './dot-text.ts';
export { exploreSteps, type StepModule } from './explore-steps.ts';
export { parseExpression } from './expression.ts';
export { FormatError } from './format-error.ts';
export { heldOut, type Parts } from './held-out.ts';
export type { Interface } from './infer.ts';
export { parseKiss2 } from './kiss2.ts';
export { kiss2Text } from './kiss2-text.ts';
export { MAX_READ_STATES, type Parsed } from './parsed.ts';
export {
  type Contradiction,
  type PrefixTree,
  prefixTree,
  type RecordedStep,
  type Sequence,
} from './prefix-tree.ts';
export { isPropertyList, type Property, parseProperties } from './properties.ts';
export { columnsOf, parseRecordings, type Recordings, readRecordings } from './recordings.ts';
export type { RecordedClock } from './vcd-clock.ts';
