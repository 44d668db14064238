import { html, nothing } from 'lit';
import type { Fault } from '../frame.ts';
import { STATES_SHOWN } from '../limits.ts';
import type { Shown } from './main.ts';
import { minus } from './minus.ts';

/** The hidden states as numbers and bits; each bit is a button that flips it, the first of them a stop for Tab. */
export function state({ about, frame, send }: Shown) {
  const { stateBits } = about.network;
  const one = 2 ** (stateBits - 1);
  const looksOn = about.access === 'viewer';
  return html`<div class="states" tabindex=${frame.state.length > STATES_SHOWN ? 0 : nothing} role="group" aria-label="states">
    <table class="state">
      <tbody>
        ${frame.state.map(
          (value, unit) =>
            html`<tr>
              <th scope="row">s${unit + 1}</th>
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
                    ?disabled=${looksOn}
                    tabindex=${unit === 0 && index === 0 ? 0 : -1}
                    aria-label="flip bit ${bit} of state ${unit + 1}, now ${level}"
                    @click=${() => send({ type: 'fault', unit, bit })}
                    @keydown=${moveFocus}
                  >
                    ${level}
                  </button>`;
                })}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
    </div>
    ${
      looksOn
        ? nothing
        : html`<p class="row">
            <button class="fault" @click=${() => send({ type: 'fault' })}>Flip a random bit</button>
            <span class="fine">or press any bit above; arrow keys go from bit to bit.</span>
          </p>`
    }
    <p class="fault" role="status">${frame.fault ? faultLine(frame.fault) : nothing}</p>`;
}

function faultLine({ unit, bit, from, to, steps, outcome }: Fault): string {
  const flip = `Bit ${bit} of s${unit + 1} flipped: ${minus(from)} became ${minus(to)}`;
  const zeros = `${steps} step${steps === 1 ? '' : 's'}`;
  switch (outcome) {
    case 'under way':
      return `${flip}. Not back after ${zeros} …`;
    case 'recovered':
      return steps === 0
        ? `${flip}, a state that streams lead to as well: the proof holds on.`
        : `${flip}. Recovered after ${zeros}: the proof holds again.`;
    case 'reset':
      return `${flip}. A reset came before it was back.`;
    case 'stuck':
      return `${flip}. Not back after ${zeros} of zeros: only a reset helps.`;
  }
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
