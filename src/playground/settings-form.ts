import { html, noChange, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { tasks } from '../tasks/registry.ts';
import type { Task } from '../tasks/task.ts';
import { taskText } from '../tasks/task-text.ts';
import { OPTIMIZER_DEFAULTS } from '../training/options.ts';
import { entriesOf, isSearch, MAX_ADDRESS, METHODS, numbersOf } from './settings.ts';
import type { Shown } from './shown.ts';
import { tableEditor } from './table-editor.ts';
import { text } from './texts.ts';

const NETWORK = ['hidden', 'seed'];
const TRAINING = ['bits', 'samples', 'testSamples', 'batch', 'epochs', 'maxStarts'];
const WIDTHS = ['weightBits', 'stateBits', 'tableBits'];
/** Characters from which on a text may have very many lines. */
const LONG_TEXT = 4096;

/** Everything that determines a run. A change begins the run afresh. */
export function settingsForm(shown: Shown) {
  const { settings, problem, begun, change, reset } = shown;
  const values = entriesOf(settings);
  // What is being typed, or was refused, stays as it is while the page is drawn.
  const isHeld = (name: string) => problem !== '' || document.activeElement?.getAttribute('name') === name;
  const field = (name: string) =>
    html`<label>
      <span>${text.settings[name]}</span>
      <input
        name=${name}
        inputmode="decimal"
        autocomplete="off"
        spellcheck="false"
        .value=${isHeld(name) ? noChange : live(values.get(name) ?? '')}
        aria-describedby="problem"
        @change=${(event: Event) => change({ [name]: (event.target as HTMLInputElement).value.trim() })}
      />
    </label>`;
  const select = (
    name: string,
    label: string,
    options: readonly (readonly [value: string, label: string])[],
  ) =>
    html`<label>
      <span>${label}</span>
      <select name=${name} @change=${(event: Event) => change({ [name]: (event.target as HTMLSelectElement).value })}>
        ${options.map(
          ([value, label]) =>
            html`<option value=${value} .selected=${live(value === values.get(name))}>${label}</option>`,
        )}
      </select>
    </label>`;
  const names = (all: readonly string[]) => all.map((name) => [name, name] as const);
  const { optimizer } = settings.training;
  return html`<form class="settings" novalidate @submit=${(event: Event) => event.preventDefault()}>
    ${taskFields(shown)}
    ${
      settings.machine === ''
        ? nothing
        : html`<fieldset>
            <legend>${text.methodTitle}</legend>
            ${select(
              'method',
              text.method,
              METHODS.map((method) => [method, text.methods[method]] as const),
            )}
            ${isSearch(settings) ? field('seed') : nothing}
          </fieldset>`
    }
    ${isSearch(settings) ? nothing : tutorialFields()}
    <p class="row"><button type="button" class="small" @click=${reset}>${text.defaults}</button></p>
    ${begun?.notes.map((note) => html`<p class="fine">${note}</p>`)}
  </form>`;

  function tutorialFields() {
    return html`<fieldset>
      <legend>${text.groups.network}</legend>
      ${NETWORK.map(field)}
    </fieldset>
    <fieldset>
      <legend>${text.groups.optimizer}</legend>
      ${select('optimizer', text.settings.optimizer ?? '', names(Object.keys(OPTIMIZER_DEFAULTS)))}
      ${numbersOf(optimizer).map(field)}
    </fieldset>
    <fieldset>
      <legend>${text.groups.training}</legend>
      ${TRAINING.map(field)} ${select('precision', text.settings.precision ?? '', names(['float32', 'float64']))}
      ${select('overlapping', text.settings.overlapping ?? '', [
        ['false', text.no],
        ['true', text.yes],
      ])}
    </fieldset>
    <fieldset>
      <legend>${text.groups.widths}</legend>
      ${WIDTHS.map(field)}
    </fieldset>`;
  }
}

/** A built-in task, or a machine of one's own as a text and as a table. */
function taskFields(shown: Shown) {
  const { settings, begun, change } = shown;
  const isOwn = settings.machine !== '';
  return html`<fieldset class="task">
    <legend>${text.task}</legend>
    <label>
      <span class="hidden">${text.task}</span>
      <select
        name="task"
        @change=${(event: Event) => {
          const { value } = event.target as HTMLSelectElement;
          if (value !== '') change({ task: value, machine: '' });
          else {
            const now = begun?.task ?? (tasks.get(settings.task) as Task);
            change({ machine: taskText({ ...now, name: text.ownMachine }) });
          }
        }}
      >
        ${[...tasks.keys()].map(
          (name) =>
            html`<option value=${name} .selected=${live(!isOwn && name === settings.task)}>${name}</option>`,
        )}
        <option value="" .selected=${live(isOwn)}>${text.ownMachine}</option>
      </select>
    </label>
    ${
      isOwn
        ? html`<label class="machine">
              <span>${text.machine}</span>
              <textarea
                name="machine"
                rows="8"
                spellcheck="false"
                wrap="off"
                .value=${settings.machine}
                @paste=${pasteText}
              ></textarea>
            </label>
            <button type="button" class="small" @click=${useText}>${text.useMachine}</button>
            ${begun ? tableEditor(begun.task, shown) : nothing}`
        : html`<p class="fine">${text.tasks[settings.task] ?? begun?.task.about ?? ''}</p>`
    }
  </fieldset>`;

  /** Browsers take many seconds to replace thousands of lines as if they were typed. */
  function pasteText(event: ClipboardEvent): void {
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    const field = event.target as HTMLTextAreaElement;
    if (pasted.length + field.value.length < LONG_TEXT) return;
    event.preventDefault();
    // Says that it is too long.
    if (pasted.length > MAX_ADDRESS) change({ machine: pasted });
    else field.setRangeText(pasted, field.selectionStart, field.selectionEnd, 'end');
  }

  function useText(event: Event): void {
    const field = (event.target as Element).parentElement?.querySelector('textarea');
    if (field) change({ machine: field.value });
  }
}
