export { checkMachine, MachineError, shown } from './check-machine.ts';
export { type Cube, cubes, ones } from './cubes.ts';
export { difference } from './difference.ts';
export { canonicalJson, machineDigest, sha256, valueDigest } from './digest.ts';
export { type Drawing, type DrawnStep, drawingDot, stepLines } from './drawing.ts';
export { explore, type Graph, pathTo, type StepVisitor, stateOf, type Unfinished } from './explore.ts';
export { JsonError, parseJson } from './json.ts';
export { placeInJson } from './json-place.ts';
export {
  MAX_INPUTS,
  MAX_LATER_PAIRS,
  MAX_OUTPUTS,
  MAX_PAIRS,
  MAX_STATES,
  MAX_TRANSITIONS,
  MAX_UNITS,
  MAX_UNITS_FROM_RECORDINGS,
} from './limits.ts';
export { MAX_NAME, type Machine, type MachineInput, UNSPECIFIED } from './machine.ts';
export { minimize, reachable } from './minimize.ts';
export { partition, type Transitions } from './partition.ts';
export { ArgumentError, requireList, requireObject, requireText, requireWhole } from './require.ts';
export { StateTable } from './state-table.ts';
export { checkWord, type Explorable, MachineStepper, type Stepper } from './stepper.ts';
export {
  checkSymbols,
  type Named,
  type NamedWord,
  type Side,
  type Symbols,
  wordOf,
  wordText,
} from './symbols.ts';
export { type StepFunction, tabulate } from './tabulate.ts';
export { type Deviation, deviation, tour } from './tour.ts';
export { emptyWords, pack, packText, toNumber, unpack, type Words, wordList } from './word.ts';
