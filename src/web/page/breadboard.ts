import '@wokwi/elements/dist/esm/arduino-uno-element.js';
import '@wokwi/elements/dist/esm/led-element.js';
import { html, nothing, svg } from 'lit';
import type { Frame, ShownTask } from '../frame.ts';
import { inputColor, outputColor } from './line-color.ts';
import { fitsUno, panel } from './panel.ts';
import type { Shown } from './shown.ts';
import { taskWords } from './task-words.ts';
import { words } from './texts.ts';

/** Pins that the stand-alone adder can have, and their places on the picture of the Uno, in its own pixels. */
const PINS: Readonly<Record<string, number>> = {
  13: 125,
  12: 134.5,
  11: 144,
  10: 153.5,
  9: 163,
  8: 173,
  7: 189,
  6: 198.5,
  5: 208,
  4: 217.5,
  3: 227,
  2: 236.5,
};
const WIDTH = 290;
/** Up to this many terminals have horizontal names; more have vertical ones. */
const MAX_LEVEL = 6;
/** Heights at which the wires leave the terminals and reach the pins. */
const TOP = 64;
const BOTTOM = 113;

interface Terminal {
  readonly pin: number;
  readonly name: string;
  readonly level: number;
  readonly color: string;
  readonly control: unknown;
}

/**
 * The Uno with its wiring: an LED for each output, buttons for CLK and RESET, a switch for each input. Without the Uno
 * if it has too few pins.
 */
export function breadboard(shown: Shown, task: ShownTask) {
  return fitsUno(task) ? wired(shown, task) : panel(shown, task);
}

/** Pixels that names need which stand upright; longer ones are cut off. */
function uprightHeight(names: readonly string[]): number {
  return Math.min(Math.max(...names.map(({ length }) => 10 + 7 * length), 46), 98);
}

function wired(shown: Shown, task: ShownTask) {
  const { frame, about } = shown;
  const board = about.engines.find(({ id }) => id === frame.engine)?.board === true;
  const terminals = wiring(shown, task).sort((one, other) => other.pin - one.pin);
  const place = (index: number) => ((index + 0.5) * WIDTH) / terminals.length;
  const tight = terminals.length > MAX_LEVEL ? 'tight' : '';
  return html`<div
      class="breadboard ${tight} ${board ? '' : 'unpowered'}"
      style=${tight && `--name: ${uprightHeight(terminals.map(({ name }) => name))}px`}
    >
      <svg class="wires" viewBox="0 0 ${WIDTH} ${BOTTOM}" aria-hidden="true">
        ${terminals.map(({ pin, level, color }, index) => {
          const x = place(index);
          const to = 8 + (PINS[pin] ?? 0);
          return svg`<path class="wire ${color} ${level ? 'high' : ''}"
            d="M${x} ${TOP}C${x} ${TOP + 30} ${to} ${BOTTOM - 34} ${to} ${BOTTOM}"/>`;
        })}
      </svg>
      <div class="terminals">
        ${terminals.map(
          ({ pin, name, control }) =>
            html`<div class="terminal">${control}<span aria-hidden="true">${name}<small>${words.pin(pin)}</small></span></div>`,
        )}
      </div>
      <div class="uno" role="img" aria-label=${unoLabel(frame, board)}>
        <wokwi-arduino-uno
          inert
          .ledPower=${frame.leds.on}
          .led13=${frame.leds.l}
          .ledTX=${shown.flashing}
          .ledRX=${shown.flashing}
        ></wokwi-arduino-uno>
      </div>
    </div>
    <p class="fine">
      ${
        about.access === 'viewer'
          ? words.viewerSwitches
          : board
            ? (task.reading ? words.pressNumber(taskWords(task).bit) : words.pressStep)
            : words.unoIsOff
      }
    </p>
    ${
      frame.bounces === null || about.access === 'viewer'
        ? nothing
        : html`<label class="bounces">
            <input
              type="checkbox"
              .checked=${frame.bounces}
              @change=${(event: Event) =>
                shown.send({ type: 'bounce', bounces: (event.target as HTMLInputElement).checked })}
            />
            ${words.bounce}
          </label>`
    }`;
}

function wiring(shown: Shown, task: ShownTask): Terminal[] {
  const { frame, switches, send } = shown;
  const { pins } = frame;
  const last = frame.steps.at(-1);
  const isLocked = frame.busy || shown.about.access === 'viewer';
  const inputs = task.inputs.map((name, index): Terminal => {
    const own = switches[index] ?? 0;
    const level = isLocked ? (last?.inputs[index] ?? 0) : own;
    return {
      pin: Number(pins.inputs[index]),
      name,
      level,
      color: inputColor(index),
      control: html`<button
        class="switch"
        role="switch"
        aria-checked=${level === 1}
        aria-label=${words.input(name)}
        ?disabled=${isLocked}
        @click=${() => {
          const all = task.inputs.map((_, at) => (at === index ? 1 - own : (switches[at] ?? 0)));
          shown.change({ switches: all });
        }}
      >
        ${level}
      </button>`,
    };
  });
  const outputs = task.outputs.map((name, index): Terminal => {
    const level = last?.outputs[index] ?? 0;
    return {
      pin: Number(pins.outputs[index]),
      name,
      level,
      color: outputColor(index),
      control: html`<wokwi-led role="img" aria-label=${words.is(name, level)} color="limegreen" .value=${level === 1}></wokwi-led>`,
    };
  });
  const bits = task.inputs.map((_, index) => switches[index] ?? 0);
  return [
    ...outputs,
    {
      pin: Number(pins.reset),
      name: 'RESET',
      level: 0,
      color: 'reset',
      control: html`<button class="push" aria-label="RESET" ?disabled=${isLocked} @click=${() => send({ type: 'reset' })}></button>`,
    },
    {
      pin: Number(pins.clk),
      name: 'CLK',
      level: shown.ticking ? 1 : 0,
      color: 'clk',
      control: html`<button
        class="push clk"
        aria-label="CLK"
        ?disabled=${isLocked}
        @click=${() => send({ type: 'clock', bits })}
      ></button>`,
    },
    ...inputs,
  ];
}

function unoLabel({ leds }: Frame, board: boolean): string {
  if (!board) return words.unoOff;
  return words.unoOn(leds.l);
}
