export { packSteps, unpackSteps } from './bit-planes.ts';
export type { Engine } from './engine.ts';
export { PackedAutomaton } from './packed-automaton.ts';
export { PackedEngine } from './packed-engine.ts';
