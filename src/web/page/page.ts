import { html } from 'lit';
import { automaton } from './automaton.ts';
import { bench } from './bench.ts';
import { engines } from './engines.ts';
import { feed } from './feed.ts';
import { proof } from './proof.ts';
import type { Shown } from './shown.ts';
import { state } from './state.ts';
import { latestSums, spoken, sum } from './sum.ts';
import { taskWords } from './task-words.ts';

/** The whole page. */
export function page(shown: Shown) {
  const { about, frame, loss } = shown;
  const { network, task } = about;
  return html`
    <header>
      <h1>carrybit <span>live</span></h1>
      <p>
        ${task.name} · ${network.hidden} states of ${network.stateBits} ${network.stateBits === 1 ? 'bit' : 'bits'} ·
        <strong>proven</strong>
      </p>
      ${engines(shown)}
    </header>
    ${loss && html`<p class="notice" role="alert">${loss}; trying again …</p>`}
    <main>
      ${section('board', 'Uno', bench(shown, task))}
      ${section('traces', 'Traces', shown.scope.view(task, about, frame))}
      ${section('feed', 'Feed', feed(shown, task))}
      ${section('sum', taskWords(task).answer, html`${sum(frame.sum, task)}${latestSums(frame.sums, task)}`)}
      ${section('automaton', 'What it remembers', automaton(about, frame))}
      ${section('state', 'State', state(shown))}
      ${section('training', 'Training', training(shown))}
      ${section('proof', 'Proof', proof(shown))}
    </main>
    <footer>
      ${frame.viewers === 1 ? 'One viewer looks' : `${frame.viewers} viewers look`} on; all see the same run. Served to
      this computer only.
    </footer>
    <p class="hidden" role="status">${spoken(frame.sum, task)}</p>
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
