import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** An open line to a board. The baud rate of a TCP port is the business of whoever serves it. */
export type Line = SerialLine | Socket;

/** A serial device that is open, as serialport's streams are. */
export interface SerialLine extends Duplex {
  readonly isOpen: boolean;
  /** Bits a second. */
  readonly baudRate: number;
  /** Changes this computer's end. */
  update(options: { readonly baudRate: number }, done: (error: Error | null) => void): void;
  /** Sets control lines. */
  set(options: { readonly dtr: boolean; readonly rts: boolean }, done: (error: Error | null) => void): void;
  /** Closes the device. */
  close(done: (error: Error | null) => void): void;
}

/** What serialport reaches ports with: this computer's own, or simulated ones. */
export interface Binding {
  list(): Promise<readonly { readonly path: string }[]>;
  open(options: { path: string; baudRate: number }): Promise<object>;
}
