import { STAND_ALONE_PINS } from '../board/stand-alone.ts';
import { checkMachine, requireText } from '../machine/index.ts';
import type { Task } from '../tasks/index.ts';
import type { Io } from './io.ts';

/** A pin for each input of the task, for each output, and for `clk` and `reset`; by their names. */
export type GpioPins = ReadonlyMap<string, string>;

/** Which roles are outputs; the others are inputs. */
type Roles = Pick<Task, 'outputs'>;

/** Pins that cannot be had as asked; the message names pin and role. */
export class PinError extends Error {
  override readonly name = 'PinError';
}

/**
 * Pins as `a=2,b=3,clk=4,reset=5,sum=13`; a role that is not named has the pin of the stand-alone adder. Roles may be
 * written in capitals, pins as Arduino sketches name them: D2, LED_BUILTIN.
 *
 * @throws PinError if a role is none of the task's, or two have one pin
 */
export function parsePins(task: Task, text: string): GpioPins {
  checkMachine(task);
  requireText('pins', text);
  const { inputs, clk, reset, outputs } = STAND_ALONE_PINS;
  const pins = new Map<string, string>([
    ...task.inputs.map((name, index) => [name, inputs[index] ?? ''] as const),
    ['clk', clk],
    ['reset', reset],
    ...task.outputs.map((name, index) => [name, outputs[index] ?? ''] as const),
  ]);
  const roles = [...pins.keys()];
  for (const part of text.split(',').filter((word) => word.trim() !== '')) {
    const [named = '', pin = '', ...more] = part.split('=').map((word) => word.trim());
    const role = pins.has(named)
      ? named
      : (roles.find((each) => each.toLowerCase() === named.toLowerCase()) ?? '');
    if (!pins.has(role) || pin === '' || more.length > 0) {
      throw new PinError(
        `not a pin: "${part.trim()}"; write ${roles.map((name) => `${name}=${pins.get(name)}`).join(',')}`,
      );
    }
    pins.set(role, pin);
  }
  const bare = roles.filter((role) => pins.get(role) === '');
  if (bare.length > 0)
    throw new PinError(
      `expected a pin for ${bare.join(', ')}, got none: of ${task.name} only the first ${inputs.length} inputs and ${outputs.length} outputs have one by themselves`,
    );
  refuseShared(pins);
  return pins;
}

/** @throws PinError if two roles have one pin */
function refuseShared(pins: ReadonlyMap<string, string | number>): void {
  const roles = [...pins.keys()];
  for (const [index, role] of roles.entries()) {
    const other = roles.slice(0, index).find((name) => pins.get(name) === pins.get(role));
    if (other !== undefined) throw new PinError(`${other} and ${role} are both at pin ${pins.get(role)}`);
  }
}

/**
 * The pins as the io knows them.
 *
 * @throws PinError naming a pin that it does not have, or that cannot be what it is to be, or if two roles have one pin
 */
export function resolvePins({ outputs }: Roles, pins: GpioPins, io: Io): ReadonlyMap<string, number> {
  const resolved = new Map(
    [...pins].map(([role, name]) => {
      const pin = resolve(io, name);
      const record = pin === undefined ? undefined : io.pins[pin];
      if (pin === undefined || record === undefined) {
        throw new PinError(`${role}=${name}: ${io.name} has no pin ${name}`);
      }
      const [mode, what] = outputs.includes(role)
        ? [io.MODES.OUTPUT, 'an output']
        : [io.MODES.INPUT, 'an input'];
      const able = (index: number) => io.pins[index]?.supportedModes?.includes(mode) ?? false;
      if (!able(pin)) {
        const others = [...io.pins.keys()].filter(able).join(', ');
        throw new PinError(
          `${role}=${name}: pin ${name} cannot be ${what}; ${others ? `pins that can are ${others}` : 'no pin can'}`,
        );
      }
      return [role, pin];
    }),
  );
  refuseShared(resolved);
  return resolved;
}

function resolve(io: Io, name: string): number | undefined {
  if (/^\d+$/.test(name) && io.normalize === undefined) return Number(name);
  const [, channel] = /^A(\d+)$/i.exec(name) ?? [];
  if (channel !== undefined && io.analogPins?.[Number(channel)] !== undefined)
    return io.analogPins[Number(channel)];
  if (io.normalize === undefined) return arduinoPin(name);
  try {
    return io.normalize(/^\d+$/.test(name) ? Number(name) : name);
  } catch {
    return undefined;
  }
}

/** A digital pin as sketches for Arduinos name it. */
function arduinoPin(name: string): number | undefined {
  if (/^LED_BUILTIN$/i.test(name)) return 13;
  const [, digits] = /^D(\d+)$/i.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
