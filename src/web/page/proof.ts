import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { About } from '../frame.ts';
import { language } from './language.ts';
import { stateColor } from './line-color.ts';
import { minus } from './minus.ts';
import type { Shown } from './shown.ts';
import { words } from './texts.ts';

/** The proof, and the effect of a flipped bit. */
export function proof({ about, frame }: Pick<Shown, 'about' | 'frame'>) {
  const { proof, recovery } = about.texts[language];
  return html`<p>${proof}</p>
    ${about.reachable.length > 0 ? reachable(about, frame.state) : nothing}
    <p>${recovery}</p>
    <p class="fine">${words.constants} ${about.network.digest.slice(0, 16)} · ${about.network.path}</p>`;
}

/** The proven states: the current state is one of them, unless a bit was flipped. */
function reachable({ reachable }: About, state: readonly number[]) {
  const now = state.join();
  return html`<ul class="reachable" aria-label=${words.reachable}>
      ${reachable.map((each) => {
        const here = each.state.join() === now;
        return guard([each, here], () => proven(each, here));
      })}
    </ul>`;
}

function proven({ state, stateClass }: About['reachable'][number], here: boolean) {
  return html`<li class="${stateColor(stateClass)} ${here ? 'here' : ''}" aria-current=${here}>
    ${state.map(minus).join(' ')}
  </li>`;
}
