import { STAND_ALONE_PINS } from '../board/stand-alone.ts';
import { checkMachine, requireText, wordText } from '../machine/index.ts';
import type { Task } from '../tasks/index.ts';
import { type PinRoles, pinRoles } from '../tasks/pin-roles.ts';
import type { Io } from './io.ts';

export { type PinRoles, pinRoles };

/** A pin for each input and output of the task and for `clk` and `reset`, by names that are their own. */
export type GpioPins = ReadonlyMap<string, string>;

/** Which roles are outputs; the others are inputs. */
type Roles = Pick<PinRoles, 'outputs'>;

/** What is known of an io before a pin is touched. */
type PinBank = Pick<Io, 'name' | 'MODES' | 'pins' | 'analogPins' | 'normalize'>;

/** Pins that do not exist or cannot have their role; the message names pin and role. */
export class PinError extends Error {
  override readonly name = 'PinError';
}

/**
 * Parses pins such as `a=2,b=3,clk=4,reset=5,sum=13`; a role that is not named has the pin of the stand-alone adder.
 * Roles may be in capitals, symbols of a one-hot coding stand for their bits, and pins may have the names of Arduino
 * sketches: D2, LED_BUILTIN.
 *
 * @throws PinError if a role is none of the task's, or two roles have the same pin
 */
export function parsePins(task: Task, text: string): GpioPins {
  checkMachine(task);
  requireText('pins', text);
  const { inputs, clk, reset, outputs } = STAND_ALONE_PINS;
  const named = pinRoles(task);
  const pins = new Map<string, string>([
    ...named.inputs.map((name, index) => [name, inputs[index] ?? ''] as const),
    [named.clk, clk],
    [named.reset, reset],
    ...named.outputs.map((name, index) => [name, outputs[index] ?? ''] as const),
  ]);
  const roles = [...pins.keys()];
  const given = new Set<string>();
  for (const part of text.split(',').filter((word) => word.trim() !== '')) {
    const [word = '', pin = '', ...more] = part.split('=').map((each) => each.trim());
    const role = pins.has(word)
      ? word
      : (roles.find((each) => each.toLowerCase() === word.toLowerCase()) ?? symbolRole(task, word) ?? '');
    if (!pins.has(role) || pin === '' || more.length > 0) {
      throw new PinError(
        `not a pin: "${part.trim()}"; write ${roles.map((name) => `${name}=${pins.get(name)}`).join(',')}`,
      );
    }
    if (/^[AD]?0\d/i.test(pin))
      throw new PinError(`${role}: expected a pin without zeros before its number, got ${pin}`);
    if (given.has(role))
      throw new PinError(`expected one pin for ${role}, got ${pins.get(role)} and ${pin}; leave one out`);
    given.add(role);
    pins.set(role, pin);
  }
  const bare = roles.filter((role) => pins.get(role) === '');
  if (bare.length > 0)
    throw new PinError(
      `expected a pin for ${bare.join(', ')}, got none: only the first ${inputs.length} inputs and ${outputs.length} outputs of the ${task.name} have a default pin`,
    );
  refuseShared(pins);
  return pins;
}

/**
 * The bit that a symbol is: the one 1 of its word, which no other symbol of its side has.
 *
 * @throws PinError for a symbol that is more, or less, than a bit of its own
 */
function symbolRole(task: Task, name: string): string | undefined {
  const roles = pinRoles(task);
  const bits: string[] = [];
  const others: string[] = [];
  for (const side of ['inputs', 'outputs'] as const) {
    const symbols = task.symbols?.[side] ?? [];
    const [, word] = symbols.find(([symbol]) => symbol.toLowerCase() === name.toLowerCase()) ?? [];
    if (word === undefined) continue;
    const bit = roles[side][Math.log2(word)];
    if (bit !== undefined && symbols.every(([, each]) => each === word || (each & word) === 0))
      bits.push(bit);
    else
      others.push(
        `${wordText({ ...task, symbols: undefined }, side, word)} as bits of ${roles[side].join(', ')}`,
      );
  }
  const [bit, other] = bits;
  if (other !== undefined)
    throw new PinError(`${name} is an input, ${bit}, and an output, ${other}; name the bit`);
  if (bit === undefined && others.length > 0)
    throw new PinError(`${name} has no pin of its own: it is ${others.join(', and ')}; name these`);
  return bit;
}

/** @throws PinError if two roles have the same pin */
function refuseShared(pins: ReadonlyMap<string, string | number>): void {
  const roles = [...pins.keys()];
  for (const [index, role] of roles.entries()) {
    const other = roles.slice(0, index).find((name) => pins.get(name) === pins.get(role));
    if (other !== undefined)
      throw new PinError(`${other} and ${role} are both at pin ${pins.get(role)}; give one of them another`);
  }
}

/**
 * The pins by the io's own numbers.
 *
 * @throws PinError naming a pin that it does not have or that cannot have its role, or if two roles have the same pin
 */
export function resolvePins({ outputs }: Roles, pins: GpioPins, io: PinBank): ReadonlyMap<string, number> {
  const resolved = new Map(
    [...pins].map(([role, name]) => {
      const pin = resolve(io, name);
      const [mode, what] = outputs.includes(role)
        ? [io.MODES.OUTPUT, 'an output']
        : [io.MODES.INPUT, 'an input'];
      const able = (index: number) => io.pins[index]?.supportedModes?.includes(mode) ?? false;
      const others = [...io.pins.keys()].filter(able).join(', ');
      if (pin === undefined || io.pins[pin] === undefined) {
        const can = others ? `pins that can be ${what} are ${others}` : `no pin can be ${what}`;
        throw new PinError(`${role}=${name}: ${io.name} has no pin ${name}; ${can}`);
      }
      if (!able(pin)) {
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

function resolve(io: PinBank, name: string): number | undefined {
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

/** The name of a digital pin in Arduino sketches. */
function arduinoPin(name: string): number | undefined {
  if (/^LED_BUILTIN$/i.test(name)) return 13;
  const [, digits] = /^D(\d+)$/i.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
