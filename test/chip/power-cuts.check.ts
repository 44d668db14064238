import { expect, test } from 'vitest';
import { eepromWith } from './chip.ts';
import { cutUpdate, IMAGES, type Tally, tallyDoubleCuts, updates } from './power-cuts.ts';

const { older, old } = IMAGES;

test('no two power cuts, anywhere in an update and anywhere in the next try, leave a board without a network', () => {
  const { kinds, together, single } = tallyDoubleCuts(eepromWith([older, 1], [old, 2]), 1);
  const tallyText = (tally: Tally) =>
    [...tally].map(([outcome, cases]) => `${cases.toLocaleString('en')} ${outcome}`).join(', ');
  process.stdout.write(
    `pairs of power cuts, of ${kinds} kinds: ${tallyText(together)}; booted singly: ${tallyText(single)}\n`,
  );
  for (const tally of [together, single]) expect(tally.size).toBeGreaterThan(0);
  for (const outcome of [...together.keys(), ...single.keys()]) expect(['old', 'next']).toContain(outcome);
});

test('a power cut in the middle of any operation leaves what these counts take for granted', () => {
  const memory = eepromWith([old, 1]);
  const contents = Uint8Array.from(memory);
  for (const [index, { number, address, after }] of updates.of(memory).result.entries()) {
    const torn = (index * 89) & 0xff;
    expect(cutUpdate(memory, { operation: number, phase: 'middle', torn })).toEqual(
      contents.with(address, torn),
    );
    contents[address] = after;
  }
});
