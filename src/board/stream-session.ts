import type { Link } from './link.ts';

/** Bytes of packed steps in a stream message, and of packed outputs in its reply: docs/spec.md section 7.3. */
const STEP_BYTES = 58;
const OUTPUT_BYTES = 32;
const NOTHING = new Uint8Array();
const MODE = { goOn: 0, reset: 1, start: 2 } as const;

/** Sizes of the network that runs on the board. */
interface Sizes {
  readonly inputs: number;
  readonly outputs: number;
}

/**
 * Steps of the board's network, from its initial state on. The session is over when the board is reset (BoardError
 * 'reset') or lost. Then a new session begins from the initial state again.
 */
export class StreamSession {
  /** Maximum of steps in one message. */
  readonly max: number;
  readonly #link: Link;
  readonly #inputs: number;
  readonly #outputs: number;
  /** The first message, which begins the session; the next one must wait for its reply. */
  #start: Promise<Uint8Array> | undefined;
  /** Settles when the previous call has its reply. */
  #before: Promise<Uint8Array> = Promise.resolve(NOTHING);
  #failure: Error | undefined;

  constructor(link: Link, { inputs, outputs }: Sizes) {
    this.#link = link;
    this.#inputs = inputs;
    this.#outputs = outputs;
    this.max = Math.min(STEP_BYTES * Math.floor(7 / inputs), OUTPUT_BYTES * Math.floor(7 / outputs));
  }

  /**
   * Results come in the order of the calls.
   *
   * @param inputs packed input bits, one step a byte
   * @param reset whether a new number begins before the first step
   * @returns packed output bits, one step a byte
   * @throws BoardError
   */
  async step(inputs: Uint8Array, reset: boolean): Promise<Uint8Array> {
    // After the end of a session nothing more is sent: it would end the next session, too.
    if (this.#failure) throw this.#failure;
    const replies: Promise<Uint8Array>[] = [this.#before];
    for (let at = 0; at < inputs.length; at += this.max) {
      const first = at === 0 && reset;
      replies.push(this.#message(inputs.subarray(at, at + this.max), first ? MODE.reset : MODE.goOn));
    }
    const answered = Promise.all(replies);
    this.#before = answered.then(() => NOTHING);
    this.#before.catch((failure: Error) => {
      this.#failure = failure;
    });
    const outputs = new Uint8Array(inputs.length);
    for (const [index, steps] of (await answered).slice(1).entries()) outputs.set(steps, index * this.max);
    return outputs;
  }

  async #message(steps: Uint8Array, mode: number): Promise<Uint8Array> {
    const send = async (which: number) => {
      const reply = await this.#link.stream(packSteps(steps, this.#inputs, which));
      return unpackOutputs(reply, this.#outputs, steps.length);
    };
    if (this.#start === undefined) {
      this.#start = send(MODE.start);
      return this.#start;
    }
    await this.#start;
    return send(mode);
  }
}

/** The payload of a stream message. */
export function packSteps(steps: Uint8Array, width: number, mode: number): Uint8Array {
  const perByte = Math.floor(7 / width);
  const payload = new Uint8Array(1 + Math.ceil(steps.length / perByte));
  for (const [index, step] of steps.entries()) {
    const at = 1 + Math.floor(index / perByte);
    payload[at] = (payload[at] ?? 0) | (step << ((index % perByte) * width));
  }
  const unused = (payload.length - 1) * perByte - steps.length;
  payload[0] = unused | (mode << 3);
  return payload;
}

/** The outputs of `count` steps in the reply to a stream message, one step a byte. */
export function unpackOutputs(payload: Uint8Array, width: number, count: number): Uint8Array {
  const perByte = Math.floor(7 / width);
  const mask = (1 << width) - 1;
  return Uint8Array.from(
    { length: count },
    (_, index) => ((payload[Math.floor(index / perByte)] ?? 0) >> ((index % perByte) * width)) & mask,
  );
}
