import type { EepromOperation, PowerCut } from '../../firmware-sim/index.ts';
import { ID } from '../../src/board/index.ts';
import { crc16 } from '../../src/board/message.ts';
import { fromSeptets } from '../../src/board/septets.ts';
import { packSteps, unpackOutputs } from '../../src/board/stream-session.ts';
import { FixedCell, type FixedNetwork } from '../../src/fixed/index.ts';
import { proven } from '../fixed/networks.ts';
import { Chip, imageOf, update } from './chip.ts';
import { type Read, ReadTree } from './read-tree.ts';

const START = 2;

/** The networks of an update and those before it: adders, so that every one of them adds. */
const NETWORKS: ReadonlyMap<string, FixedNetwork> = new Map(
  await Promise.all(
    ['older', 'old', 'next'].map(
      async (name, index) => [name, (await proven('adder', index + 1)).fixed] as const,
    ),
  ),
);
const imageNamed = (name: string) => imageOf(NETWORKS.get(name) as FixedNetwork, name);
export const IMAGES = { older: imageNamed('older'), old: imageNamed('old'), next: imageNamed('next') };

/** What a board does after power-up: adds with one of the networks, by name, or not at all. */
export type Outcome = string;
const NEITHER: Outcome = 'neither';

/** Cases by their outcome. */
export type Tally = Map<Outcome, number>;

/** What boards do after power-up. */
const boots = new ReadTree(boot);

function boot(memory: Uint8Array): { result: Outcome; read: readonly Read[] } {
  const chip = new Chip(memory);
  const { eeprom } = chip.uno;
  const read: Read[] = [];
  eeprom.onRead = (address, value) => read.push([address, value]);
  const result = outcomeOn(chip.boot());
  if (eeprom.operations > 0) throw new Error('the board writes its EEPROM before it is asked to');
  return { result, read };
}

/** The EEPROM operations of an update with the next network, from power-up to its end. */
export const updates = new ReadTree<readonly EepromOperation[]>((memory) => {
  const chip = new Chip(memory);
  const { eeprom } = chip.uno;
  const operations: EepromOperation[] = [];
  const read: Read[] = [];
  const written = new Set<number>();
  eeprom.onRead = (address, value) => {
    // What the update itself has written is known without the contents it began with.
    if (!written.has(address)) read.push([address, value]);
  };
  eeprom.onOperation = (operation) => {
    operations.push(operation);
    written.add(operation.address);
  };
  update(chip.boot(), IMAGES.next);
  return { result: operations, read };
});

/** The network that the board says it runs, if it adds as that does. */
function outcomeOn(chip: Chip): Outcome {
  const crc = fromSeptets(chip.ask(ID.describe).payload, 19, 3);
  for (const [name, network] of NETWORKS) {
    if (crc !== crc16(imageNamed(name))) continue;
    const steps = Uint8Array.from({ length: 21 }, (_, index) => [3, 1, 2, 0, 3, 0, 1][index % 7] as number);
    const cell = new FixedCell(network);
    const { payload } = chip.ask(ID.stream, packSteps(steps, 2, START));
    const sums = unpackOutputs(payload, 1, steps.length);
    return steps.every((step, index) => cell.step(step) === sums[index]) ? name : NEITHER;
  }
  return NEITHER;
}

/** Runs an update into a power cut. Returns what the EEPROM then holds. */
export function cutUpdate(memory: Uint8Array, cut: PowerCut): Uint8Array {
  const chip = new Chip(Uint8Array.from(memory)).boot();
  chip.uno.eeprom.cutAt(cut);
  try {
    update(chip, IMAGES.next);
  } catch (error) {
    if (chip.uno.powered) throw error;
  }
  if (chip.uno.powered) throw new Error(`the update has no operation ${cut.operation}`);
  return chip.uno.eeprom.memory;
}

/**
 * EEPROM contents after power cuts at every operation of an update: before it, in its middle with each of the 256 bytes
 * that may leave, and after it. `cases`: how many of these the contents stand for; where no byte but one that `reads`
 * leaves out is in question, one stands for all.
 */
export function* contentsAfterCuts(
  memory: Uint8Array,
  operations: readonly EepromOperation[],
  readsOf: (contents: Uint8Array) => Uint8Array,
): Generator<{ contents: Uint8Array; cases: number; operation: EepromOperation }> {
  const contents = Uint8Array.from(memory);
  for (const operation of operations) {
    const { address, before, after } = operation;
    // Of contents that differ only in what they had before this update, one is run for all of them.
    contents[address] = before;
    if (readsOf(contents)[address] === 0) {
      yield { contents, cases: 258, operation };
    } else {
      yield { contents, cases: 1, operation };
      for (let torn = 0; torn < 256; torn += 1) {
        contents[address] = torn;
        yield { contents, cases: 1, operation };
      }
      contents[address] = after;
      yield { contents, cases: 1, operation };
    }
    contents[address] = after;
  }
}

/** Counts what boards do after a power cut anywhere in an update from these contents. */
export function tallyCuts(memory: Uint8Array): Tally {
  const tally: Tally = new Map();
  const { result: operations } = updates.of(memory);
  for (const { contents, cases } of contentsAfterCuts(memory, operations, (at) => boots.of(at).reads))
    count(tally, boots.of(contents).result, cases);
  return tally;
}

/**
 * Counts what boards do after two power cuts: anywhere in an update, and anywhere in the update that is tried again
 * after it. Contents that boot alike take the same second update and are counted together, as `kinds` of them; every
 * `stride`-th kind is tried.
 *
 * One thing can still tell them apart: a marker whose second writing is torn to the very byte that makes a slot valid.
 * Then the board reads what the first update left in that slot. These contents are booted one by one: before and after
 * each operation, and after one torn byte of it.
 */
export function tallyDoubleCuts(
  memory: Uint8Array,
  stride: number,
): { kinds: number; together: Tally; single: Tally } {
  const kinds = new Map<string, { contents: Uint8Array; cases: number }>();
  const { result: operations } = updates.of(memory);
  for (const { contents, cases } of contentsAfterCuts(memory, operations, (at) => boots.of(at).reads)) {
    const { reads } = boots.of(contents);
    const read = contents.filter((_, address) => reads[address] === 1).join();
    const kind = kinds.get(read);
    if (kind === undefined) kinds.set(read, { contents: Uint8Array.from(contents), cases });
    else kind.cases += cases;
  }
  const together: Tally = new Map();
  const revived = new Map<number, Set<number>>();
  for (const [index, { contents, cases }] of [...kinds.values()].entries()) {
    if (index % stride === 0) {
      tallyAgain(contents, cases, together, (address, value) =>
        revived.set(address, (revived.get(address) ?? new Set()).add(value)),
      );
    }
  }
  const single: Tally = new Map();
  const left = Uint8Array.from(memory);
  for (const [index, { address, after }] of operations.entries()) {
    for (const value of index % stride === 0 ? [left[address] as number, (index * 89) & 0xff, after] : []) {
      left[address] = value;
      for (const [marker, values] of revived) {
        for (const byte of values) count(single, boot(left.with(marker, byte)).result, 1);
      }
    }
    left[address] = after;
  }
  return { kinds: kinds.size, together, single };
}

/** Counts what boards do after a power cut in an update from contents that stand for others, which boot alike. */
function tallyAgain(
  memory: Uint8Array,
  weight: number,
  tally: Tally,
  onRevived: (address: number, value: number) => void,
): void {
  const { result: operations, reads: read } = updates.of(memory);
  // Bytes that are the same for all of them: those they booted from, and those the update has written.
  const known = Uint8Array.from(boots.of(memory).reads);
  if (read.some((one, address) => one > (known[address] as number)))
    throw new Error('the update reads what the boot did not read, and did not write it either');
  for (const { contents, cases, operation } of contentsAfterCuts(
    memory,
    operations,
    (at) => boots.of(at).reads,
  )) {
    const { address } = operation;
    known[address] = 1;
    const { result, reads } = boots.of(contents);
    if (reads.every((one, at) => one <= (known[at] as number))) count(tally, result, cases * weight);
    else onRevived(address, contents[address] as number);
  }
}

function count(tally: Tally, outcome: Outcome, cases: number): void {
  tally.set(outcome, (tally.get(outcome) ?? 0) + cases);
}
