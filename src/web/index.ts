export { aboutNetwork, lossCurve } from './about.ts';
export type { EngineChoice } from './frame.ts';
export type { LiveEngine } from './live-engine.ts';
export { NodeCell } from './node-cell.ts';
export { ProbedBoard } from './probed-board.ts';
export { type OpenEngine, RefusedError, Run } from './run.ts';
export { type LiveServer, type LiveServerOptions, serveLive } from './server.ts';
export { SimulatedUno } from './simulated-uno.ts';
