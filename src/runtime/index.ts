export { Adder, FIRST } from './adder.ts';
export { type Answer, answerSlowly, answers, isRight } from './answers.ts';
export { BoardEngine, type BoardEngineOptions, type Notice } from './board-engine.ts';
export type { Engine } from './engine.ts';
export { NodeEngine } from './node-engine.ts';
export { abridged, parseNumber, stepsFor, stream, toSteps } from './numbers.ts';
export { numbersFromLines, randomNumbers, SourceError, stepsFromLines } from './sources.ts';
