import type { Chip } from '../chip/chip.ts';
import { type PortPin, portOf } from '../chip/port.ts';
import type { BoardDescription } from './description.ts';
import { Pin } from './pin.ts';

/** The pins of a board by their Arduino names, with the duty of the timer channel that has taken one over. */
export function boardPins(
  { chip, digital, analog }: BoardDescription,
  { ports, timers }: Chip,
): ReadonlyMap<string, Pin> {
  const channels = chip.timers.flatMap(({ outputs }, timer) =>
    outputs.map((pin, channel) => ({ pin, duty: () => timers[timer]?.duty(channel) })),
  );
  const pinOf = (name: string, { port, bit }: PortPin): [string, Pin] => {
    const at = channels.filter(({ pin }) => pin.port === port && pin.bit === bit);
    const duty = () => at.map((channel) => channel.duty()).find((share) => share !== undefined);
    return [name, new Pin(name, portOf(ports, { port, bit }), bit, duty)];
  };
  return new Map([
    ...digital.map((pin, index) => pinOf(`${index}`, pin)),
    ...analog.map((pin, index) => pinOf(`A${index}`, pin)),
  ]);
}
