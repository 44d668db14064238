import { UNO_HERTZ, type Uno } from '../../firmware-sim/index.ts';
import type { Wiring } from '../board/index.ts';
import { pinRoles, randomInputs } from '../runtime/index.ts';
import { type Task, toSteps } from '../tasks/index.ts';

/** Bits of the numbers at the pins, or steps of a stream. */
const BITS = 6;
/** Firmata's number of A0. */
const ANALOG_PIN_BASE = 14;

/** How long contacts bounce, in ms: as in a small push button. */
const BOUNCE = [0.4, 0.3, 0.9, 0.2];

/**
 * Acts as a person at switches and buttons: puts random inputs that may come at the pins of a simulated Uno, `hertz`
 * steps a second, with RESET between them. Buttons bounce. Returns a function that stops this.
 */
export function drivePins(
  uno: Uno,
  task: Task,
  pins: ReadonlyMap<string, number>,
  { clock, pullUp }: Wiring,
  hertz: number,
): () => void {
  const roles = pinRoles(task);
  const drive = (role: string, active: boolean) => {
    const pin = pins.get(role) ?? 0;
    uno.pin(pin < ANALOG_PIN_BASE ? `${pin}` : `A${pin - ANALOG_PIN_BASE}`).drive(active === pullUp ? 0 : 1);
  };
  const set = (role: string, level: number) => {
    const active = level === 1;
    drive(role, active);
    if (clock === 'electronic' || roles.inputs.includes(role)) return;
    let at = uno.cycles;
    for (const [index, milliseconds] of BOUNCE.entries()) {
      at += (milliseconds * UNO_HERTZ) / 1000;
      uno.at(at, () => drive(role, (index % 2 === 1) === active));
    }
  };
  const moves = function* () {
    for (const given of randomInputs(task, 1, BITS, Number.POSITIVE_INFINITY)) {
      yield () => set(roles.reset, 1);
      yield () => set(roles.reset, 0);
      for (const step of ArrayBuffer.isView(given) ? given : toSteps(task, given)) {
        yield () => {
          set(roles.clk, 0);
          for (const [bit, role] of roles.inputs.entries()) set(role, (step >> bit) & 1);
        };
        yield () => set(roles.clk, 1);
      }
    }
  };
  for (const role of [roles.reset, roles.clk, ...roles.inputs]) drive(role, false);
  const due = moves();
  const timer = setInterval(() => due.next().value?.(), 500 / hertz);
  return () => clearInterval(timer);
}
