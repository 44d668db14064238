import { fixedDigest } from '../proof/index.ts';
import type { Board } from './board.ts';
import { BoardError } from './board-error.ts';
import type { RunningNetwork } from './description.ts';
import {
  CONSTANTS,
  decodeImage,
  digestOf,
  type ImageContent,
  imageName,
  SLOT_HEADER,
  SLOT_IMAGE_BYTES,
} from './image.ts';
import { crc16 } from './message.ts';
import { MAX_READ_BYTES } from './numbers.ts';

/** The network in the slot that is not running. */
export interface SpareNetwork extends Pick<ImageContent, 'task' | 'digest'> {
  readonly slot: number;
  readonly sequence: number;
}

/**
 * Reads the network that runs on a board, with every constant.
 *
 * @throws BoardError 'wrong' if it differs from the board's description of it
 */
export async function readNetworkOf(board: Board, running: RunningNetwork): Promise<ImageContent> {
  const image = await readSlot(board, running.slot, SLOT_HEADER, running.imageLength);
  if (crc16(image) !== running.imageCrc)
    throw new BoardError(
      'wrong',
      `CRC of the image: expected ${running.imageCrc}, as the board says, got ${crc16(image)}`,
    );
  const content = decodeImage(image);
  const digest = digestOf({ fixed: fixedDigest(content.fixed) });
  if (digest !== content.digest)
    throw new BoardError(
      'wrong',
      `digest of the network on the board: expected ${content.digest}, as the image says, got ${digest}`,
    );
  return content;
}

/**
 * The network that the board ran before, which it would run if the present one were damaged; undefined if there is
 * none.
 */
export async function readSpare(board: Board, running: RunningNetwork): Promise<SpareNetwork | undefined> {
  const slot = 1 - running.slot;
  const head = await readSlot(board, slot, 0, SLOT_HEADER + CONSTANTS);
  const [marker, layout] = head;
  const header = Buffer.from(head.subarray(0, SLOT_HEADER));
  if (marker !== 0xa6 || layout !== 1 || header.readUInt16LE(8) !== crc16(header.subarray(1, 8)))
    return undefined;
  const length = header.readUInt16LE(4);
  const image = await readSlot(board, slot, SLOT_HEADER, Math.min(length, SLOT_IMAGE_BYTES));
  if (header.readUInt16LE(6) !== crc16(image)) return undefined;
  return { slot, sequence: header.readUInt16LE(2), ...imageName(image) };
}

/** Removes both networks of a board: first the spare one, so that it does not come back. */
export async function eraseNetworks(board: Board, running: RunningNetwork): Promise<void> {
  await board.begin(running.imageLength);
  await board.erase(running.imageCrc);
}

async function readSlot(board: Board, slot: number, from: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += MAX_READ_BYTES) {
    bytes.set(await board.read(slot, from + at, Math.min(MAX_READ_BYTES, length - at)), at);
  }
  return bytes;
}
