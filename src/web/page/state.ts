import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { hiddenName } from '../../tasks/names.ts';
import { STATES_SHOWN } from '../limits.ts';
import { minus } from './minus.ts';
import type { Shown } from './shown.ts';
import { words } from './texts.ts';

/** The hidden states as numbers and bits. Each bit is a button that flips it; Tab reaches the first one. */
export function state(shown: Shown) {
  const { about, frame, send } = shown;
  const many = frame.state.length > STATES_SHOWN;
  const looksOn = about.access === 'viewer';
  return html`<div class="states" tabindex=${many ? 0 : nothing} role="group" aria-label=${words.states}>
    <table class="state">
      <tbody>
        ${frame.state.map((value, unit) =>
          // A unit that has not changed is not drawn again.
          guard([value, about], () => row(shown, value, unit)),
        )}
      </tbody>
    </table>
    </div>
    ${many ? html`<p class="fine">${words.statesListed(frame.state.length)}</p>` : nothing}
    ${
      looksOn
        ? nothing
        : html`<p class="row">
            <button class="fault" @click=${() => send({ type: 'fault' })}>${words.flipRandom}</button>
            <span class="fine">${words.flipHint}</span>
          </p>`
    }
    <p class="fault" role="status">${frame.fault ? words.fault(frame.fault) : nothing}</p>`;
}

/** A unit's state as a number, a bar and bits. */
function row({ about, send }: Shown, value: number, unit: number) {
  const { stateBits } = about.network;
  const one = 2 ** (stateBits - 1);
  return html`<tr>
    <th scope="row">${hiddenName(unit)}</th>
    <td class="value">${minus(value)}</td>
    <td class="bar">
      <svg viewBox="-1 0 2 1" preserveAspectRatio="none" aria-hidden="true">
        <rect class="state-${unit % 3}" x=${Math.min(0, value / one)} width=${Math.abs(value / one)} height="1" />
        <line x1="0" x2="0" y1="0" y2="1" />
      </svg>
    </td>
    <td class="bits">
      ${Array.from({ length: stateBits }, (_, index) => {
        const bit = stateBits - 1 - index;
        const level = (value >> bit) & 1;
        return html`<button
          class=${level ? 'one' : ''}
          ?disabled=${about.access === 'viewer'}
          tabindex=${unit === 0 && index === 0 ? 0 : -1}
          aria-label=${words.flip(bit, unit, level)}
          @click=${() => send({ type: 'fault', unit, bit })}
          @keydown=${moveFocus}
        >
          ${level}
        </button>`;
      })}
    </td>
  </tr>`;
}

/** Arrow keys go from bit to bit. */
function moveFocus(event: KeyboardEvent): void {
  const button = event.currentTarget as HTMLElement;
  const row = button.closest('tr');
  const column = [...(button.parentElement?.children ?? [])].indexOf(button);
  const inRow = (other: Element | null | undefined) => other?.querySelectorAll('button')[column];
  const neighbours = new Map([
    ['ArrowLeft', button.previousElementSibling],
    ['ArrowRight', button.nextElementSibling],
    ['ArrowUp', inRow(row?.previousElementSibling)],
    ['ArrowDown', inRow(row?.nextElementSibling)],
  ]);
  const next = neighbours.get(event.key);
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}
