import { BoardError } from './board-error.ts';
import { type Description, decodeDescription, hasChosenPins } from './description.ts';
import type { Link } from './link.ts';
import { ID } from './numbers.ts';
import { decodePins, PIN_BYTES } from './pin-bytes.ts';
import { fromPairs, fromSeptets, toPairs, toSeptets } from './septets.ts';

/** Maximum time to program one EEPROM byte, in ms. */
const EEPROM_BYTE = 4;
const HEADER_BYTES = 10;

/** One step of the cell from a given state, for the board to take. */
export interface ProbeRecord {
  readonly state: ArrayLike<number>;
  /** Packed. */
  readonly inputs: number;
}

export interface ProbeAnswer {
  readonly next: Int8Array;
  /** Packed. */
  readonly outputs: number;
}

/** A board's messages, docs/spec.md section 7, one method for each. All throw BoardError. */
export class Board {
  readonly link: Link;

  constructor(link: Link) {
    this.link = link;
  }

  /** What the board is, which network it runs and which one is in its other slot. */
  async describe(): Promise<Description> {
    const reply = await this.link.ask(ID.describe, [], 'to describe itself');
    const description = decodeDescription(reply);
    const { network } = description;
    if (network === undefined || !hasChosenPins(reply)) return description;
    // The reply has no room for them.
    const at = HEADER_BYTES + network.imageLength - PIN_BYTES;
    const pins = decodePins(await this.read(network.slot, at, PIN_BYTES), network);
    return { ...description, network: { ...network, wiring: { ...network.wiring, pins } } };
  }

  /** Begins an update with an image of this many bytes. */
  async begin(length: number): Promise<{ slot: number; sequence: number }> {
    const reply = await this.link.ask(ID.begin, toSeptets(length, 2), 'to begin an update', EEPROM_BYTE);
    return slotOf(reply);
  }

  /** Writes up to 28 bytes into the new image. */
  async write(offset: number, bytes: Uint8Array): Promise<void> {
    const payload = [...toSeptets(offset, 2), ...toPairs(bytes)];
    await this.link.ask(
      ID.write,
      payload,
      `to write ${bytes.length} bytes at ${offset}`,
      bytes.length * EEPROM_BYTE,
    );
  }

  /** Reads up to 26 bytes of a slot, header included. */
  async read(slot: number, offset: number, count: number): Promise<Uint8Array> {
    const payload = [slot, ...toSeptets(offset, 2), count];
    return fromPairs(await this.link.ask(ID.read, payload, `to read ${count} bytes at ${offset}`), 4, count);
  }

  /** Makes the board verify the new image and load it beside the running network, as the candidate. */
  async check(length: number, crc: number): Promise<void> {
    await this.link.ask(ID.check, [...toSeptets(length, 2), ...toSeptets(crc, 3)], 'to verify the image', 20);
  }

  /** Makes the candidate the running network. */
  async commit(crc: number): Promise<{ slot: number; sequence: number }> {
    const reply = await this.link.ask(ID.commit, toSeptets(crc, 3), 'to commit', HEADER_BYTES * EEPROM_BYTE);
    return slotOf(reply);
  }

  /** Makes the board forget the running network; needs an update that was begun. */
  async erase(crc: number): Promise<void> {
    await this.link.ask(ID.erase, toSeptets(crc, 3), 'to erase its network', EEPROM_BYTE);
  }

  /**
   * Takes one step from each of these states; changes no state of the board. One message holds `probesPerMessage`
   * records.
   */
  async probe(network: 'running' | 'candidate', records: readonly ProbeRecord[]): Promise<ProbeAnswer[]> {
    const payload = [network === 'running' ? 0 : 1];
    for (const { state, inputs } of records) payload.push(...toPairs(Array.from(state)), inputs);
    const hidden = records[0]?.state.length ?? 0;
    const size = 2 * hidden + 1;
    const reply = await this.link.ask(ID.probe, payload, `to probe the ${network} network`);
    if (reply.length !== 1 + records.length * size)
      throw new BoardError('wrong', `${records.length} probes were answered with ${reply.length} bytes`);
    return records.map((_, index) => {
      const at = 1 + index * size;
      return { next: Int8Array.from(fromPairs(reply, at, hidden)), outputs: reply[at + size - 1] ?? 0 };
    });
  }
}

/** How many probe records of a network fit one message. */
export function probesPerMessage(hidden: number): number {
  return Math.floor(58 / (2 * hidden + 1));
}

function slotOf(payload: Uint8Array): { slot: number; sequence: number } {
  return { slot: payload[0] ?? 0, sequence: fromSeptets(payload, 1, 3) };
}
