import { FixedCell, type FixedNetwork } from '../fixed/index.ts';
import { type NetworkDocument, taskOf } from '../network/index.ts';
import { prove } from '../proof/index.ts';
import { type Board, MOST_READ, MOST_WRITTEN, type ProbeRecord, probesPerMessage } from './board.ts';
import { BoardError } from './board-error.ts';
import type { Description, RunningNetwork } from './description.ts';
import { encodeImage, requireFit } from './image.ts';
import { crc16 } from './message.ts';
import { DEFAULT_WIRING } from './stand-alone.ts';

export type FlashStage = 'write' | 'read back' | 'probe' | 'commit';

/** Told before each part of a stage, and after its last: parts done, and parts in all. */
export type FlashProgress = (stage: FlashStage, done: number, of: number) => void;

export interface Flashed {
  /** Bytes of the image. */
  readonly bytes: number;
  /** Reachable transitions that the board itself took, each as the proof says. */
  readonly transitions: number;
  readonly before: RunningNetwork | undefined;
  readonly after: RunningNetwork;
}

/** Probe messages that are on their way at once. */
const PROBES_AT_ONCE = 3;
const SLOT_HEADER = 10;

/**
 * Puts a proven network on a board. It goes into the spare slot, is read back and compared; then the board itself takes
 * every reachable transition of the proof with it; only then it becomes the running network. Until then, and whatever
 * happens before, the board goes on with the network it had.
 *
 * @throws BoardError if the network is not proven or does not fit, if the board fails or answers otherwise
 */
export async function flash(
  board: Board,
  description: Description,
  document: NetworkDocument,
  onProgress: FlashProgress,
  wiring = DEFAULT_WIRING,
): Promise<Flashed> {
  const { fixed } = document;
  const records = reachableTransitions(document);
  requireFit(fixed, wiring, description);
  const image = encodeImage(document, wiring);
  const { slot } = await board.begin(image.length);
  await inParts('write', image.length, MOST_WRITTEN, onProgress, async (at, end) => {
    await board.write(at, image.subarray(at, end));
  });
  await inParts('read back', image.length, MOST_READ, onProgress, async (at, end) => {
    const bytes = await board.read(slot, SLOT_HEADER + at, end - at);
    const wrong = bytes.findIndex((byte, index) => byte !== image[at + index]);
    if (wrong >= 0)
      throw new BoardError(
        'wrong',
        `byte ${at + wrong} reads ${bytes[wrong]}, written was ${image[at + wrong]}`,
      );
  });
  await board.check(image.length, crc16(image));
  const atOnce = PROBES_AT_ONCE * probesPerMessage(fixed.hidden);
  await inParts('probe', records.length, atOnce, onProgress, (at, end) =>
    compare(board, fixed, records.slice(at, end)),
  );
  onProgress('commit', 0, 1);
  const committed = await board.commit(crc16(image));
  const { network } = await board.describe();
  if (network?.slot !== committed.slot || network.imageCrc !== crc16(image))
    throw new BoardError(
      'wrong',
      `after the commit the board runs another network: ${JSON.stringify(network)}`,
    );
  onProgress('commit', 1, 1);
  return { bytes: image.length, transitions: records.length, before: description.network, after: network };
}

/** Every transition that the proof reaches. @throws BoardError if the proof fails */
function reachableTransitions(document: NetworkDocument): ProbeRecord[] {
  const { fixed } = document;
  const proof = prove(fixed, taskOf(document));
  if (proof.verdict !== 'proven')
    throw new BoardError('refused', `the network is ${proof.verdict}, it stays off the board`);
  const { networkStates } = proof.reachable;
  const records: ProbeRecord[] = [];
  for (let at = 0; at < networkStates.length; at += fixed.hidden) {
    const state = networkStates.slice(at, at + fixed.hidden);
    for (let inputs = 0; inputs < 1 << fixed.inputs; inputs++) records.push({ state, inputs });
  }
  return records;
}

/** Has the board take transitions with the candidate. @throws BoardError at the first that differs from the cell's */
async function compare(board: Board, fixed: FixedNetwork, records: readonly ProbeRecord[]): Promise<void> {
  const size = probesPerMessage(fixed.hidden);
  const parts = Array.from({ length: Math.ceil(records.length / size) }, (_, part) =>
    records.slice(part * size, (part + 1) * size),
  );
  const answers = (await Promise.all(parts.map((part) => board.probe('candidate', part)))).flat();
  const cell = new FixedCell(fixed);
  for (const [index, { state, inputs }] of records.entries()) {
    cell.state.set(state);
    const outputs = cell.step(inputs);
    const answer = answers[index];
    if (answer?.outputs === outputs && answer.next.join() === cell.state.join()) continue;
    throw new BoardError(
      'wrong',
      `from state (${Array.from(state).join(', ')}) with inputs ${inputs} the board goes to (${answer?.next.join(', ')}) ` +
        `and puts out ${answer?.outputs}; due are (${cell.state.join(', ')}) and ${outputs}`,
    );
  }
}

async function inParts(
  stage: FlashStage,
  length: number,
  most: number,
  onProgress: FlashProgress,
  part: (at: number, end: number) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < length; at += most) {
    onProgress(stage, at, length);
    await part(at, Math.min(at + most, length));
  }
  onProgress(stage, length, length);
}
