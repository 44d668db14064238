import { EventEmitter } from 'node:events';
import type { Io } from '../../src/runtime/index.ts';

const MODES = { INPUT: 0, OUTPUT: 1 } as const;
const PINS = 20;

/** Two ios whose pins of the same number are wired to each other: what one of them drives, the other one reads. */
export function wiredPins(): [Io, Io] {
  const ends: [Pins, Pins] = [new Pins(), new Pins()];
  ends[0].other = ends[1];
  ends[1].other = ends[0];
  return ends;
}

class Pins extends EventEmitter implements Io {
  readonly name = 'wires';
  readonly isReady = true;
  readonly MODES = MODES;
  readonly pins = Array.from({ length: PINS }, () => ({ supportedModes: Object.values(MODES) }));
  readonly analogPins = [];
  readonly levels = new Array<number>(PINS).fill(0);
  readonly readers = new Map<number, (level: number) => void>();
  other: Pins | undefined;

  pinMode(): void {}

  digitalWrite(pin: number, level: number): void {
    this.levels[pin] = level;
    this.other?.readers.get(pin)?.(level);
  }

  digitalRead(pin: number, handler: (level: number) => void): void {
    this.readers.set(pin, handler);
    handler(this.other?.levels[pin] ?? 0);
  }

  /** When all that follows from the levels so far has been done. */
  queryPinState(_: number, handler: () => void): void {
    setImmediate(handler);
  }
}
