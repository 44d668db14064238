import { BoardError } from './board-error.ts';
import { MESSAGES_VERSION } from './numbers.ts';
import { fromPairs, fromSeptets } from './septets.ts';
import type { Wiring } from './stand-alone.ts';

const NO_SLOT = 127;

/** The board's description of itself. */
export interface Description {
  /** `1.0.0` */
  readonly firmware: string;
  /** The largest network it runs. */
  readonly most: { readonly inputs: number; readonly hidden: number; readonly outputs: number };
  /** Maximum length of an image, in bytes. */
  readonly longestImage: number;
  /** The network that runs; undefined if there is none. */
  readonly network: RunningNetwork | undefined;
}

export interface RunningNetwork {
  readonly slot: number;
  /** Counts its updates, modulo 65536. */
  readonly sequence: number;
  readonly task: string;
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
  readonly imageLength: number;
  readonly imageCrc: number;
  /** The first eight bytes of the digest of its constants, as hexadecimal digits. */
  readonly digest: string;
  /** Whether the loop for three states runs it. */
  readonly fast: boolean;
  /** The wiring of its stand-alone adder; chosen pins come from its image. */
  readonly wiring: Wiring;
}

/** Whether the reply to `describe` says that the running image ends with pins. */
export const hasChosenPins = (payload: Uint8Array): boolean => ((payload[13] ?? 0) & 64) !== 0;

/** Reads the reply to `describe`. @throws BoardError 'foreign' or 'version' for a foreign board or another version */
export function decodeDescription(payload: Uint8Array): Description {
  const at = (index: number) => payload[index] ?? 0;
  if (payload.length === 0)
    throw new BoardError('foreign', 'not a carrybit board: it sends back what it receives');
  const version = at(0);
  const firmware = `${at(1)}.${at(2)}.${at(3)}`;
  if (version !== MESSAGES_VERSION) {
    const what = version < MESSAGES_VERSION ? 'too old' : 'newer than this carrybit';
    throw new BoardError(
      'version',
      `its firmware ${firmware} is ${what}: expected version ${MESSAGES_VERSION} of the messages, got ${version}; ` +
        (version < MESSAGES_VERSION ? 'carrybit flash-firmware renews it' : 'update carrybit'),
    );
  }
  if (payload.length < 44) {
    throw new BoardError('wrong', `its description: expected at least 44 bytes, got ${payload.length}`);
  }
  const network: RunningNetwork = {
    slot: at(12),
    sequence: fromSeptets(payload, 14, 3),
    task: String.fromCharCode(...payload.subarray(44)),
    inputs: at(22),
    hidden: at(23),
    outputs: at(24),
    imageLength: fromSeptets(payload, 17, 2),
    imageCrc: fromSeptets(payload, 19, 3),
    digest: Array.from(fromPairs(payload, 28, 8), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    fast: (at(13) & 1) === 1,
    wiring: { clock: at(13) & 16 ? 'electronic' : 'button', pullUp: (at(13) & 32) !== 0 },
  };
  return {
    firmware,
    most: { inputs: at(4), hidden: at(5), outputs: at(6) },
    longestImage: fromSeptets(payload, 10, 2),
    network: network.slot === NO_SLOT ? undefined : network,
  };
}
