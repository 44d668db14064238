import { expect, test } from 'vitest';
import { eepromWith } from './chip.ts';
import { cutUpdate, IMAGES, tallyCuts, tallyDoubleCuts, updates } from './power-cuts.ts';

const { older, old, next } = IMAGES;
/** Every byte of image, header and marker is erased and programmed, the marker twice. */
const OPERATIONS = 2 * (next.length + 11);

test('a power cut anywhere in an update, with any torn byte, leaves the old network or the new one', () => {
  // The new one if the marker's last erasing was torn to the very byte it was to be, or its programming, or was done.
  expect([...tallyCuts(eepromWith([old, 1]))].sort()).toEqual([
    ['next', 3],
    ['old', OPERATIONS * 258 - 3],
  ]);
}, 120_000);

test('a second power cut while the update is tried again does no more harm', () => {
  const { together, single } = tallyDoubleCuts(eepromWith([older, 1], [old, 2]), 100);
  expect([...together.keys()].sort()).toEqual(['next', 'old']);
  expect([...single.keys()]).toEqual(['old']);
}, 120_000);

test('a power cut leaves in the EEPROM what these counts take for granted', () => {
  const memory = eepromWith([older, 1], [old, 2]);
  const contents = Uint8Array.from(memory);
  for (const [index, { number, address, after }] of updates.of(memory).result.entries()) {
    if (index % 131 === 0) {
      const torn = (index * 89) & 0xff;
      const cut = (phase: 'before' | 'middle' | 'after') =>
        cutUpdate(memory, { operation: number, phase, torn });
      expect(cut('before')).toEqual(contents);
      expect(cut('middle')).toEqual(contents.with(address, torn));
      expect(cut('after')).toEqual(contents.with(address, after));
    }
    contents[address] = after;
  }
}, 120_000);
