import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeImage, encodeImage, encodeSlotHeader } from '../../src/board/index.ts';
import { usualPins } from '../../src/board/pin-bytes.ts';
import { FixedCell, type FixedNetwork } from '../../src/index.ts';
import { fittingNetworks } from '../fixed/networks.ts';
import { chosenPins } from './chosen-pins.ts';
import { boardOn, runningUno } from './simulated.ts';

/** The worked numbers of docs/spec.md section 2. */
const WORKED: FixedNetwork = {
  ...{ inputs: 2, hidden: 3, outputs: 1, weightBits: 2, stateBits: 2, tableBits: 1 },
  ...{ fractionBits: -1, indexShift: 2, initialState: [1, 1, 1], inputWeights: [1, -2, -1, -2, 1, -1] },
  ...{ stateBias: [0, 0, 1], recurrentWeights: [0, 0, 0, 0, 0, 0, -1, -1, 1] },
  ...{ outputWeights: [1, 1, 1], outputBias: [0], table: [1, -2] },
};
const DIGEST = '0123456789abcdef';
const named = (fixed: FixedNetwork) => ({ fixed, task: 'adder', digests: { fixed: DIGEST.padEnd(64, '0') } });
/** Its image as carrybit 0.1.0 writes it: docs/spec.md section 6, format 1. */
const OLD_IMAGE = Buffer.from(
  `01020301020201 02ff00 ${Buffer.from('adder').toString('hex')}${'00'.repeat(10)} ${DIGEST}
   010101 01fefffe01ff 000001 000000000000ffff01 010101 00 01fe`.replaceAll(/\s/g, ''),
  'hex',
);

test('the image of a small network has the bytes that carrybit 0.1.0 wrote', () => {
  expect(Buffer.from(encodeImage(named(WORKED)))).toEqual(OLD_IMAGE);
  expect(decodeImage(OLD_IMAGE)).toMatchObject({ fixed: WORKED, task: 'adder', digest: DIGEST });
});

test('the board runs an image of carrybit 0.1.0', async () => {
  const eeprom = new Uint8Array(1024).fill(0xff);
  eeprom.set(encodeSlotHeader(OLD_IMAGE, 1));
  eeprom.set(OLD_IMAGE, 10);
  const { board, description } = await boardOn(runningUno(eeprom));
  expect(description.network).toMatchObject({ task: 'adder', digest: DIGEST, hidden: 3 });
  const state = [1, -2, -2];
  const cell = new FixedCell(WORKED);
  cell.state.set(state);
  const outputs = cell.step(2);
  const [reply] = await board.probe('running', [{ state, inputs: 2 }]);
  expect([...(reply?.next ?? []), reply?.outputs]).toEqual([...cell.state, outputs]);
});

test('every network that fits comes back from its image; more than 8 units are format 2', () => {
  fc.assert(
    fc.property(
      fittingNetworks,
      fc.constantFrom('button', 'electronic'),
      fc.boolean(),
      (fixed, clock, pullUp) => {
        const image = encodeImage(named(fixed), { clock, pullUp });
        expect(image[0]).toBe(fixed.hidden > 8 ? 2 : 1);
        expect(image.length).toBeLessThanOrEqual(495);
        expect(decodeImage(image)).toEqual({
          fixed: JSON.parse(JSON.stringify(fixed)), // 0 for −0
          task: 'adder',
          digest: DIGEST,
          wiring: { clock, pullUp },
        });
      },
    ),
  );
});

const withPins = fittingNetworks.chain((fixed) => fc.tuple(fc.constant(fixed), chosenPins(fixed)));

test('chosen pins come back, in five bytes behind the same constants; the usual ones take none', () => {
  fc.assert(
    fc.property(withPins, fc.boolean(), ([fixed, pins], pullUp) => {
      const plain = encodeImage(named(fixed), { clock: 'button', pullUp });
      expect(encodeImage(named(fixed), { clock: 'button', pullUp, pins: usualPins(fixed) })).toEqual(plain);
      const image = encodeImage(named(fixed), { clock: 'button', pullUp, pins });
      expect([...image.subarray(0, plain.length)]).toEqual([...plain.with(9, (plain[9] as number) | 4)]);
      expect(image.length).toBe(plain.length + 5);
      expect(image.length).toBeLessThanOrEqual(502);
      expect(decodeImage(image)).toEqual({
        ...decodeImage(plain),
        wiring: { clock: 'button', pullUp, pins },
      });
    }),
  );
});

test('the bytes of chosen pins are those of docs/spec.md', () => {
  const pins = { inputs: ['7', '2'], clk: '3', reset: '6', outputs: ['9'] };
  const image = encodeImage(named(WORKED), { clock: 'electronic', pullUp: true, pins });
  expect(Buffer.from(image).toString('hex')).toBe(
    `${OLD_IMAGE.toString('hex', 0, 9)}07${OLD_IMAGE.toString('hex', 10)}2700630900`,
  );
});

test.each([
  [{ inputs: ['2', '2'] }, 'pins: expected 4 of 2–7 for inputs, CLK and RESET, each once, got 2, 2, 4, 5'],
  [{ inputs: ['2'] }, 'expected 4 of 2–7 for inputs, CLK and RESET, each once, got 2, 4, 5'],
  [{ clk: '3' }, 'got 2, 3, 3, 5'],
  [{ reset: '8' }, 'got 2, 3, 4, 8'],
  [{ inputs: ['2', 'A0'] }, 'got 2, A0, 4, 5'],
  [{ outputs: ['7'] }, 'expected 1 of 8–13 for outputs, each once, got 7'],
  [{ outputs: ['9', '9'] }, 'expected 1 of 8–13 for outputs, each once, got 9, 9'],
])('pins that cannot be are refused: %j', (some, message) => {
  const pins = { ...usualPins(WORKED), ...some };
  expect(() => encodeImage(named(WORKED), { clock: 'button', pullUp: false, pins })).toThrow(message);
});

test('an image with pins that cannot be, or with bits that mean nothing, is refused', () => {
  const pins = { inputs: ['7', '2'], clk: '3', reset: '6', outputs: ['9'] };
  const image = encodeImage(named(WORKED), { clock: 'button', pullUp: false, pins });
  expect(() => decodeImage(image.with(-5, 0x22))).toThrow(
    'the pins of the image on the board: expected 4 of 2–7 for inputs, CLK and RESET, each once, got 2, 2, 3, 6',
  );
  expect(() => decodeImage(image.subarray(0, -5))).toThrow('has 60 bytes, expected 65');
  expect(() => decodeImage(image.with(9, 8))).toThrow('has wiring 8, expected 0–7');
});

test('an image of another format, or of the wrong one for its units, is refused', () => {
  const changed = (at: number, value: number) => Uint8Array.from(OLD_IMAGE).with(at, value);
  expect(() => decodeImage(changed(0, 3))).toThrow('has format 3, expected 1 or 2');
  expect(() => decodeImage(changed(0, 2))).toThrow('has format 2 and 3 units');
  expect(() => decodeImage(changed(2, 9))).toThrow('has format 1 and 9 units');
  expect(() => decodeImage(OLD_IMAGE.subarray(0, -1))).toThrow('has 59 bytes, expected 60');
});
