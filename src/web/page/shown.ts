import type { About, Frame } from '../frame.ts';
import type { Connection } from './connection.ts';
import type { Scope } from './scope.ts';

/** What the page shows, and what it can ask for. */
export interface Shown {
  readonly about: About;
  readonly frame: Frame;
  /** The switches of this viewer, one for each input. */
  readonly switches: readonly number[];
  /** The engine that this viewer has asked for and that is not open yet. */
  readonly asked: string | undefined;
  /** Why the last command was refused, or why the form is invalid. */
  readonly refusal: string;
  /** Why there is no connection. */
  readonly loss: string;
  /** Whether there was a reply on the serial port just now. */
  readonly flashing: boolean;
  /** Whether a step was taken just now. */
  readonly ticking: boolean;
  readonly scope: Scope;
  readonly send: Connection['send'];
  readonly change: (part: Partial<Own>) => void;
}

/** This viewer's own settings, which others do not see. */
export type Own = Pick<Shown, 'switches' | 'asked' | 'refusal'>;
