import type { EventEmitter } from 'node:events';

/** What johnny-five needs from an io plugin: https://github.com/rwaldron/io-plugins */
export interface Io extends EventEmitter {
  readonly name: string;
  readonly isReady: boolean;
  readonly MODES: Readonly<Record<'INPUT' | 'OUTPUT', number> & { PULLUP?: number }>;
  readonly pins: readonly { readonly supportedModes?: readonly number[]; value?: number }[];
  readonly analogPins: readonly number[];
  /** The pin's index, from a name that only the plugin knows. */
  normalize?(pin: string | number): number;
  /** Sets a pin to one of `MODES`. */
  pinMode(pin: number | string, mode: number): void;
  /** Drives a pin to 0 or 1. */
  digitalWrite(pin: number | string, level: number): void;
  /** Reports the level now and at every change. */
  digitalRead(pin: number | string, handler: (level: number) => void): void;
  /** Only Firmata has this. */
  queryPinState?(pin: number, handler: () => void): void;
  /** Only Firmata has this: calls back when the board has sent its version. */
  readonly reportVersionTimeoutId?: NodeJS.Timeout;
}
