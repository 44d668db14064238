import { BOARD_LIMITS } from '../board/limits.ts';
import { UNO } from '../board/numbers.ts';
import { usualPins } from '../board/pin-bytes.ts';
import type { StandAlonePins, Wiring } from '../board/stand-alone.ts';
import { type Side, wordText } from '../machine/index.ts';
import { type GpioPins, parsePins, pinRoles, resolvePins } from '../runtime/gpio-pins.ts';
import type { Task } from '../tasks/index.ts';

const MODES = { INPUT: 0, OUTPUT: 1 } as const;

const isIn = (pin: number, [min, max]: readonly [number, number]) => pin >= min && pin <= max;

/** The pins that the stand-alone adder of an Uno can have, in the form of a johnny-five io. */
const UNO_PINS = {
  name: 'an Arduino Uno',
  MODES,
  pins: Array.from({ length: UNO.pinCount }, (_, pin) => ({
    supportedModes: [
      ...(isIn(pin, UNO.pinChoice.inputs) ? [MODES.INPUT] : []),
      ...(isIn(pin, UNO.pinChoice.outputs) ? [MODES.OUTPUT] : []),
    ],
  })),
  analogPins: Array.from({ length: UNO.pinCount - UNO.firstAnalogPin }, (_, at) => UNO.firstAnalogPin + at),
};

/**
 * The pins of the stand-alone adder: those that `asked` names, as `a=2,green=9`, and the usual ones for the rest. None
 * for a task with more inputs or outputs than the board takes, which it refuses.
 *
 * @throws PinError if they cannot be
 */
export function standAlonePins(task: Task, asked = ''): GpioPins {
  if (task.inputs.length > BOARD_LIMITS.inputs || task.outputs.length > BOARD_LIMITS.outputs)
    return new Map();
  const pins = resolvePins(pinRoles(task), parsePins(task, asked), UNO_PINS);
  return new Map([...pins].map(([role, pin]) => [role, `${pin}`]));
}

/** In the order of the task's inputs and outputs. */
export function wiredPins(task: Task, pins: GpioPins): StandAlonePins {
  const { inputs, clk, reset, outputs } = pinRoles(task);
  const at = (role: string) => pins.get(role) ?? '';
  return { inputs: inputs.map(at), clk: at(clk), reset: at(reset), outputs: outputs.map(at) };
}

/** The pins of a network that runs on a board, by their numbers alone. */
export const pinNumbers = (network: {
  readonly inputs: number;
  readonly outputs: number;
  readonly wiring: Wiring;
}): StandAlonePins => network.wiring.pins ?? usualPins(network);

/** {@link pinNumbers} by the names of the task that the network runs. */
export function pinsOn(task: Task, network: Parameters<typeof pinNumbers>[0]): GpioPins {
  const roles = pinRoles(task);
  const { inputs, clk, reset, outputs } = pinNumbers(network);
  return new Map([
    ...roles.inputs.map((role, at) => [role, inputs[at] ?? ''] as const),
    [roles.clk, clk],
    [roles.reset, reset],
    ...roles.outputs.map((role, at) => [role, outputs[at] ?? ''] as const),
  ]);
}

/** What tells `flash-weights` this wiring; nothing for the usual one. */
export function wiringFlags(task: Task, { clock, pullUp, pins }: Wiring): string {
  const { inputs, clk, reset, outputs } = pinRoles(task);
  const roles = pins && [
    ...inputs.map((name, at) => `${name}=${pins.inputs[at]}`),
    ...[`${clk}=${pins.clk}`, `${reset}=${pins.reset}`],
    ...outputs.map((name, at) => `${name}=${pins.outputs[at]}`),
  ];
  const flags = [
    clock === 'electronic' && '--clock electronic',
    pullUp && '--pull-up',
    roles && `--pins ${shellWord(`${roles}`)}`,
  ];
  return flags.filter(Boolean).join(' ');
}

/** In quotes if a shell would split it or change it. */
const shellWord = (text: string) => (/^[\w=,.+-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The role of each pin, and the bits of each symbol, unless each is the bit that is called so. */
export function pinLines(task: Task, pins: GpioPins): string[] {
  const { inputs, clk, reset, outputs } = pinRoles(task);
  const at = (roles: readonly string[]) => roles.map((role) => `${role} ${pins.get(role)}`).join(', ');
  const { symbols } = task;
  const coded = (side: Side) =>
    (symbols?.[side] ?? []).map(
      ([name, word]) => `${name} ${wordText({ ...task, symbols: undefined }, side, word)}`,
    );
  const isBit = (side: Side) =>
    (symbols?.[side] ?? []).every(([name, word]) => task[side][Math.log2(word)] === name);
  const codes = (['inputs', 'outputs'] as const).filter((side) => !isBit(side));
  return [
    `Pins: inputs ${at(inputs)}; CLK ${pins.get(clk)}, RESET ${pins.get(reset)}; outputs ${at(outputs)}.`,
    ...codes.map((side) => `As bits of ${task[side].join(', ')}: ${coded(side).join(', ')}.`),
  ];
}
