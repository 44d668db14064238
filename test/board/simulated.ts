import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { createBinding, Uno } from '../../firmware-sim/index.ts';
import {
  closeLine,
  connect,
  DEFAULT_WIRING,
  encodeImage,
  encodeSlotHeader,
  openLine,
} from '../../src/board/index.ts';
import type { NetworkDocument, Widths } from '../../src/index.ts';
import { documentOf, proven } from '../fixed/networks.ts';

export const FIRMWARE = readFileSync(new URL('../../firmware/carrybit.hex', import.meta.url), 'utf8');

/** The document of a proven network, as `train` would write it. */
export async function provenDocument(task = 'adder', seed = 1, widths?: Widths): Promise<NetworkDocument> {
  return documentOf(await proven(task, seed, widths));
}

/** An EEPROM whose slot 0 holds the network. */
export function eepromWith(document: NetworkDocument, wiring = DEFAULT_WIRING): Uint8Array {
  const image = encodeImage({ ...document, task: document.machine.name }, wiring);
  const memory = new Uint8Array(1024).fill(0xff);
  memory.set(encodeSlotHeader(image, 1), 0);
  memory.set(image, 10);
  return memory;
}

/** A simulated Uno that runs by itself until the test ends. */
export function runningUno(eeprom?: Uint8Array, firmware = FIRMWARE): Uno {
  const uno = new Uno({ firmware, eeprom });
  uno.start('flat-out');
  onTestFinished(() => uno.stop());
  return uno;
}

export async function lineTo(uno: Uno) {
  const line = await openLine('sim', createBinding({ sim: uno }));
  onTestFinished(() => closeLine(line));
  return line;
}

/** Opens a line to an Uno and waits until its board answers. */
export async function boardOn(uno: Uno) {
  const line = await lineTo(uno);
  return { uno, line, ...(await connect(line)) };
}
