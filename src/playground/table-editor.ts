import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { UNSPECIFIED } from '../machine/machine.ts';
import { wordText } from '../machine/symbols.ts';
import { unpack } from '../machine/word.ts';
import type { Task } from '../tasks/task.ts';
import { taskText } from '../tasks/task-text.ts';
import type { Shown } from './shown.ts';
import { text } from './texts.ts';

/** Maximum of rows and columns; a larger table is not useful to edit by hand. */
const MAX_STATES = 12;
const MAX_WORDS = 8;

/** A machine as a table: a row for each state, and for each input the next state and the output bits. */
export function tableEditor(
  task: Task,
  { isTableOpen, change, set: show }: Pick<Shown, 'isTableOpen' | 'change' | 'set'>,
) {
  const { inputs, outputs, states } = task;
  const words = 2 ** inputs.length;
  if (states.length > MAX_STATES || words > MAX_WORDS)
    return html`<p class="fine">${text.table.tooLarge}</p>`;
  const cells = Array.from({ length: words }, (_, word) => word);
  const set = (part: Partial<Task>) => change({ machine: taskText({ ...task, ...part }) });
  // A button instead of `details`: with a closed one below it, Chromium takes half a minute to select all of a long
  // text.
  return html`<div class="table">
    <button type="button" class="small disclose" aria-expanded=${isTableOpen} @click=${() => show({ isTableOpen: !isTableOpen })}>
      ${text.editTable}
    </button>
    ${isTableOpen ? table() : nothing}
  </div>`;

  function table() {
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${text.editTable}>
      <table>
        <thead>
          <tr>
            <th scope="col">${text.table.state}</th>
            ${cells.map((word) => html`<th scope="col">${wordText(task, 'inputs', word)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${states.map(
            (name, state) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${cells.map((word) => cell(state, word))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="row">
      <button type="button" class="small" ?disabled=${states.length >= MAX_STATES} @click=${addState}>${text.table.add}</button>
      <button type="button" class="small" ?disabled=${states.length < 2} @click=${removeState}>${text.table.remove}</button>
    </p>`;
  }

  function cell(state: number, word: number) {
    const index = state * words + word;
    const next = task.next[index] as number;
    const input = wordText(task, 'inputs', word);
    const from = states[state] as string;
    const bits = unpack(task.output[index] as number, outputs.length);
    return html`<td>
      <select
        aria-label=${text.table.next(from, input)}
        @change=${(event: Event) => setNext(index, Number((event.target as HTMLSelectElement).value))}
      >
        ${states.map((name, to) => html`<option value=${to} .selected=${live(to === next)}>${name}</option>`)}
        <option value=${UNSPECIFIED} .selected=${live(next === UNSPECIFIED)}>${text.table.never}</option>
      </select>
      ${
        next === UNSPECIFIED
          ? ''
          : bits.map(
              (bit, output) =>
                html`<button
                  type="button"
                  class="bit"
                  aria-label="${text.table.output(outputs[output] as string, from, input)}: ${bit}"
                  @click=${() => setOutput(index, (task.output[index] as number) ^ (1 << output), output)}
                >
                  ${bit}
                </button>`,
            )
      }
    </td>`;
  }

  function setNext(index: number, next: number): void {
    const never = next === UNSPECIFIED;
    set({
      next: task.next.with(index, next),
      output: never ? task.output.with(index, 0) : task.output,
      care: task.care.with(index, never ? 0 : (task.care[index] as number) || 2 ** outputs.length - 1),
    });
  }

  function setOutput(index: number, word: number, output: number): void {
    const care = (task.care[index] as number) | (1 << output);
    set({ output: task.output.with(index, word), care: task.care.with(index, care) });
  }

  function addState(): void {
    let number = states.length;
    while (states.includes(`state ${number}`)) number += 1;
    const own = Array<number>(words);
    set({
      states: [...states, `state ${number}`],
      next: [...task.next, ...own.fill(states.length)],
      output: [...task.output, ...own.fill(0)],
      care: [...task.care, ...own.fill(2 ** outputs.length - 1)],
    });
  }

  /** Steps to it lead to the first state instead. */
  function removeState(): void {
    const last = states.length - 1;
    const kept = last * words;
    set({
      states: states.slice(0, last),
      initial: task.initial === last ? 0 : task.initial,
      next: task.next.slice(0, kept).map((to) => (to === last ? 0 : to)),
      output: task.output.slice(0, kept),
      care: task.care.slice(0, kept),
    });
  }
}
