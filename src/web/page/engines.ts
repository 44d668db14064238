import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Shown } from './shown.ts';
import { words } from './texts.ts';

/** The engines to choose from, and a description of the current one. */
export function engines({
  about,
  frame,
  asked,
  send,
  change,
}: Pick<Shown, 'about' | 'frame' | 'asked' | 'send' | 'change'>) {
  return html`<fieldset class="engines">
      <legend>${words.engine}</legend>
      ${about.engines.map(
        ({ id, name }) =>
          html`<label>
            <input
              type="radio"
              name="engine"
              ?disabled=${about.access === 'viewer'}
              .checked=${live(id === (asked ?? frame.engine))}
              @change=${() => {
                change({ asked: id });
                send({ type: 'engine', engine: id });
              }}
            />${words.engines[id]?.name ?? name}
          </label>`,
      )}
    </fieldset>
    <p class="engine">
      ${words.engines[frame.engine]?.about ?? about.engines.find(({ id }) => id === frame.engine)?.about}
      ${frame.trouble === null ? nothing : html`<strong class="wrong" role="alert">${frame.trouble}</strong>`}
    </p>`;
}
