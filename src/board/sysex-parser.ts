import { END_SYSEX, START_SYSEX } from './message.ts';

/** Longer messages are dropped. The longest one that an Uno sends, its capabilities, has about 200 bytes. */
const MAX_BYTES = 1024;

/**
 * Finds the sysex messages in a stream of bytes. Bytes between them, which are Firmata's reports, are skipped. A status
 * byte within a message drops it.
 */
export class SysexParser {
  readonly #content = new Uint8Array(MAX_BYTES);
  readonly #onSysex: (content: Uint8Array) => void;
  /** Bytes of the current message; -1 between messages. */
  #length = -1;
  /** Whether a message began within another one, and none has ended since: such bytes may never end. */
  #isRestarted = false;

  /** @param onSysex gets the bytes between start and end; they are valid during the call */
  constructor(onSysex: (content: Uint8Array) => void) {
    this.#onSysex = onSysex;
  }

  /** Whether the latest byte belongs to a message that will probably end. */
  get isWithin(): boolean {
    return this.#length >= 0 && !this.#isRestarted;
  }

  take(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === START_SYSEX) {
        this.#isRestarted ||= this.#length >= 0;
        this.#length = 0;
      } else if (byte < 0x80) {
        if (this.#length >= 0) this.#content[this.#length++] = byte;
        if (this.#length === MAX_BYTES) this.#length = -1;
      } else {
        const length = this.#length;
        this.#length = -1;
        this.#isRestarted = false;
        if (byte === END_SYSEX && length > 0) this.#onSysex(this.#content.subarray(0, length));
      }
    }
  }
}
