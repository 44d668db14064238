import { html, nothing } from 'lit';
import { wordText } from '../machine/symbols.ts';
import type { Task } from '../tasks/task.ts';
import { language } from '../web/page/language.ts';
import type { Searched } from './protocol.ts';
import { text } from './texts.ts';

/** A search for a network of an own machine: its progress and its result. */
export function searching({ tried, updates, stage, size, bestBits, made }: Searched, task: Task | undefined) {
  const { search } = text;
  const count = (number: number) => number.toLocaleString(language);
  const bits = (number: number | null) => (number === null ? '–' : search.bits(number));
  return html`<section aria-label=${search.title} class="figures-section">
      <dl class="figures">
        ${figure(search.tried, count(tried))} ${figure(search.updates, count(updates))}
        ${figure(search.start, search.sizeOf(stage, size))}
        ${figure(search.best, bits(bestBits > 0 ? bestBits : null))}
      </dl>
      <p class="fine">${search.about}</p>
    </section>
    <section aria-label=${search.sizes} class="failures">
      ${
        made
          ? html`<h2>${search.sizes}</h2>
              <dl class="figures">
                ${figure(search.learned, bits(made.bits.learned))}
                ${figure(search.constructed, bits(made.bits.constructed))}
                ${figure(search.table, bits(made.bits.table))}
              </dl>
              ${task && made.kind !== 'learned' ? hardest(made.hardest, task) : nothing}`
          : nothing
      }
    </section>`;

  function hardest(
    steps: readonly { readonly stream: readonly number[]; readonly starts: number }[],
    task: Task,
  ) {
    return html`<ul class="fine">
      ${steps.map(
        ({ stream, starts }) =>
          html`<li>${search.hard(
            stream.map((word) => wordText(task, 'inputs', word)),
            starts,
          )}</li>`,
      )}
    </ul>`;
  }
}

function figure(name: string, value: string) {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
