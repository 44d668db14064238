export { aboutNetwork, lossCurve } from './about.ts';
export type { EngineChoice, LiveEngine } from './live-engine.ts';
export { NodeCell } from './node-cell.ts';
export { ProbedBoard } from './probed-board.ts';
export { RefusedError } from './refused-error.ts';
export { type LiveServer, type LiveServerOptions, serveLive } from './server.ts';
export { Session } from './session.ts';
export { SimulatedUno } from './simulated-uno.ts';
