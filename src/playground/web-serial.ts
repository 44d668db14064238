import type { SerialTransport } from '../board/line.ts';

/** The parts of a Web Serial API port that are used here; TypeScript does not have its types yet. */
export interface WebPort {
  readonly readable: ReadableStream<Uint8Array> | null;
  readonly writable: WritableStream<Uint8Array> | null;
  open(options: { readonly baudRate: number; readonly bufferSize: number }): Promise<void>;
  close(): Promise<void>;
  setSignals(signals: {
    readonly dataTerminalReady: boolean;
    readonly requestToSend: boolean;
  }): Promise<void>;
}

/** Bytes that the browser keeps until they are read. */
const BUFFER_BYTES = 4096;

type Listener = (value: never) => void;

/** A browser's serial port in the form that the link and the flasher use. */
export class WebSerialLine implements SerialTransport {
  isOpen = true;
  readonly #port: WebPort;
  readonly #listeners = new Map<string, Set<Listener>>();
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #reading: Promise<void> = Promise.resolve();
  /** Writes, in the order of the calls. */
  #written: Promise<void> = Promise.resolve();

  private constructor(port: WebPort) {
    this.#port = port;
  }

  /** Opens a port, which resets an Uno. @throws Error of the browser's, when another has it */
  static async open(port: WebPort, baudRate: number): Promise<WebSerialLine> {
    await port.open({ baudRate, bufferSize: BUFFER_BYTES });
    const line = new WebSerialLine(port);
    line.#reading = line.#read();
    return line;
  }

  on(event: string, listener: Listener): void {
    const all = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, all.add(listener));
  }

  off(event: string, listener: Listener): void {
    this.#listeners.get(event)?.delete(listener);
  }

  write(bytes: Uint8Array): void {
    this.#written = this.#written.then(async () => {
      const writer = this.#port.writable?.getWriter();
      if (writer === undefined) return;
      try {
        await writer.write(bytes);
      } catch (error) {
        this.#lose(error as Error);
      } finally {
        writer.releaseLock();
      }
    });
  }

  set(
    { dtr, rts }: { readonly dtr: boolean; readonly rts: boolean },
    done: (error: Error | null) => void,
  ): void {
    this.#port.setSignals({ dataTerminalReady: dtr, requestToSend: rts }).then(() => done(null), done);
  }

  /** The rate of an open port stays: it is closed and opened again, which resets an Uno. */
  update({ baudRate }: { readonly baudRate: number }, done: (error: Error | null) => void): void {
    const reopen = async () => {
      await this.#stop();
      await this.#port.open({ baudRate, bufferSize: BUFFER_BYTES });
      this.#reading = this.#read();
    };
    reopen().then(() => done(null), done);
  }

  close(done: (error: Error | null) => void): void {
    this.isOpen = false;
    this.#stop().then(() => {
      this.#tell('close');
      done(null);
    }, done);
  }

  /** Lets go of the port's streams, without which it cannot be closed, and closes it. */
  async #stop(): Promise<void> {
    const reader = this.#reader;
    this.#reader = undefined;
    await this.#written;
    await reader?.cancel().catch(() => {});
    await this.#reading;
    await this.#port.close();
  }

  async #read(): Promise<void> {
    // After a framing error the port hands out another stream.
    while (this.#port.readable !== null) {
      const reader = this.#port.readable.getReader();
      this.#reader = reader;
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done) break;
          this.#tell('data', value);
        }
      } catch {
        // What was garbled is missing now, and asked for again.
      } finally {
        reader.releaseLock();
      }
      if (this.#reader !== reader) return;
    }
    this.#lose(new Error('the board was unplugged'));
  }

  #lose(cause: Error): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#tell('close', cause);
  }

  #tell(event: string, value?: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(value as never);
  }
}
