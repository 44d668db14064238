import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { isWide } from '../web/automaton-size.ts';
import { learning } from './curve.ts';
import { failures } from './failures.ts';
import { lesson } from './lesson.ts';
import { searching } from './machine-view.ts';
import type { Searched } from './protocol.ts';
import { isSearch } from './settings.ts';
import { settingsForm } from './settings-form.ts';
import type { Shown, Side, View } from './shown.ts';
import { tabs } from './tabs.ts';
import { text } from './texts.ts';

/** Updates a second that the slider goes through; the last is as fast as it goes. */
const PACES = [2, 5, 10, 20, 50, 100, 250, 1000, null] as const;

/** The whole page. @param proven how a proven network is shown, once that is loaded */
export function page(shown: Shown, proven: ((shown: Shown, view: View) => unknown) | undefined) {
  const { settings, begun, searched, problem, view, side, set } = shown;
  const sides = Object.keys(text.sides) as Side[];
  const views = Object.keys(text.views) as View[];
  return html`
    <header>
      <h1>carrybit <span>${text.title}</span></h1>
      <p>
        ${begun?.task.name ?? (settings.machine === '' ? settings.task : text.ownMachine)} ·
        ${searched || isSearch(settings) ? nothing : html`${text.statesOf(settings.training.hidden)} ·`}
        <strong role="status">${searched ? searchStatus(searched) : status(shown)}</strong>
      </p>
      ${controls(shown)}
    </header>
    <p id="problem" role="alert">${problem}</p>
    <div class="panes" data-side=${side}>
      <aside aria-label="${text.sides.lesson}, ${text.sides.settings}">
        ${tabs('side', sides, text.sides, side, (to) => set({ side: to }))}
        <div role="tabpanel" id="side-panel" aria-labelledby="side-${side}">
          ${side === 'lesson' ? lesson(shown) : settingsForm(shown)}
        </div>
      </aside>
      <main>
        ${tabs('view', views, text.views, view, (to) => set({ view: to }))}
        <div class="pane ${view} ${shown.about && isWide(shown.about.automaton.svg) ? 'wide-automaton' : ''}" role="tabpanel" id="view-panel" aria-labelledby="view-${view}">
          ${view === 'learning' ? learningView(shown) : provenView(shown, proven)}
        </div>
      </main>
    </div>
  `;
}

function status({ progress, problem }: Shown): string {
  if (progress === undefined) return problem === '' ? text.waiting : text.unfit;
  const { outcome, isRunning, start } = progress;
  if (outcome === 'searching') return (isRunning ? text.states.searching : text.states.paused)(start);
  return outcome === 'proven' ? text.states.proven(start) : text.states.exhausted;
}

function searchStatus({ outcome, tried, made }: Searched): string {
  if (outcome === 'proven' && made && made.kind !== 'none')
    return text.searchStates.proven(made.kind, made.fixed.hidden);
  return outcome === 'searching'
    ? text.searchStates.searching(tried)
    : text.searchStates[outcome === 'none' ? 'none' : 'waiting'];
}

function controls(shown: Shown) {
  const { progress, searched, isCopied, order, restart, copy } = shown;
  const isOver = searched
    ? searched.outcome === 'proven' || searched.outcome === 'none'
    : progress?.outcome !== 'searching';
  const isRunning = searched ? searched.outcome === 'searching' : progress?.isRunning === true;
  return html`<div class="controls">
    <button class="main" ?disabled=${isOver} @click=${() => order(isRunning ? 'pause' : 'run')}>
      ${isRunning ? (searched ? text.stop : text.pause) : text.run}
    </button>
    ${searched ? nothing : html`<button ?disabled=${isOver || isRunning} @click=${() => order('step')}>${text.step}</button>`}
    <button @click=${restart}>${text.restart}</button>
    ${searched ? nothing : speed(shown)}
    <button @click=${copy}>${isCopied ? text.copied : text.copyLink}</button>
  </div>`;
}

/** How fast updates are made. */
function speed({ hertz, set }: Shown) {
  const label = hertz === null ? text.fullSpeed : text.hertz(hertz);
  return html`<label class="speed">
    <span>${text.speed}</span>
    <input
      type="range"
      min="0"
      max=${PACES.length - 1}
      .value=${live(String(PACES.indexOf(hertz as (typeof PACES)[number])))}
      aria-valuetext=${label}
      @input=${(event: Event) => {
        const pace = PACES[Number((event.target as HTMLInputElement).value)];
        if (pace !== undefined) set({ hertz: pace });
      }}
    />
    <span class="hertz" aria-hidden="true">${hertz === null ? text.fullSpeed : `${hertz}/s`}</span>
  </label>`;
}

function learningView(shown: Shown) {
  const { begun, progress, searched, played, spaces, play } = shown;
  const clouds = (searched ?? progress)?.clouds;
  const states = begun?.task.states ?? [];
  return html`<section aria-label=${text.views.learning} class="spaces">
      ${spaces.map((space) => space.view(clouds, states))}
      <ul class="legend" aria-hidden="true">
        ${states.slice(0, 6).map((name, index) => html`<li class="cloud-${index}"><i class="shape-${index % 3}"></i>${name}</li>`)}
      </ul>
    </section>
    ${searched ? searching(searched, begun?.task) : tutorialView()}`;

  function tutorialView() {
    return html`<section aria-label=${text.curveTitle} class="figures-section">
      ${progress ? learning(progress) : html`<p class="fine">${status(shown)}</p>`}
    </section>
    <section aria-label=${text.failedTitle} class="failures">
      ${progress && begun ? failures(progress, begun.task, played, play) : nothing}
    </section>`;
  }
}

function provenView(shown: Shown, proven: ((shown: Shown, view: View) => unknown) | undefined) {
  if (proven === undefined || shown.about === undefined || shown.frame === undefined)
    return html`<section><p>${shown.progress?.outcome === 'proven' ? text.waiting : text.noProof}</p></section>`;
  return proven(shown, shown.view);
}
