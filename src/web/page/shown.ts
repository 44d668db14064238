import type { About, Frame } from '../frame.ts';
import type { Connection } from './connection.ts';
import type { Scope } from './scope.ts';

/** What the page shows, and what it asks for. */
export interface Shown {
  readonly about: About;
  readonly frame: Frame;
  /** The switches of this viewer, one for each input. */
  readonly switches: readonly number[];
  /** The engine that this viewer has asked for and not got yet. */
  readonly asked: string | undefined;
  /** Why the last order was refused, or the form cannot be sent. */
  readonly refusal: string;
  /** Why there is no connection. */
  readonly loss: string;
  /** A question has just been answered over the serial port. */
  readonly flashing: boolean;
  /** A step has just been taken. */
  readonly ticking: boolean;
  readonly scope: Scope;
  readonly send: Connection['send'];
  readonly change: (part: Partial<Own>) => void;
}

/** What this viewer has done, and others do not see. */
export type Own = Pick<Shown, 'switches' | 'asked' | 'refusal'>;
