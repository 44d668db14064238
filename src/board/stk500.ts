import { BoardError } from './board-error.ts';
import type { Transport } from './line.ts';

/** Commands and replies of STK500 version 1 (Atmel application note AVR061) that boot loaders of Arduinos know. */
const GET_SYNC = 0x30;
const ENTER_PROGRAMMING = 0x50;
const LEAVE_PROGRAMMING = 0x51;
const LOAD_ADDRESS = 0x55;
const PROGRAM_PAGE = 0x64;
const READ_PAGE = 0x74;
const READ_SIGNATURE = 0x75;
const END_OF_PARAMETERS = 0x20;
const FLASH = 0x46;
const IN_SYNC = 0x14;
const OK = 0x10;

/**
 * Ms to wait for the reply to a synchronization, and to anything else. optiboot blinks for 375 ms before it reads, and
 * its receiver keeps only one synchronization for that time: a second request before it reads makes it give up.
 */
const SYNC_TIMEOUT_MS = 600;
const REPLY_TIMEOUT_MS = 2000;
/** After this many ms of silence, no reply to an earlier synchronization can be on its way. */
const QUIET_MS = 60;

/** A boot loader at the other end of a line. It gets one request after the other, and none that changes EEPROM. */
export class Stk500 {
  readonly #transport: Transport;
  #received: number[] = [];
  #failure: BoardError | undefined;
  #wake: (() => void) | undefined;
  readonly #onData = (bytes: Uint8Array): void => {
    this.#received.push(...bytes);
    this.#wake?.();
  };
  readonly #onLost = (cause?: Error | null): void => {
    this.#failure ??= new BoardError('lost', `the port was closed${cause ? `: ${cause.message}` : ''}`);
    this.#wake?.();
  };

  /** @param transport an open port; listened to until `release` */
  constructor(transport: Transport) {
    this.#transport = transport;
    transport.on('data', this.#onData);
    transport.on('close', this.#onLost);
    transport.on('error', this.#onLost);
  }

  /** Stops listening to the port. */
  release(): void {
    this.#transport.off('data', this.#onData);
    this.#transport.off('close', this.#onLost);
    // An error may still come after the close; without a listener it would end the process.
  }

  /** Checks whether a boot loader listens, up to `tries` times. @throws BoardError 'lost' */
  async synchronize(tries: number): Promise<boolean> {
    for (let count = 0; count < tries; count++) {
      this.#received = [];
      this.#transport.write(Uint8Array.of(GET_SYNC, END_OF_PARAMETERS));
      // The board may have sent something else before it was reset.
      const answered = await this.#until(() => endsWith(this.#received, [IN_SYNC, OK]), SYNC_TIMEOUT_MS);
      if (!answered) continue;
      await this.#quiet();
      return true;
    }
    return false;
  }

  /** The chip's three signature bytes. @throws BoardError */
  readSignature(): Promise<Uint8Array> {
    return this.#ask([READ_SIGNATURE], 3, 'for its signature');
  }

  /** @throws BoardError */
  async enterProgramming(): Promise<void> {
    await this.#ask([ENTER_PROGRAMMING], 0, 'to be programmed');
  }

  /** Makes the boot loader start the firmware. @throws BoardError */
  async leaveProgramming(): Promise<void> {
    await this.#ask([LEAVE_PROGRAMMING], 0, 'to start the firmware');
  }

  /** Writes a page of flash. @param address of its first byte. @throws BoardError */
  async writePage(address: number, bytes: Uint8Array): Promise<void> {
    await this.#loadAddress(address);
    await this.#ask(
      [PROGRAM_PAGE, ...bigEndian(bytes.length), FLASH, ...bytes],
      0,
      `to write at 0x${hex(address)}`,
    );
  }

  /** Reads flash. @param address of the first byte, even. @throws BoardError */
  async readPage(address: number, length: number): Promise<Uint8Array> {
    await this.#loadAddress(address);
    return this.#ask([READ_PAGE, ...bigEndian(length), FLASH], length, `to read at 0x${hex(address)}`);
  }

  /** Flash is addressed in words. */
  async #loadAddress(address: number): Promise<void> {
    const word = address >> 1;
    await this.#ask([LOAD_ADDRESS, word & 0xff, word >> 8], 0, `for address 0x${hex(address)}`);
  }

  async #ask(command: readonly number[], length: number, doing: string): Promise<Uint8Array> {
    this.#received = [];
    this.#transport.write(Uint8Array.of(...command, END_OF_PARAMETERS));
    const complete = await this.#until(
      () => this.#received.length >= length + 2 || (this.#received[0] ?? IN_SYNC) !== IN_SYNC,
      REPLY_TIMEOUT_MS,
    );
    const received = Uint8Array.from(this.#received);
    if (complete && received[0] === IN_SYNC && received[length + 1] === OK)
      return received.slice(1, length + 1);
    if (received.length === 0)
      throw new BoardError('silent', `the boot loader did not answer when asked ${doing}; try again`);
    throw new BoardError(
      'refused',
      `the boot loader answered ${hexBytes(received)} when asked ${doing}; expected 14, ${length} bytes, 10; try again`,
    );
  }

  /** Waits for a condition on what was received. Resolves to whether it came true in time. @throws BoardError 'lost' */
  async #until(condition: () => boolean, timeout_ms: number): Promise<boolean> {
    const end = performance.now() + timeout_ms;
    for (;;) {
      if (this.#failure) throw this.#failure;
      if (condition()) return true;
      const left = end - performance.now();
      if (left <= 0) return false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
  }

  async #quiet(): Promise<void> {
    do this.#received = [];
    while (await this.#until(() => this.#received.length > 0, QUIET_MS));
  }
}

function endsWith(bytes: readonly number[], end: readonly number[]): boolean {
  return end.every((byte, at) => bytes[bytes.length - end.length + at] === byte);
}

function bigEndian(value: number): [number, number] {
  return [value >> 8, value & 0xff];
}

function hex(address: number): string {
  return address.toString(16).padStart(4, '0');
}

/** The first few bytes, as text. */
function hexBytes(bytes: Uint8Array): string {
  const shown = [...bytes.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return bytes.length > 8 ? `${shown} …` : shown;
}
