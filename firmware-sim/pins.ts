import { Pin } from './pin.ts';
import type { Port } from './port.ts';
import type { Timer } from './timer.ts';

/** The pins of an Uno by their Arduino names, and the timer channels that can take them over. */
export function boardPins(
  ports: { readonly B: Port; readonly C: Port; readonly D: Port },
  timers: readonly [Timer, Timer, Timer],
): ReadonlyMap<string, Pin> {
  const [timer0, timer1, timer2] = timers;
  const duties = new Map<string, () => number | undefined>([
    ['3', () => timer2.duty(1)],
    ['5', () => timer0.duty(1)],
    ['6', () => timer0.duty(0)],
    ['9', () => timer1.duty(0)],
    ['10', () => timer1.duty(1)],
    ['11', () => timer2.duty(0)],
  ]);
  const pins = new Map<string, Pin>();
  const add = (name: string, port: Port, bit: number) =>
    pins.set(name, new Pin(name, port, bit, duties.get(name) ?? (() => undefined)));
  for (let bit = 0; bit < 8; bit += 1) add(String(bit), ports.D, bit);
  for (let bit = 0; bit < 6; bit += 1) add(String(bit + 8), ports.B, bit);
  for (let bit = 0; bit < 6; bit += 1) add(`A${bit}`, ports.C, bit);
  return pins;
}
