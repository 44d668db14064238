import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UNO_HERTZ, type Uno } from '../../firmware-sim/index.ts';
import type { StandAlonePins } from '../../src/board/index.ts';
import { usualPins } from '../../src/board/pin-bytes.ts';
import { FixedCell, type FixedNetwork } from '../../src/fixed/index.ts';
import { chosenPins } from '../board/chosen-pins.ts';
import { fittingNetworks, proven } from '../fixed/networks.ts';
import { Chip, eepromWith, imageOf } from './chip.ts';

const adder = await proven('adder');

const MILLISECOND = UNO_HERTZ / 1000;

/** Somebody at the buttons of a stand-alone adder, which was told nothing or of pull-ups. */
class Hand {
  readonly uno: Uno;
  readonly pins: StandAlonePins;
  readonly #pullUp: boolean;

  constructor(fixed: FixedNetwork, pullUp: boolean, pins?: StandAlonePins) {
    this.pins = pins ?? usualPins(fixed);
    this.#pullUp = pullUp;
    const image = imageOf(fixed, 'test', { clock: 'button', pullUp, pins });
    this.uno = new Chip(eepromWith([image, 1])).uno;
    for (const pin of ['2', '3', '4', '5', '6', '7']) this.touch(pin, false);
    this.uno.runCycles(20 * MILLISECOND);
  }

  /** A button with a resistor drives its pin both ways; one to ground only touches it. */
  touch(pin: string, contact: boolean): void {
    if (!this.#pullUp) this.uno.pin(pin).drive(contact ? 1 : 0);
    else if (contact) this.uno.pin(pin).drive(0);
    else this.uno.pin(pin).release();
  }

  wait(milliseconds: number): void {
    this.uno.runCycles(Math.round(milliseconds * MILLISECOND));
  }

  /** An edge with its bounce: contact and none in turns, for so many ms each. */
  edge(pin: string, active: boolean, bounce: readonly number[]): void {
    for (const [index, milliseconds] of bounce.entries()) {
      this.touch(pin, index % 2 === 0 ? active : !active);
      this.wait(milliseconds);
    }
    this.touch(pin, active);
  }

  press(pin: string, [down, up]: readonly (readonly number[])[], held: number, after: number): void {
    this.edge(pin, true, down ?? []);
    this.wait(held);
    this.edge(pin, false, up ?? []);
    this.wait(after);
  }

  inputs(bits: number): void {
    for (const [input, pin] of this.pins.inputs.entries()) this.touch(pin, ((bits >> input) & 1) === 1);
  }

  get outputs(): number {
    return this.pins.outputs.reduce((packed, pin, output) => packed | (this.uno.pin(pin).level << output), 0);
  }
}

/** Up to 5 ms of bounce of any shape, down to pulses of a cycle. */
const bounce = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 9 })
  .chain((parts) => fc.tuple(fc.constant(parts), fc.double({ min: 0, max: 5, noNaN: true })))
  .map(([parts, milliseconds]) => {
    const sum = parts.reduce((total, part) => total + part ** 4, 0) || 1;
    return parts.map((part) => (part ** 4 / sum) * milliseconds);
  });
const press = fc.record({
  inputs: fc.integer({ min: 0, max: 15 }),
  resets: fc.boolean(),
  bounces: fc.tuple(bounce, bounce),
  held: fc.oneof(fc.double({ min: 0.1, max: 30, noNaN: true }), fc.constant(400)),
  after: fc.double({ min: 7.3, max: 40, noNaN: true }),
});

describe.each([
  ['with resistors', false],
  ['to ground, with pull-ups', true],
])('buttons %s', (_, pullUp) => {
  test('3 + 1 by hand is 0, 0, 1, 0', () => {
    const hand = new Hand(adder.fixed, pullUp);
    const bounces = [
      [0.4, 0.3, 0.9, 0.2],
      [0.4, 0.3, 0.9, 0.2],
    ];
    const sums = [3, 1, 0, 0].map((bits) => {
      hand.inputs(bits);
      hand.press(hand.pins.clk, bounces, 80, 120);
      return hand.outputs;
    });
    expect(sums).toEqual([0, 0, 1, 0]);
    expect(hand.uno.pin(hand.pins.clk).mode).toBe(pullUp ? 'input-pullup' : 'input');
  });

  const anywhere = fittingNetworks.chain((fixed) =>
    fc.record({ fixed: fc.constant(fixed), pins: fc.option(chosenPins(fixed), { nil: undefined }) }),
  );

  test('one press is one step, of RESET one reset, however they bounce, at any pins', () => {
    fc.assert(
      fc.property(anywhere, fc.array(press, { maxLength: 12 }), ({ fixed, pins }, presses) => {
        const hand = new Hand(fixed, pullUp, pins);
        const cell = new FixedCell(fixed);
        for (const { inputs, resets, bounces, held, after } of presses) {
          if (resets) {
            hand.press(hand.pins.reset, bounces, held, after);
            cell.reset();
          }
          const bits = inputs & (2 ** fixed.inputs - 1);
          hand.inputs(bits);
          hand.press(hand.pins.clk, bounces, held, after);
          expect(hand.outputs).toBe(cell.step(bits));
        }
        const free = ['8', '9', '10', '11', '12', '13'].filter((pin) => !hand.pins.outputs.includes(pin));
        expect(free.map((pin) => hand.uno.pin(pin).mode)).toEqual(free.map(() => 'input'));
      }),
      { numRuns: 60 },
    );
  });
});
