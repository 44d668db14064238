import type { Command } from '../web/command.ts';
import type { About, Frame } from '../web/frame.ts';
import type { Played } from './failures.ts';
import type { Begun, Progress, Proven, Searched } from './protocol.ts';
import type { Failed } from './search.ts';
import type { Settings } from './settings.ts';
import type { Space } from './space.ts';

export type View = 'learning' | 'proof' | 'board';
export type Side = 'lesson' | 'settings';

/** What the page shows of itself, and the viewer decides. */
export interface Own {
  readonly view: View;
  readonly side: Side;
  /** Step of the lesson, from 0. */
  readonly lesson: number;
  /** Updates a second; null is as fast as it goes. */
  readonly hertz: number | null;
  /** Why the latest change or link was refused. */
  readonly problem: string;
  /** Why the latest command to the proven network was refused. */
  readonly refusal: string;
  readonly switches: readonly number[];
  readonly asked: string | undefined;
  readonly isCopied: boolean;
  /** Whether the table of an own machine is open. */
  readonly isTableOpen: boolean;
}

/** Everything that is drawn, and what can be asked for. */
export interface Shown extends Own {
  readonly settings: Settings;
  readonly begun: Begun | undefined;
  readonly progress: Progress | undefined;
  /** In its place where a network for an own machine is searched for. */
  readonly searched: Searched | undefined;
  readonly files: Proven | undefined;
  readonly about: About | undefined;
  readonly frame: Frame | undefined;
  readonly played: Played | undefined;
  readonly spaces: readonly Space[];
  /** Sets settings by name and begins afresh. */
  readonly change: (entries: Readonly<Record<string, string>>) => void;
  /** Back to all defaults. */
  readonly reset: () => void;
  /** The same run from its beginning. */
  readonly restart: () => void;
  readonly order: (order: 'run' | 'pause' | 'step' | 'trace') => void;
  readonly command: (command: Command) => void;
  readonly play: (failed: Failed) => void;
  readonly copy: () => void;
  readonly set: (part: Partial<Own>) => void;
}
