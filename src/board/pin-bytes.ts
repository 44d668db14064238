import type { FixedNetwork } from '../fixed/index.ts';
import { BoardError } from './board-error.ts';
import { UNO } from './numbers.ts';
import { STAND_ALONE_PINS, type StandAlonePins } from './stand-alone.ts';

/** Bytes of the pins that end an image which chooses them: docs/spec.md section 6. */
export const PIN_BYTES = 5;
/** Roles of a side in these bytes, of which a network may have less. */
const SIDE = 4;

type Sizes = Pick<FixedNetwork, 'inputs' | 'outputs'>;

/** The pins that a network has unless others are chosen. */
export const usualPins = ({ inputs, outputs }: Sizes): StandAlonePins => ({
  ...STAND_ALONE_PINS,
  inputs: STAND_ALONE_PINS.inputs.slice(0, inputs),
  outputs: STAND_ALONE_PINS.outputs.slice(0, outputs),
});

/**
 * These pins as the end of an image; nothing for the usual ones.
 *
 * @throws BoardError 'refused' if the network cannot have them
 */
export function encodePins(pins: StandAlonePins | undefined, sizes: Sizes): readonly number[] {
  if (pins === undefined) return [];
  const problem = problemOf(pins, sizes);
  if (problem !== undefined) throw new BoardError('refused', `pins: ${problem}`);
  const bytes = bytesOf(pins);
  return bytes.join() === bytesOf(usualPins(sizes)).join() ? [] : bytes;
}

/** Reads the end of an image. @throws BoardError 'wrong' if a network of these sizes cannot have such pins */
export function decodePins(bytes: Uint8Array, sizes: Sizes): StandAlonePins {
  const roles = Array.from(bytes).flatMap((pair) => [`${pair & 15}`, `${pair >> 4}`]);
  const [clk = '', reset = ''] = roles.slice(SIDE);
  const outputs = roles.slice(SIDE + 2).slice(0, sizes.outputs);
  const pins = { inputs: roles.slice(0, sizes.inputs), clk, reset, outputs };
  const problem = problemOf(pins, sizes);
  if (problem !== undefined) throw new BoardError('wrong', `the pins of the image on the board: ${problem}`);
  return pins;
}

function bytesOf({ inputs, clk, reset, outputs }: StandAlonePins): number[] {
  const side = (names: readonly string[]) => Array.from({ length: SIDE }, (_, at) => Number(names[at] ?? 0));
  const roles = [...side(inputs), Number(clk), Number(reset), ...side(outputs)];
  return Array.from(
    { length: PIN_BYTES },
    (_, at) => Number(roles[2 * at]) | (Number(roles[2 * at + 1]) << 4),
  );
}

function problemOf(pins: StandAlonePins, sizes: Sizes): string | undefined {
  const { inputs, clk, reset, outputs } = pins;
  const { pinChoice } = UNO;
  const sides = [
    ['inputs, CLK and RESET', [...inputs, clk, reset], sizes.inputs + 2, pinChoice.inputs],
    ['outputs', outputs, sizes.outputs, pinChoice.outputs],
  ] as const;
  for (const [what, names, count, [min, max]] of sides) {
    const isOneEach = names.length === count && new Set(names.map(Number)).size === count;
    if (!isOneEach || !names.every((name) => Number(name) >= min && Number(name) <= max))
      return `expected ${count} of ${min}–${max} for ${what}, each once, got ${names.join(', ')}`;
  }
  return undefined;
}
