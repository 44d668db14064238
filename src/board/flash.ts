import { UNSPECIFIED } from '../machine/index.ts';
import { taskOf } from '../network/document.ts';
import type { NetworkDocument } from '../network/network-document.ts';
import { networkGraph, prove } from '../proof/index.ts';
import { type Board, type ProbeRecord, probesPerMessage } from './board.ts';
import { BoardError } from './board-error.ts';
import type { Description, RunningNetwork } from './description.ts';
import { encodeImage, requireFit, SLOT_HEADER } from './image.ts';
import { crc16 } from './message.ts';
import { MAX_READ_BYTES, MAX_WRITE_BYTES } from './numbers.ts';
import { DEFAULT_WIRING } from './stand-alone.ts';
import { stepCycles } from './step-time.ts';

export type FlashStage = 'write' | 'read back' | 'probe' | 'commit';

/** Called before each part of a stage, and after the last: parts done, and parts in all. */
export type FlashProgress = (stage: FlashStage, done: number, of: number) => void;

export interface Flashed {
  /** Bytes of the image. */
  readonly bytes: number;
  /** Reachable transitions that the board itself took, each with the result of the proof. */
  readonly transitions: number;
  /** Cycles that a step of the board's cell takes, whatever the weights, state and inputs. */
  readonly stepCycles: number;
  readonly before: RunningNetwork | undefined;
  readonly after: RunningNetwork;
}

/** Maximum of probe messages without a reply. */
const PROBES_AT_ONCE = 3;

/**
 * Puts a proven network on a board. It goes into the spare slot, is read back and compared. Then the board itself takes
 * every reachable transition of the proof with it. Only then it becomes the running network. Until then, whatever
 * happens, the board continues with the network it had.
 *
 * @throws BoardError if the network is not proven or does not fit, or if the board fails or gives another result
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
  const image = encodeImage({ ...document, task: document.machine.name }, wiring);
  const { slot } = await board.begin(image.length);
  await inParts('write', image.length, MAX_WRITE_BYTES, onProgress, async (at, end) => {
    await board.write(at, image.subarray(at, end));
  });
  await inParts('read back', image.length, MAX_READ_BYTES, onProgress, async (at, end) => {
    const bytes = await board.read(slot, SLOT_HEADER + at, end - at);
    const wrong = bytes.findIndex((byte, index) => byte !== image[at + index]);
    if (wrong >= 0)
      throw new BoardError(
        'wrong',
        `byte ${at + wrong}: expected ${image[at + wrong]}, as written, got ${bytes[wrong]}`,
      );
  });
  await board.check(image.length, crc16(image));
  const atOnce = PROBES_AT_ONCE * probesPerMessage(fixed.hidden);
  await inParts('probe', records.length, atOnce, onProgress, (at, end) =>
    compare(board, fixed.hidden, records.slice(at, end)),
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
  return {
    bytes: image.length,
    transitions: records.length,
    stepCycles: stepCycles(fixed, network.fast),
    before: description.network,
    after: network,
  };
}

/** A step that the proof reaches, with the network's result. */
interface Transition extends ProbeRecord {
  readonly next: Int32Array;
  readonly outputs: number;
}

/** Every transition that the proof reaches. @throws BoardError if the proof fails */
function reachableTransitions(document: NetworkDocument): Transition[] {
  const proof = prove(document.fixed, taskOf(document));
  if (proof.verdict !== 'proven')
    throw new BoardError('refused', `the network is ${proof.verdict}; a board gets proven networks only`);
  const { hidden, inputs: width, states, next, output } = networkGraph(proof.pairs);
  const state = (node: number) => states.subarray(node * hidden, (node + 1) * hidden);
  return Array.from(next, (to, index) => ({ to, index }))
    .filter(({ to }) => to !== UNSPECIFIED)
    .map(({ to, index }) => ({
      state: state(index >> width),
      inputs: index & ((1 << width) - 1),
      next: state(to),
      outputs: output[index] as number,
    }));
}

/** Makes the board take transitions with the candidate. @throws BoardError at the first that differs from the proof */
async function compare(board: Board, hidden: number, records: readonly Transition[]): Promise<void> {
  const size = probesPerMessage(hidden);
  const parts = Array.from({ length: Math.ceil(records.length / size) }, (_, part) =>
    records.slice(part * size, (part + 1) * size),
  );
  const replies = (await Promise.all(parts.map((part) => board.probe('candidate', part)))).flat();
  for (const [index, { state, inputs, next, outputs }] of records.entries()) {
    const reply = replies[index];
    if (reply?.outputs === outputs && reply.next.join() === next.join()) continue;
    throw new BoardError(
      'wrong',
      `from state (${Array.from(state).join(', ')}) with inputs ${inputs}: expected state (${next.join(', ')}) and ` +
        `outputs ${outputs}, got (${reply?.next.join(', ')}) and ${reply?.outputs}`,
    );
  }
}

async function inParts(
  stage: FlashStage,
  length: number,
  max: number,
  onProgress: FlashProgress,
  part: (at: number, end: number) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < length; at += max) {
    onProgress(stage, at, length);
    await part(at, Math.min(at + max, length));
  }
  onProgress(stage, length, length);
}
