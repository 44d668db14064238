import { html, nothing } from 'lit';
import { language } from './language.ts';
import { stateColor } from './line-color.ts';
import { minus } from './minus.ts';
import type { Shown } from './shown.ts';
import { words } from './texts.ts';

/** The proof, and the effect of a flipped bit. */
export function proof(shown: Pick<Shown, 'about' | 'frame'>) {
  const { about } = shown;
  const { proof, recovery } = about.texts[language];
  return html`<p>${proof}</p>
    ${about.reachable.length > 0 ? reachable(shown) : nothing}
    <p>${recovery}</p>
    <p class="fine">${words.constants} ${about.network.digest.slice(0, 16)} · ${about.network.path}</p>`;
}

/** The proven states: the current state is one of them, unless a bit was flipped. */
function reachable({ about, frame }: Pick<Shown, 'about' | 'frame'>) {
  const now = frame.state.join();
  return html`<ul class="reachable" aria-label=${words.reachable}>
      ${about.reachable.map(({ state, stateClass }) => {
        const here = state.join() === now;
        return html`<li class="${stateColor(stateClass)} ${here ? 'here' : ''}" aria-current=${here}>
          ${state.map(minus).join(' ')}
        </li>`;
      })}
    </ul>`;
}
