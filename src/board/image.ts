import type { FixedNetwork } from '../fixed/index.ts';
import { BoardError } from './board-error.ts';
import type { Description } from './description.ts';
import { crc16 } from './message.ts';
import { DEFAULT_WIRING, type Wiring } from './stand-alone.ts';

const FORMAT = 1;
const NAME_BYTES = 15;
const DIGEST_BYTES = 8;

/** The image of a network as the board keeps it, with what is at its pins: docs/spec.md section 6. */
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
  { clock, pullUp }: Wiring = DEFAULT_WIRING,
): Uint8Array {
  const name = new Uint8Array(NAME_BYTES);
  name.set(Array.from(task.slice(0, NAME_BYTES), (letter) => letter.charCodeAt(0) & 0xff));
  return Uint8Array.from([
    FORMAT,
    fixed.inputs,
    fixed.hidden,
    fixed.outputs,
    fixed.weightBits,
    fixed.stateBits,
    fixed.tableBits,
    fixed.indexShift,
    fixed.fractionBits,
    (clock === 'electronic' ? 1 : 0) | (pullUp ? 2 : 0),
    ...name,
    ...(digestOf(digests).match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)),
    ...fixed.initialState,
    ...fixed.inputWeights,
    ...fixed.stateBias,
    ...fixed.recurrentWeights,
    ...fixed.outputWeights,
    ...fixed.outputBias,
    ...fixed.table,
  ]);
}

/** The header of a slot that holds this image: docs/spec.md section 5. */
export function encodeSlotHeader(image: Uint8Array, sequence: number): Uint8Array {
  const header = new Uint8Array(10);
  const fields = new DataView(header.buffer);
  fields.setUint8(0, 0xa6);
  fields.setUint8(1, 1);
  fields.setUint16(2, sequence, true);
  fields.setUint16(4, image.length, true);
  fields.setUint16(6, crc16(image), true);
  fields.setUint16(8, crc16(header.subarray(1, 8)), true);
  return header;
}

/** What a board hands back to tell which network it runs. */
export function digestOf(digests: { readonly fixed: string }): string {
  return digests.fixed.slice(0, 2 * DIGEST_BYTES);
}

/** The first firmware that runs states of one bit and knows what may be at its pins. */
const FIRMWARE_SINCE = [1, 1];

/** Refuses what the board cannot run. @throws BoardError naming the size that does not fit */
export function requireFit(
  fixed: FixedNetwork,
  { clock, pullUp }: Wiring,
  { most, firmware }: Description,
): void {
  for (const size of ['inputs', 'hidden', 'outputs'] as const) {
    if (fixed[size] > most[size])
      throw new BoardError(
        'refused',
        `the network has ${fixed[size]} ${size}, the board runs at most ${most[size]}`,
      );
  }
  const [major = 0, minor = 0] = firmware.split('.').map(Number);
  const [sinceMajor = 0, sinceMinor = 0] = FIRMWARE_SINCE;
  if (major > sinceMajor || (major === sinceMajor && minor >= sinceMinor)) return;
  const asked =
    fixed.stateBits < 2 ? 'states of 1 bit' : clock === 'electronic' ? '--clock electronic' : '--pull-up';
  if (fixed.stateBits < 2 || clock === 'electronic' || pullUp)
    throw new BoardError(
      'refused',
      `its firmware ${firmware} does not know ${asked}; carrybit flash-firmware renews it`,
    );
}
