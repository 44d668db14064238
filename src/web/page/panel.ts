import { html } from 'lit';
import type { ShownTask } from '../frame.ts';
import type { Shown } from './shown.ts';
import { words } from './texts.ts';

/** Whether an Uno has enough pins for all lines of a task: docs/spec.md section 9. */
export const fitsUno = ({ inputs, outputs }: ShownTask) => inputs.length <= 4 && outputs.length <= 4;

/**
 * Inputs and outputs of a task for which an Uno has too few pins: a named switch for each input, a light for each
 * output.
 */
export function panel(shown: Shown, task: ShownTask) {
  const { frame, switches, send } = shown;
  const last = frame.steps.at(-1);
  const isLocked = frame.busy || shown.about.access === 'viewer';
  const bits = task.inputs.map((_, index) => switches[index] ?? 0);
  const levels = isLocked ? (last?.inputs ?? []) : bits;
  const flip = (index: number) => bits.map((bit, at) => (at === index ? 1 - bit : bit));
  return html`<div class="panel">
      <ul class="switches" aria-label=${words.inputs}>
        ${task.inputs.map((name, index) => {
          const level = levels[index] ?? 0;
          return html`<li>
            <button
              class="switch"
              role="switch"
              aria-checked=${level === 1}
              aria-label=${words.input(name)}
              ?disabled=${isLocked}
              @click=${() => shown.change({ switches: flip(index) })}
            >
              ${level}
            </button>
            <span aria-hidden="true" title=${name}>${name}</span>
          </li>`;
        })}
      </ul>
      <div class="row">
        <button class="main" ?disabled=${isLocked} @click=${() => send({ type: 'clock', bits })}>CLK</button>
        <button ?disabled=${isLocked} @click=${() => send({ type: 'reset' })}>RESET</button>
      </div>
      <ul class="lights" aria-label=${words.outputs}>
        ${task.outputs.map((name, index) => {
          const level = last?.outputs[index] ?? 0;
          return html`<li class=${level === 1 ? 'lit' : ''}>
            <i role="img" aria-label=${words.is(name, level)}></i>
            <span aria-hidden="true" title=${name}>${name}</span>
          </li>`;
        })}
      </ul>
    </div>
    <p class="fine">
      ${shown.about.access === 'viewer' ? words.viewerSwitches : words.pressStep} ${words.unoPins}
    </p>`;
}
