import { html } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { automaton } from './automaton.ts';
import { bench } from './bench.ts';
import { engines } from './engines.ts';
import { feed } from './feed.ts';
import type { Shown } from './main.ts';
import { fitsUno } from './panel.ts';
import { proof } from './proof.ts';
import { state } from './state.ts';
import { latestSums, spoken, sum } from './sum.ts';
import { taskWords } from './task-words.ts';

/** To whom the page is served, and what this viewer may do. */
const SERVED: Readonly<Record<Shown['about']['access'], string>> = {
  local: 'Served to this computer only.',
  presenter: 'This link can change everything; the viewers’ link only looks on.',
  viewer: 'This link only looks on.',
};

/** Steps a second from which nothing fades: it would never come to rest. */
const QUICK = 8;

/** The whole page. What shows nothing of what has changed is not drawn anew. */
export function page(shown: Shown) {
  const { about, frame, loss, refusal, asked } = shown;
  const { network, task } = about;
  return html`
    <header>
      <h1>carrybit <span>live</span></h1>
      <p>
        ${task.name} · ${network.hidden} states of ${network.stateBits} ${network.stateBits === 1 ? 'bit' : 'bits'} ·
        <strong>proven</strong>
      </p>
      ${guard([about, frame.engine, frame.trouble, asked], () => engines(shown))}
    </header>
    ${loss && html`<p class="notice" role="alert">${loss}; trying again …</p>`}
    <main class="${frame.hertz > QUICK ? 'quick' : ''} ${fitsUno(task) ? '' : 'many-lines'}">
      ${section('board', fitsUno(task) ? 'Uno' : 'Switches and lights', bench(shown, task))}
      ${section('traces', 'Traces', shown.scope.view(task, about, frame))}
      ${section(
        'feed',
        'Feed',
        guard([about, frame.busy, frame.waiting, frame.hertz, refusal], () => feed(shown, task)),
      )}
      ${section('sum', taskWords(task).answer, html`${guard([frame.sum, task], () => sum(frame.sum, task))}${guard([frame.sums, task], () => latestSums(frame.sums, task))}`)}
      ${section('automaton', 'What it remembers', automaton(about, frame))}
      ${section(
        'state',
        'State',
        guard([about, frame.state, frame.fault], () => state(shown)),
      )}
      ${section(
        'training',
        'Training',
        guard([about], () => training(shown)),
      )}
      ${section(
        'proof',
        'Proof',
        guard([about, frame.state], () => proof(shown)),
      )}
    </main>
    <footer>
      ${frame.viewers === 1 ? 'One viewer looks' : `${frame.viewers} viewers look`} on; all see the same run.
      ${SERVED[about.access]}
    </footer>
    <p class="hidden" role="status">${guard([frame.sum, task], () => spoken(frame.sum, task))}</p>
  `;
}

function section(id: string, title: string, content: unknown) {
  return html`<section id=${id} aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${content}
  </section>`;
}

function training({ about: { loss, network } }: Shown) {
  return !loss
    ? html`<p>No losses to show: ${network.origin}. They are drawn for trainings of the tutorial’s kind, if repeating them is quick.</p>`
    : html`<img src="loss.svg" alt="The loss of each update, falling" width="720" height="360" />
        <p class="fine">${network.origin}, trained again for this picture with the same bits.</p>`;
}
