import { parseHex } from '../../firmware-sim/hex.ts';
import { connect } from '../board/connect.ts';
import { type FlashProgress, flash } from '../board/flash.ts';
import { BAUD_RATE, closeLine } from '../board/line.ts';
import { StreamSession } from '../board/stream-session.ts';
import { BOOT_LOADER_BAUDS, writeFirmware } from '../board/write-firmware.ts';
import { MachineStepper, UNSPECIFIED } from '../machine/index.ts';
import { taskOf } from '../network/document.ts';
import type { NetworkDocument } from '../network/network-document.ts';
import { text } from './texts.ts';
import { type WebPort, WebSerialLine } from './web-serial.ts';

/** Steps that a board is asked to take. */
const STEPS = 20_000;
/** Steps of one call. */
const CALL = 2000;

/** Writes our firmware through the boot loader, of either rate. @returns what was done, in a sentence */
export async function putFirmware(port: WebPort, hex: string, onProgress: FlashProgress): Promise<string> {
  const flashBytes = parseHex(hex);
  const firmware = flashBytes.subarray(0, flashBytes.findLastIndex((byte) => byte !== 0xff) + 1);
  const { chip, baud, line } = await writeFirmware(
    (rate) => WebSerialLine.open(port, rate),
    firmware,
    BOOT_LOADER_BAUDS,
    onProgress,
  );
  await closeLine(line);
  return text.board.firmwareWritten(firmware.length, chip, baud);
}

/** Puts the proven network on a board; the board takes every transition of the proof first. */
export async function putNetwork(
  port: WebPort,
  document: NetworkDocument,
  onProgress: FlashProgress,
): Promise<string> {
  return onBoard(port, async ({ board, description }) => {
    const { transitions, bytes } = await flash(board, description, document, onProgress);
    return text.board.networkWritten(bytes, transitions);
  });
}

/** Streams random inputs through the board and compares every answer with the machine's. */
export async function stream(
  port: WebPort,
  document: NetworkDocument,
  onProgress: (done: number, of: number) => void,
): Promise<string> {
  return onBoard(port, async ({ board, description }) => {
    if (description.network?.digest !== document.digests.fixed.slice(0, 16))
      throw new Error(text.board.otherNetwork);
    const task = taskOf(document);
    const session = new StreamSession(board.link, description.network);
    const machine = new MachineStepper(task);
    const began = performance.now();
    let right = 0;
    for (let done = 0; done < STEPS; done += CALL) {
      onProgress(done, STEPS);
      const asked = Array.from({ length: CALL }, () => askedStep(machine));
      const outputs = await session.step(
        Uint8Array.from(asked, ({ word }) => word),
        done === 0,
      );
      right += asked.filter(({ due, care }, step) => (((outputs[step] as number) ^ due) & care) === 0).length;
    }
    return text.board.streamed(right, STEPS, STEPS / ((performance.now() - began) / 1000));
  });
}

/** Any step that may come, with what the machine answers. */
function askedStep(machine: MachineStepper) {
  const { next, inputs } = machine.machine;
  const words = 2 ** inputs.length;
  const from = (machine.state[0] as number) * words;
  const allowed = Array.from({ length: words }, (_, word) => word).filter(
    (word) => next[from + word] !== UNSPECIFIED,
  );
  const word = allowed[Math.floor(Math.random() * allowed.length)];
  if (word === undefined) throw new Error('the machine comes to a state in which no input may come');
  return { word, due: machine.step(word), care: machine.care };
}

async function onBoard(
  port: WebPort,
  work: (connected: Awaited<ReturnType<typeof connect>>) => Promise<string>,
): Promise<string> {
  const line = await WebSerialLine.open(port, BAUD_RATE);
  try {
    const connected = await connect(line);
    try {
      return await work(connected);
    } finally {
      connected.board.link.close();
    }
  } finally {
    await closeLine(line);
  }
}
