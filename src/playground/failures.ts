import { html, nothing } from 'lit';
import { unpack } from '../machine/word.ts';
import type { Task } from '../tasks/task.ts';
import type { Sum } from '../web/frame.ts';
import { sum } from '../web/page/sum.ts';
import type { Progress } from './protocol.ts';
import type { Failed } from './search.ts';
import { text } from './texts.ts';

/** A counterexample that is played step by step. */
export interface Played {
  readonly failed: Extract<Failed, { reason: 'disproved' }>;
  /** Steps that are shown. */
  readonly steps: number;
}

/** The starts that failed, and what is wrong with the one that is played. */
export function failures(
  { counts, dropped }: Progress,
  task: Task,
  played: Played | undefined,
  play: (failed: Failed) => void,
) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return html`<h2>
      ${text.failedTitle} ${all > dropped.length ? text.failedMore(all) : ''}
    </h2>
    <ol class="strip" aria-label=${text.failedTitle}>
      ${dropped.map((failed) => chip(failed, played?.failed.start === failed.start, play))}
    </ol>
    ${all === 0 ? html`<p class="fine">${text.noFailed}</p>` : nothing}
    ${played ? counterexample(played, task, play) : nothing}`;
}

function chip(failed: Failed, isPlayed: boolean, play: (failed: Failed) => void) {
  const words = text.failed(failed);
  const kind = failed.reason.replace(' ', '-');
  const content = html`<b>${failed.start}</b> ${words}`;
  return html`<li>
    ${
      failed.reason === 'disproved'
        ? html`<button class="chip ${kind}" aria-pressed=${isPlayed} @click=${() => play(failed)}>${content}</button>`
        : html`<span class="chip ${kind}">${content}</span>`
    }
  </li>`;
}

function counterexample({ failed, steps }: Played, task: Task, play: (failed: Failed) => void) {
  return html`<div class="counterexample">
    <p>${text.counterexample(failed.start)}</p>
    ${sum(sumOf(failed, task, steps), task)}
    <p class="row">
      <span class="fine">${text.blame(failed.isRounding)}</span>
      <button class="small" @click=${() => play(failed)}>${text.replay}</button>
    </p>
  </div>`;
}

/** A counterexample as the live page shows a sum that is typed; the network's bits come one by one. */
function sumOf({ counterexample }: Played['failed'], task: Task, steps: number): Sum {
  const { inputs, expected, actual } = counterexample;
  const streams = (words: readonly number[], names: readonly string[]) =>
    names.map((_, bit) => words.map((word) => unpack(word, names.length)[bit] ?? 0).join(''));
  return {
    index: 0,
    typed: true,
    inputs: streams(inputs, task.inputs),
    expected: streams(expected, task.outputs),
    outputs: streams(actual.slice(0, steps), task.outputs),
    complete: steps >= inputs.length,
    right: steps < inputs.length,
  };
}
