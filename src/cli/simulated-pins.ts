import type { Uno } from '../../firmware-sim/index.ts';
import { randomNumbers } from '../runtime/index.ts';
import { type Task, toSteps } from '../tasks/index.ts';

/** Bits of the numbers at the pins. */
const BITS = 6;
/** Firmata's number of A0. */
const FIRST_ANALOG = 14;

/**
 * Stands in for whoever would work switches and buttons: puts random numbers to the pins of a simulated Uno, `hertz`
 * steps a second, with RESET between them. Returns how to stop it.
 */
export function drivePins(
  uno: Uno,
  task: Task,
  pins: ReadonlyMap<string, number>,
  hertz: number,
): () => void {
  const set = (role: string, level: number) => {
    const pin = pins.get(role) ?? 0;
    uno.pin(pin < FIRST_ANALOG ? `${pin}` : `A${pin - FIRST_ANALOG}`).drive(level === 1 ? 1 : 0);
  };
  const moves = function* () {
    for (const numbers of randomNumbers(task, 1, BITS, Number.POSITIVE_INFINITY)) {
      yield () => set('reset', 1);
      yield () => set('reset', 0);
      for (const step of toSteps(task, numbers)) {
        yield () => {
          set('clk', 0);
          for (const [bit, role] of task.inputs.entries()) set(role, (step >> bit) & 1);
        };
        yield () => set('clk', 1);
      }
    }
  };
  for (const role of ['reset', 'clk', ...task.inputs]) set(role, 0);
  const due = moves();
  const timer = setInterval(() => due.next().value?.(), 500 / hertz);
  return () => clearInterval(timer);
}
