import type { MachineResult } from '../learn.ts';
import type { Task } from '../tasks/task.ts';
import type { countDropped } from '../train.ts';
import type { Command } from '../web/command.ts';
import type { Telling } from '../web/frame.ts';
import type { Clouds } from './clouds.ts';
import type { Failed } from './search.ts';

/** Messages from the page to its worker. */
export type Order =
  /** Begin with the settings of an address. */
  | { readonly type: 'begin'; readonly address: string; readonly isRunning: boolean }
  | { readonly type: 'run' | 'pause' | 'step' }
  /** Updates a second; null is as fast as it goes. */
  | { readonly type: 'pace'; readonly hertz: number | null }
  /** Do something with the proven network. */
  | { readonly type: 'command'; readonly command: Command }
  /** Send the history of the pins. */
  | { readonly type: 'trace' }
  /** The latest reports are drawn; the next may be sent. */
  | { readonly type: 'seen' };

/** Messages from the worker. */
export type Report = Begun | Unfit | Progress | Searched | Proven | Trace | Telling;

export interface Begun {
  readonly type: 'begun';
  readonly task: Task;
  /** What the reader of an own machine assumed, a sentence each. */
  readonly notes: readonly string[];
}

/** The settings are invalid. */
export interface Unfit {
  readonly type: 'unfit';
  readonly reason: string;
}

/** The progress of the search: everything that changes, at one moment. */
export interface Progress {
  readonly type: 'progress';
  readonly isRunning: boolean;
  readonly outcome: 'searching' | 'proven' | 'exhausted';
  readonly start: number;
  /** Updates that the start has made, and makes in all. */
  readonly update: number;
  readonly updates: number;
  /** Of the latest update. */
  readonly loss: number | undefined;
  readonly accuracy: number;
  readonly gradientNorm: number;
  /** Losses of the updates so far, the mean of as many neighbours as fit a column. */
  readonly curve: Float32Array;
  readonly clouds: Clouds;
  readonly counts: ReturnType<typeof countDropped>;
  readonly dropped: readonly Failed[];
}

/** The progress of the search for a network of an own machine. */
export interface Searched {
  readonly type: 'searched';
  readonly outcome: 'waiting' | 'searching' | 'proven' | 'none';
  /** Starts that were tried to their end, and updates of all. */
  readonly tried: number;
  readonly updates: number;
  /** The start heard from last. */
  readonly stage: number;
  readonly size: number;
  /** Bits of the smallest network learned so far; 0 without one. */
  readonly bestBits: number;
  /** Its result. */
  readonly made: MachineResult | undefined;
  readonly clouds: Clouds | undefined;
}

/** What the pins did so far, as a Value Change Dump. */
export interface Trace {
  readonly type: 'trace';
  readonly text: string;
}

/** The files of a proven network. */
export interface Proven {
  readonly type: 'proven';
  readonly network: string;
  readonly certificate: { readonly name: string; readonly text: string };
  /** SHA-256 of the fixed constants. */
  readonly digest: string;
}
