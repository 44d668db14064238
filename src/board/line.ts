import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { UNO } from './numbers.ts';

/** The rate at which every carrybit board begins: docs/spec.md section 7.5. */
export const BAUD_RATE: number = UNO.bootBaud;

/** Carries bytes to a board and back: a serial port, TCP, or a port of a browser. */
export interface Transport {
  /** Adds a listener for bytes. */
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  /** Adds a listener for the end. */
  on(event: 'close' | 'error', listener: (cause?: Error | null) => void): unknown;
  /** Removes a listener for bytes. */
  off(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  /** Removes a listener for the end. */
  off(event: 'close' | 'error', listener: (cause?: Error | null) => void): unknown;
  /** Sends bytes. */
  write(bytes: Uint8Array): unknown;
}

/** Called when it is done, with the error if there was one. */
export type Done = (error: Error | null) => void;

/** A serial port: its rate can be changed, and DTR and RTS set, which resets an Uno. */
export interface SerialTransport extends Transport {
  readonly isOpen: boolean;
  /** Sets control lines. */
  set(signals: { readonly dtr: boolean; readonly rts: boolean }, done: Done): void;
  /** Changes this computer's end. */
  update(settings: { readonly baudRate: number }, done: Done): void;
  /** Closes the port. */
  close(done: Done): void;
}

/** A connection whose baud rate is set at its other end. */
export interface SocketTransport extends Transport {
  /** Ends the connection. */
  destroy(): unknown;
}

/** An open line to a board. The baud rate of a TCP port is set by its server. */
export type Line = SerialLine | Socket;

/** An open serial device, as serialport's streams are. */
export interface SerialLine extends Duplex {
  readonly isOpen: boolean;
  /** Bits per second. */
  readonly baudRate: number;
  /** Changes this computer's end. */
  update(options: { readonly baudRate: number }, done: (error: Error | null) => void): void;
  /** Sets control lines. */
  set(options: { readonly dtr: boolean; readonly rts: boolean }, done: (error: Error | null) => void): void;
  /** Closes the device. */
  close(done: (error: Error | null) => void): void;
}

/** How serialport reaches ports: those of this computer, or simulated ones. */
export interface Binding {
  /** The ports that exist. */
  list(): Promise<readonly { readonly path: string }[]>;
  /** Opens one of them. */
  open(options: { path: string; baudRate: number }): Promise<object>;
}

/** Closes a line, whatever its state. */
export async function closeLine(line: SerialTransport | SocketTransport): Promise<void> {
  if (!('isOpen' in line)) {
    line.destroy();
  } else if (line.isOpen) {
    await new Promise<void>((resolve) => line.close(() => resolve()));
  }
}

/** Changes this computer's end of a serial line. */
export function updateBaudRate(line: SerialTransport, baudRate: number): Promise<void> {
  return new Promise((resolve, reject) => {
    line.update({ baudRate }, (error) => (error ? reject(error) : resolve()));
  });
}
