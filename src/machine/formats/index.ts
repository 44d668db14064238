export type { Coding } from './codes.ts';
export { dotText, parseDot } from './dot.ts';
export { exploreSteps, type StepModule } from './explore-steps.ts';
export { FormatError } from './format-error.ts';
export { kiss2Text, parseKiss2 } from './kiss2.ts';
export { MAX_READ_STATES, type Parsed } from './parsed.ts';
export { isPropertyList, type Property, parseProperties } from './properties.ts';
export { parseRecordings } from './recordings.ts';
