import { html } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { isWide } from '../automaton-size.ts';
import { automaton, highlighted } from './automaton.ts';
import { breadboard } from './breadboard.ts';
import { engines } from './engines.ts';
import { feed } from './feed.ts';
import { language } from './language.ts';
import { legend } from './legend.ts';
import { fitsUno } from './panel.ts';
import { proof } from './proof.ts';
import type { Shown } from './shown.ts';
import { state } from './state.ts';
import { latestSums, spoken, sum } from './sum.ts';
import { taskWords } from './task-words.ts';
import { words } from './texts.ts';

/** From this many steps per second on nothing fades, because the fading would never end. */
const QUICK = 8;

/** The whole page. Parts that have not changed are not drawn again. */
export function page(shown: Shown) {
  const { about, frame, loss, refusal, asked } = shown;
  const { network, task } = about;
  return html`
    <header>
      <h1>carrybit <span>live</span></h1>
      <p>
        ${task.name} · ${words.page.size(network.hidden, network.stateBits)} ·
        <strong>${words.page.proven}</strong>
      </p>
      ${guard([about, frame.engine, frame.trouble, asked], () => engines(shown))}
    </header>
    ${loss && html`<p class="notice" role="alert">${loss}; ${words.page.tryingAgain}</p>`}
    <main class="${frame.hertz > QUICK ? 'quick' : ''} ${isWide(about.automaton.svg) ? 'wide-automaton' : ''} ${fitsUno(task) ? '' : 'many-lines'}">
      ${section('board', fitsUno(task) ? words.page.uno : words.page.panel, html`${guard(onBoard(shown), () => breadboard(shown, task))}${guard([task], () => legend(task))}`)}
      ${section('traces', words.page.traces, shown.scope.view(task, about, frame))}
      ${section(
        'feed',
        words.page.feed,
        guard([about, frame.busy, frame.waiting, frame.hertz, refusal], () => feed(shown, task)),
      )}
      ${section('sum', taskWords(task).result, html`${guard([frame.sum, task], () => sum(frame.sum, task))}${guard([frame.sums, task], () => latestSums(frame.sums, task))}`)}
      ${section(
        'automaton',
        words.page.automaton,
        guard([about, ...highlighted(frame)], () => automaton(about, frame)),
      )}
      ${section(
        'state',
        words.page.state,
        guard([about, frame.state, frame.fault], () => state(shown)),
      )}
      ${section(
        'training',
        words.page.training,
        guard([about], () => training(shown)),
      )}
      ${section(
        'proof',
        words.page.proof,
        guard([about, frame.state], () => proof(shown)),
      )}
    </main>
    <footer>
      ${words.page.viewers(frame.viewers)} ${words.page.served[about.access]}
    </footer>
    <p class="hidden" role="status">${guard([frame.sum, task], () => spoken(frame.sum, task))}</p>
  `;
}

/** What the board's picture depends on: most frames change nothing of it. */
function onBoard({ about, frame, switches, flashing, ticking }: Shown): unknown[] {
  const last = frame.steps.at(-1);
  const bits = [...(last?.inputs ?? []), ...(last?.outputs ?? [])].join('');
  const { leds, engine, busy, bounces, pins } = frame;
  return [about, engine, busy, bounces, pins, leds.on, leds.l, bits, switches, flashing, ticking];
}

function section(id: string, title: string, content: unknown) {
  return html`<section id=${id} aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${content}
  </section>`;
}

function training({ about: { loss, texts } }: Shown) {
  const { origin } = texts[language];
  return !loss
    ? html`<p>${words.page.noLosses(origin)}</p>`
    : html`<img src="loss.svg" alt=${words.page.losses} width="720" height="360" />
        <p class="fine">${words.page.trainedAgain(origin)}</p>`;
}
