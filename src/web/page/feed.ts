import { html, nothing } from 'lit';
import { operatorOf } from '../../tasks/reading.ts';
import type { ShownTask } from '../frame.ts';
import { MAX_CHARACTERS, MAX_DIGITS } from '../limits.ts';
import type { Shown } from './shown.ts';
import { taskWords } from './task-words.ts';
import { words } from './texts.ts';

/** Values of the slider, in steps per second. */
const PACES = [1, 2, 4, 8, 16, 32, 64, 125, 250, 500];

/** Numbers to feed, the speed of the clock, and a stop button. */
export function feed(shown: Shown, task: ShownTask) {
  const { frame, refusal, send } = shown;
  const verb = taskWords(task).feed;
  if (shown.about.access === 'viewer') return html`<p>${words.viewerFeed(frame.hertz)}</p>`;
  return html`<form novalidate @submit=${(event: SubmitEvent) => submit(event, shown, task)}>
      <div class="numbers">
        ${
          task.reading === undefined
            ? inputsField(task)
            : task.inputs.map(
                (name, index) =>
                  html`${index > 0 ? html`<span class="operator" aria-hidden="true">${operatorOf(task)}</span>` : nothing}<label>
                <span>${name}</span>
                <input
                  name="number"
                  inputmode="numeric"
                  autocomplete="off"
                  spellcheck="false"
                  maxlength=${MAX_DIGITS}
                  aria-describedby="refusal"
                />
              </label>`,
              )
        }
      </div>
      <div class="row">
        <button type="submit" class="main">${verb}</button>
        ${task.reading === undefined ? nothing : html`<button type="button" @click=${random}>${words.random}</button>`}
        <button type="button" ?disabled=${!frame.busy && frame.waiting === 0} @click=${() => send({ type: 'stop' })}>
          ${words.stop}
        </button>
        ${frame.waiting > 0 ? html`<span class="fine">${words.waiting(frame.waiting)}</span>` : nothing}
      </div>
    </form>
    <p id="refusal" class="wrong" role="alert">${refusal}</p>
    <label class="pace">
      <span>${words.clock}</span>
      <input
        type="range"
        min="0"
        max=${PACES.length - 1}
        .value=${String(PACES.findLastIndex((pace) => pace <= frame.hertz))}
        aria-valuetext=${words.stepsASecond(frame.hertz)}
        @input=${(event: Event) => {
          const hertz = PACES[Number((event.target as HTMLInputElement).value)];
          if (hertz !== undefined) send({ type: 'pace', hertz });
        }}
      />
      <span class="hertz" aria-hidden="true">${frame.hertz} Hz</span>
    </label>`;
}

/** The form for inputs that are not numbers: one for each step. */
function inputsField(task: ShownTask) {
  const examples =
    task.symbols?.inputs?.map(([name]) => name) ?? ['0', '1'].map((bit) => bit.repeat(task.inputs.length));
  return html`<label>
    <span>${task.symbols?.inputs ? words.inputs : task.inputs.join(' ')}</span>
    <input
      name="inputs"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      maxlength=${MAX_CHARACTERS}
      placeholder=${examples.slice(0, 3).join(',')}
      aria-describedby="refusal"
    />
  </label>`;
}

function submit(event: SubmitEvent, { send, change }: Shown, task: ShownTask): void {
  event.preventDefault();
  const inputs = (event.target as HTMLFormElement).querySelector<HTMLInputElement>('input[name=inputs]');
  if (inputs !== null) {
    send({ type: 'feed', inputs: inputs.value });
    return;
  }
  const fields = numberFields(event.target as HTMLFormElement);
  const numbers = fields.map(({ value }) => value.replace(/[\s_]/g, ''));
  const wrong = numbers.findIndex((text) => !/^\d+$/.test(text) || text.length > MAX_DIGITS);
  if (wrong >= 0) {
    change({
      refusal: words.refused(task.inputs[wrong] ?? '', numbers[wrong] ?? ''),
    });
    fields[wrong]?.focus();
    return;
  }
  if (numbers.length === task.inputs.length) send({ type: 'add', numbers });
}

/** Fills in random numbers of up to 16 bits and feeds them. */
function random(event: Event): void {
  const form = (event.target as HTMLElement).closest('form');
  if (form === null) return;
  for (const field of numberFields(form)) field.value = String(Math.floor(Math.random() * 2 ** 16));
  form.requestSubmit();
}

function numberFields(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>('input[name=number]')];
}
