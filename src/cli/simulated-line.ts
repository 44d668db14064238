import { Duplex } from 'node:stream';
import type { UnoBinding } from '../../firmware-sim/index.ts';
import type { SerialLine } from '../board/index.ts';

type Port = Awaited<ReturnType<UnoBinding['open']>>;
type Done = (error: Error | null) => void;

/** Maximum of bytes that are read at a time. */
const MAX_READ_BYTES = 4096;

/**
 * The open port of a simulated board as a stream. serialport's own does the same for any port, and what it loads for
 * that takes as long as Node's start.
 */
export class SimulatedLine extends Duplex implements SerialLine {
  isOpen = true;
  baudRate: number;
  readonly #port: Port;

  constructor(port: Port) {
    // `close` is told here, with the cause.
    super({ emitClose: false });
    this.#port = port;
    this.baudRate = port.openOptions.baudRate;
  }

  override _read(): void {
    const buffer = Buffer.allocUnsafe(MAX_READ_BYTES);
    this.#port.read(buffer, 0, MAX_READ_BYTES).then(
      ({ bytesRead }) => this.push(buffer.subarray(0, bytesRead)),
      (error) => this.#lose(error),
    );
  }

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.#port
      .write(bytes)
      .catch((error) => this.#lose(error))
      .then(() => done());
  }

  update({ baudRate }: { readonly baudRate: number }, done: Done): void {
    this.#port.update({ baudRate }).then(() => {
      this.baudRate = baudRate;
      done(null);
    }, done);
  }

  set({ dtr }: { readonly dtr: boolean }, done: Done): void {
    this.#port.set({ dtr }).then(() => done(null), done);
  }

  close(done: Done): void {
    this.#end().then(() => done(null), done);
  }

  /** What was under way when the port was closed ends with an error, too. */
  #lose(error: Error): void {
    if (this.isOpen) void this.#end(error);
  }

  async #end(cause?: Error): Promise<void> {
    this.isOpen = false;
    await this.#port.close();
    this.emit('close', cause);
  }
}
