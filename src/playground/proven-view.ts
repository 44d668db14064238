import { html } from 'lit';
import { automaton } from '../web/page/automaton.ts';
import { breadboard } from '../web/page/breadboard.ts';
import { engines } from '../web/page/engines.ts';
import { feed } from '../web/page/feed.ts';
import { legend } from '../web/page/legend.ts';
import { fitsUno } from '../web/page/panel.ts';
import { proof } from '../web/page/proof.ts';
import { Scope } from '../web/page/scope.ts';
import type { Shown as LiveShown } from '../web/page/shown.ts';
import { state } from '../web/page/state.ts';
import { latestSums, spoken, sum } from '../web/page/sum.ts';
import { taskWords } from '../web/page/task-words.ts';
import { BoardPanel } from './board-panel.ts';
import { download } from './download.ts';
import type { Proven } from './protocol.ts';
import type { Shown, View } from './shown.ts';
import { text } from './texts.ts';

const scope = new Scope();
let redraw: () => void = () => {};
const boardPanel = new BoardPanel(() => redraw());

/** A proven network: what is known of it, or what it does, with the sections of the live page. */
export function provenView(shown: Shown, view: View) {
  const { about, frame, files, switches, asked, refusal, command, set } = shown;
  redraw = () => set({});
  if (about === undefined || frame === undefined) return html``;
  const shownLive: LiveShown = {
    about,
    frame,
    switches,
    asked,
    refusal,
    loss: '',
    flashing: false,
    ticking: false,
    scope,
    send: command,
    change: set,
  };
  const { task } = about;
  scope.onResize = redraw;
  if (view === 'proof')
    return html`${section('proof', text.proofTitle, proof(shownLive))}
      ${section('automaton', text.automatonTitle, automaton(about, frame))}
      ${section('state', text.stateTitle, state(shownLive))}
      ${section('files', text.filesTitle, files ? downloads(files) : '')}`;
  return html`<div class="engine-choice">${engines(shownLive)}</div>
    ${section('board', fitsUno(task) ? text.unoTitle : text.panelTitle, html`${breadboard(shownLive, task)}${legend(task)}${files ? boardPanel.view(files.network) : ''}`)}
    ${section('traces', text.tracesTitle, html`${scope.view(task, about, frame)}${traceButton(shown)}`)}
    ${section('feed', text.feedTitle, feed(shownLive, task))}
    ${section('sum', taskWords(task).result, html`${sum(frame.sum, task)}${latestSums(frame.sums, task)}`)}
    <p class="hidden" role="status">${spoken(frame.sum, task)}</p>`;
}

function traceButton({ frame, order }: Shown) {
  if (frame?.bounces == null) return html`<p class="fine">${text.noTrace}</p>`;
  return html`<p class="trace">
    <button class="small" @click=${() => order('trace')}>${text.downloadTrace}</button>
  </p>`;
}

function section(id: string, title: string, content: unknown) {
  return html`<section id=${id} aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${content}
  </section>`;
}

function downloads({ network, certificate }: Proven) {
  return html`<p class="row">
      <button class="small" @click=${() => download('network.json', network)}>${text.downloadNetwork}</button>
      <button class="small" @click=${() => download(certificate.name, certificate.text)}>${text.downloadCertificate}</button>
    </p>
    <p class="fine">${text.filesHint}</p>`;
}
