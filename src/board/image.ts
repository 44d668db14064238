import { checkFixed, type FixedNetwork } from '../fixed/index.ts';
import { BoardError } from './board-error.ts';
import type { Description } from './description.ts';
import { type BoardLimits, overLimits } from './limits.ts';
import { crc16 } from './message.ts';
import { decodePins, encodePins, PIN_BYTES } from './pin-bytes.ts';
import { DEFAULT_WIRING, type Wiring } from './stand-alone.ts';

/** Format 1 is for networks of at most 8 units, as carrybit 0.1.0 reads them; format 2 is for larger ones. */
const MAX_UNITS_OF_FORMAT_1 = 8;
const formatOf = (hidden: number) => (hidden > MAX_UNITS_OF_FORMAT_1 ? 2 : 1);
/** Bytes of a slot before its image: docs/spec.md section 5. */
export const SLOT_HEADER = 10;
/** Maximum bytes of an image in a slot. */
export const SLOT_IMAGE_BYTES = 502;
const NAME = 10;
const NAME_BYTES = 15;
const DIGEST = NAME + NAME_BYTES;
const DIGEST_BYTES = 8;
/** The bit of the wiring that says that the image ends with pins. */
const CHOSEN_PINS = 4;
/** Bytes before the constants. */
export const CONSTANTS = DIGEST + DIGEST_BYTES;

/** The image of a network in the form that the board stores, with the wiring: docs/spec.md section 6. */
export function encodeImage(
  {
    fixed,
    task,
    digests,
  }: {
    readonly fixed: FixedNetwork;
    readonly task: string;
    readonly digests: { readonly fixed: string };
  },
  { clock, pullUp, pins }: Wiring = DEFAULT_WIRING,
): Uint8Array {
  const pinBytes = encodePins(pins, fixed);
  const name = new Uint8Array(NAME_BYTES);
  name.set(Array.from(task.slice(0, NAME_BYTES), (letter) => letter.charCodeAt(0) & 0xff));
  return Uint8Array.from([
    formatOf(fixed.hidden),
    fixed.inputs,
    fixed.hidden,
    fixed.outputs,
    fixed.weightBits,
    fixed.stateBits,
    fixed.tableBits,
    fixed.indexShift,
    fixed.fractionBits,
    (clock === 'electronic' ? 1 : 0) | (pullUp ? 2 : 0) | (pinBytes.length > 0 ? CHOSEN_PINS : 0),
    ...name,
    ...(digestOf(digests).match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)),
    ...fixed.initialState,
    ...fixed.inputWeights,
    ...fixed.stateBias,
    ...fixed.recurrentWeights,
    ...fixed.outputWeights,
    ...fixed.outputBias,
    ...fixed.table,
    ...pinBytes,
  ]);
}

/** The contents of an image: docs/spec.md section 6. */
export interface ImageContent {
  readonly fixed: FixedNetwork;
  readonly task: string;
  /** The first eight bytes of the digest of its constants, as hexadecimal digits. */
  readonly digest: string;
  readonly wiring: Wiring;
}

/** Reads an image. @throws BoardError 'wrong' if it is not in this format, or its constants are not a fixed network */
export function decodeImage(bytes: Uint8Array): ImageContent {
  const wrong = (what: string) => new BoardError('wrong', `the image on the board ${what}`);
  const [format, , units = 0] = bytes;
  if (format !== 1 && format !== 2) throw wrong(`has format ${format}, expected 1 or 2`);
  if (format !== formatOf(units)) throw wrong(`has format ${format} and ${units} units`);
  const signed = Array.from(Int8Array.from(bytes));
  const [, inputs = 0, hidden = 0, outputs = 0, weightBits = 0, stateBits = 0, tableBits = 0] = signed;
  let at = CONSTANTS;
  const take = (count: number) => {
    at += count;
    return signed.slice(at - count, at);
  };
  const fixed = {
    ...{ inputs, hidden, outputs, weightBits, stateBits, tableBits },
    fractionBits: signed[8] ?? 0,
    indexShift: signed[7] ?? 0,
    initialState: take(hidden),
    inputWeights: take(inputs * hidden),
    stateBias: take(hidden),
    recurrentWeights: take(hidden * hidden),
    outputWeights: take(hidden * outputs),
    outputBias: take(outputs),
    table: take(2 ** tableBits),
  };
  const pins = bytes[9] ?? 0;
  if (pins >= 2 * CHOSEN_PINS) throw wrong(`has wiring ${pins}, expected 0–${2 * CHOSEN_PINS - 1}`);
  const end = pins & CHOSEN_PINS ? at + PIN_BYTES : at;
  if (end !== bytes.length) throw wrong(`has ${bytes.length} bytes, expected ${end} for its sizes`);
  try {
    checkFixed(fixed);
  } catch (error) {
    throw wrong(`does not hold a network: ${(error as Error).message}`);
  }
  return {
    fixed,
    ...imageName(bytes),
    wiring: {
      clock: pins & 1 ? 'electronic' : 'button',
      pullUp: (pins & 2) !== 0,
      ...(pins & CHOSEN_PINS ? { pins: decodePins(bytes.subarray(at), fixed) } : {}),
    },
  };
}

/** Name and digest, from the first bytes of an image. */
export function imageName(bytes: Uint8Array): Pick<ImageContent, 'task' | 'digest'> {
  return {
    task: String.fromCharCode(...bytes.subarray(NAME, DIGEST)).replace(/\0+$/, ''),
    digest: Array.from(bytes.subarray(DIGEST, CONSTANTS), hex).join(''),
  };
}

/** The header of a slot that holds this image: docs/spec.md section 5. */
export function encodeSlotHeader(image: Uint8Array, sequence: number): Uint8Array {
  const header = new Uint8Array(SLOT_HEADER);
  const fields = new DataView(header.buffer);
  fields.setUint8(0, 0xa6);
  fields.setUint8(1, 1);
  fields.setUint16(2, sequence, true);
  fields.setUint16(4, image.length, true);
  fields.setUint16(6, crc16(image), true);
  fields.setUint16(8, crc16(header.subarray(1, 8)), true);
  return header;
}

/** The digest with which the board identifies its network. */
export function digestOf(digests: { readonly fixed: string }): string {
  return digests.fixed.slice(0, 2 * DIGEST_BYTES);
}

/** The first firmware that runs states of one bit and knows the wiring of its pins. */
const FIRMWARE_SINCE = [1, 1];

/** Refuses a network that the board cannot run. @throws BoardError naming the size that does not fit */
export function requireFit(
  fixed: FixedNetwork,
  { clock, pullUp, pins }: Wiring,
  { most, longestImage, firmware }: Description,
): void {
  const limits: BoardLimits = { ...most, constants: longestImage - CONSTANTS };
  const over = overLimits(fixed, limits);
  if (over.length > 0) {
    const remedy =
      overLimits(fixed).length > 0 ? '' : `; carrybit flash-firmware renews its firmware ${firmware}`;
    throw new BoardError('refused', `the network does not fit the board: ${over.join('; ')}${remedy}`);
  }
  const [major = 0, minor = 0] = firmware.split('.').map(Number);
  const [sinceMajor = 0, sinceMinor = 0] = FIRMWARE_SINCE;
  if (major > sinceMajor || (major === sinceMajor && minor >= sinceMinor)) return;
  const asked = [
    fixed.stateBits < 2 && 'states of 1 bit',
    clock === 'electronic' && '--clock electronic',
    pullUp && '--pull-up',
    encodePins(pins, fixed).length > 0 && '--pins',
  ].find(Boolean);
  if (asked)
    throw new BoardError(
      'refused',
      `its firmware ${firmware} does not know ${asked}; carrybit flash-firmware renews it`,
    );
}

const hex = (byte: number) => byte.toString(16).padStart(2, '0');
