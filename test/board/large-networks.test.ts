import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { machines } from '../../bench/machines/index.mjs';
import { flash, readNetworkOf, StreamSession } from '../../src/board/index.ts';
import { BOARD_LIMITS, overLimits } from '../../src/board/limits.ts';
import {
  FixedCell,
  type FixedNetwork,
  type NetworkDocument,
  networkDocument,
  type Proven,
  prove,
} from '../../src/index.ts';
import { construct } from '../../src/learn.ts';
import { pairsOf } from '../fixed/networks.ts';
import { boardOn, eepromWith, provenDocument, runningUno } from './simulated.ts';

const silent = () => {};
const machine = (name: string) => {
  const found = machines.find(({ machine }) => machine.name === name);
  if (found === undefined) throw new Error(`there is no machine ${name}`);
  return found.machine;
};

/** A network of a machine of the collection, as a file. */
const documentOf = (name: string, fixed: FixedNetwork): NetworkDocument =>
  networkDocument(machine(name), undefined, fixed, { method: 'construct', carrybit: '0.2.0' });
const constructed = (name: string) => documentOf(name, construct(machine(name)) as FixedNetwork);

/** How many different steps of the network the proof reaches. */
function transitionsOf({ fixed, machine: { next } }: NetworkDocument, proof: Proven): number {
  const words = 1 << fixed.inputs;
  const taken = pairsOf(proof).flatMap(({ machine, state }) =>
    Array.from({ length: words }, (_, word) =>
      next[machine * words + word] === -1 ? '' : `${state} ${word}`,
    ),
  );
  return new Set(taken.filter(Boolean)).size;
}

/** Flashes it, streams a thousand steps through it, reads it back. */
async function goesOn(document: NetworkDocument) {
  const { fixed } = document;
  const { board, description } = await boardOn(runningUno());
  const flashed = await flash(board, description, document, silent);
  expect(flashed.after).toMatchObject({ hidden: fixed.hidden, fast: false });
  const cell = new FixedCell(fixed);
  const steps = Uint8Array.from({ length: 1000 }, (_, at) => (at * at * 5 + at) & ((1 << fixed.inputs) - 1));
  const due = steps.map((step) => cell.step(step));
  expect(await new StreamSession(board.link, fixed).step(steps, true)).toEqual(due);
  expect((await readNetworkOf(board, flashed.after)).fixed).toEqual(fixed);
  const proof = prove(fixed, document.machine);
  expect(flashed.transitions).toBe(transitionsOf(document, proof as Proven));
  return flashed;
}

describe('a network of more than 8 units', () => {
  test.each([
    ['counter modulo 6', 12],
    ['count to 8', 16],
    ['login session', 18],
  ])('constructed for "%s", %i units: the board takes every reachable transition', async (name, units) => {
    const document = constructed(name);
    expect(document.fixed.hidden).toBe(units);
    await goesOn(document);
  });

  test('learned for "count to 12", 15 units with weights of 4 bits, too', async () => {
    const text = readFileSync(new URL('count-to-12.json', import.meta.url), 'utf8');
    const document = documentOf('count to 12', JSON.parse(text));
    expect(document.fixed).toMatchObject({ hidden: 15, weightBits: 4 });
    await goesOn(document);
  });
});

describe('what does not fit', () => {
  const sized = (fixed: FixedNetwork, hidden: number, tableBits: number): FixedNetwork => ({
    ...fixed,
    hidden,
    tableBits,
  });

  test('is refused with its own reason before anything is sent', async () => {
    const twenty = constructed('counter modulo 10');
    expect(twenty.fixed.hidden).toBe(20);
    const uno = runningUno(eepromWith(await provenDocument()));
    const before = uno.eeprom.memory.slice();
    const { board, description } = await boardOn(uno);
    await expect(flash(board, description, twenty, silent)).rejects.toThrow(
      'the network does not fit the board: expected at most 19 units, got 20; expected at most 462 bytes of constants, got 546',
    );
    expect(uno.eeprom.memory).toEqual(before);
  });

  test('is told by units, inputs, outputs and bytes of constants', async () => {
    const { fixed } = await provenDocument();
    expect(overLimits(fixed)).toEqual([]);
    expect(overLimits(sized(fixed, 19, 2))).toEqual([]);
    expect(overLimits(sized(fixed, 19, 3))).toEqual(['expected at most 462 bytes of constants, got 465']);
    expect(overLimits({ ...fixed, inputs: 5, outputs: 6 })).toEqual([
      'expected at most 4 inputs, got 5',
      'expected at most 4 outputs, got 6',
    ]);
  });

  test('an older firmware is told from a network that no firmware runs', async () => {
    const twelve = constructed('counter modulo 6');
    const { board, description } = await boardOn(runningUno());
    const older = { ...description, most: { ...description.most, hidden: 8 }, firmware: '1.0.0' };
    await expect(flash(board, older, twelve, silent)).rejects.toThrow(
      'expected at most 8 units, got 12; carrybit flash-firmware renews its firmware 1.0.0',
    );
  });

  test('the board says the limits that the host knows', async () => {
    const { description } = await boardOn(runningUno());
    const { constants, ...limits } = BOARD_LIMITS;
    expect(description).toMatchObject({ most: limits, longestImage: 33 + constants });
  });
});
