import type { Board } from '../board/board.ts';
import type { SerialAdapter } from '../board/serial-adapter.ts';
import type { FrameFormat } from '../chip/frame.ts';
import type { OpenOptions, PortInfo, PortStatus } from './serialport.ts';

/** Bytes that the operating system takes before a writer has to wait. */
const SEND_BUFFER = 4096;

/** A serialport binding, to be passed as `binding` to `SerialPortStream` or `SerialPort`. */
export interface UnoBinding {
  /** The boards that are there. */
  list(): Promise<PortInfo[]>;
  /** Opens the port of one. */
  open(options: OpenOptions): Promise<UnoPort>;
}

/** Thrown into reads and writes under way when the port is closed, as serialport expects it. */
class CanceledError extends Error {
  override readonly name = 'CanceledError';
  readonly canceled = true;
}

/**
 * Makes simulated boards available to serialport 13, each under a path of its own.
 *
 * @param boards boards by path, for instance `{ sim: uno }`; without any, the list of ports is empty
 */
export function createBinding(boards: Readonly<Record<string, Board>>): UnoBinding {
  return {
    async list() {
      return Object.entries(boards).map(([path, { description }], index) => ({
        path,
        manufacturer: 'Arduino (simulated)',
        serialNumber: `SIM${index + 1}`,
        pnpId: undefined,
        locationId: undefined,
        vendorId: description.usb.vendorId,
        productId: description.usb.productId,
      }));
    },
    async open(options) {
      const board = boards[options.path];
      if (board === undefined) {
        const known = Object.keys(boards).join(', ') || 'none';
        throw new Error(`no such port: ${options.path}; simulated ports: ${known}`);
      }
      return new UnoPort(board.serial, options);
    },
  };
}

/** An open port of a simulated board. */
export class UnoPort {
  readonly openOptions: Required<OpenOptions>;
  isOpen = true;

  private readonly adapter: SerialAdapter;
  private baudRate: number;
  private received: number[] = [];
  private reader: Waiter | undefined;
  private writer: (Waiter & { readonly limit: number }) | undefined;
  private drains: Waiter[] = [];
  private lost: Error | undefined;

  /** @throws Error if the port is open already, or an option is not supported */
  constructor(adapter: SerialAdapter, options: OpenOptions) {
    this.openOptions = {
      dataBits: 8,
      lock: true,
      stopBits: 1,
      parity: 'none',
      rtscts: false,
      xon: false,
      xoff: false,
      xany: false,
      hupcl: true,
      ...options,
    };
    this.adapter = adapter;
    this.baudRate = checkedBaudRate(options.baudRate);
    try {
      adapter.open(
        { onByte: (byte) => this.take(byte), onSent: () => this.sent(), onUnplug: () => this.lose() },
        { baudRate: this.baudRate, format: formatOf(this.openOptions) },
      );
    } catch (error) {
      throw new Error(`cannot open ${options.path}: ${(error as Error).message}`, { cause: error });
    }
  }

  /** Reads and writes under way end with an error whose `canceled` is true. */
  async close(): Promise<void> {
    this.checkOpen();
    this.isOpen = false;
    // A cable that is out has closed it already; another port may have been opened since.
    if (this.lost === undefined) this.adapter.close(!this.openOptions.hupcl);
    this.fail(new CanceledError('the port was closed'));
  }

  /** Waits for at least one byte. */
  async read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }> {
    this.checkOpen();
    if (this.lost) throw this.lost;
    if (length < 1) throw new RangeError(`bytes to read: expected 1 or more, got ${length}`);
    if (this.reader !== undefined) throw new Error('a read is under way already');
    if (this.received.length === 0) {
      await new Promise<void>((resolve, reject) => {
        this.reader = { resolve, reject };
      });
    }
    const bytes = this.received.splice(0, Math.min(length, buffer.length - offset));
    buffer.set(bytes, offset);
    return { buffer, bytesRead: bytes.length };
  }

  /** Waits until the line has taken most of it. */
  async write(buffer: Buffer): Promise<void> {
    this.checkOpen();
    if (this.lost) throw this.lost;
    if (this.writer !== undefined) throw new Error('a write is under way already');
    this.adapter.write(buffer);
    if (this.adapter.queued <= SEND_BUFFER) return;
    await new Promise<void>((resolve, reject) => {
      this.writer = { resolve, reject, limit: SEND_BUFFER };
    });
  }

  /** Changes the baud rate of this end. */
  async update({ baudRate }: { baudRate: number }): Promise<void> {
    this.checkOpen();
    this.baudRate = checkedBaudRate(baudRate);
    this.adapter.setBaudRate(this.baudRate);
  }

  /** DTR resets the board when it becomes true; Arduinos leave the other lines unconnected. */
  async set({ dtr }: { dtr?: boolean }): Promise<void> {
    this.checkOpen();
    this.adapter.setDtr(dtr ?? true);
  }

  /** Lines that a board does not drive. */
  async get(): Promise<PortStatus> {
    this.checkOpen();
    return { cts: false, dsr: false, dcd: false };
  }

  /** Of this end. */
  async getBaudRate(): Promise<{ baudRate: number }> {
    this.checkOpen();
    return { baudRate: this.baudRate };
  }

  /** Drops what was received and what is not sent yet. */
  async flush(): Promise<void> {
    this.checkOpen();
    this.received = [];
    this.adapter.discard();
    this.sent();
  }

  /** Waits until all is sent. */
  async drain(): Promise<void> {
    this.checkOpen();
    if (this.adapter.queued === 0) return;
    await new Promise<void>((resolve, reject) => {
      this.drains.push({ resolve, reject });
    });
  }

  private take(byte: number): void {
    this.received.push(byte);
    const { reader } = this;
    this.reader = undefined;
    reader?.resolve();
  }

  private sent(): void {
    const { queued } = this.adapter;
    if (this.writer !== undefined && queued <= this.writer.limit) {
      this.writer.resolve();
      this.writer = undefined;
    }
    if (queued > 0) return;
    for (const waiter of this.drains) waiter.resolve();
    this.drains = [];
  }

  private lose(): void {
    this.lost = new Error(`the port ${this.openOptions.path} is gone: the simulated board was unplugged`);
    this.fail(this.lost);
  }

  private fail(error: Error): void {
    const waiters = [this.reader, this.writer, ...this.drains];
    this.reader = undefined;
    this.writer = undefined;
    this.drains = [];
    for (const waiter of waiters) waiter?.reject(error);
  }

  private checkOpen(): void {
    if (!this.isOpen) throw new Error('the port is not open');
  }
}

interface Waiter {
  resolve(): void;
  reject(error: Error): void;
}

function checkedBaudRate(baudRate: number): number {
  if (!Number.isInteger(baudRate) || baudRate < 50 || baudRate > 4_000_000) {
    throw new RangeError(`baud rate: expected 50 to 4000000, got ${baudRate}`);
  }
  return baudRate;
}

function formatOf({ dataBits, parity, stopBits, path }: Required<OpenOptions>): FrameFormat {
  if (parity !== 'none' && parity !== 'even' && parity !== 'odd') {
    throw new RangeError(`cannot open ${path}: parity none, even and odd are simulated, not "${parity}"`);
  }
  return { dataBits, parity, stopBits: stopBits === 1 ? 1 : 2 };
}
