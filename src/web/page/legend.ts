import { html, nothing } from 'lit';
import { type Side, wordText } from '../../machine/symbols.ts';
import type { ShownTask } from '../frame.ts';

/** More symbols than this are scrolled through. */
const MANY = 24;

/**
 * Which bits each symbol is, as the switches and lights show only bits. Bits with the symbols' names need no legend.
 */
export function legend(task: ShownTask) {
  return html`${side(task, 'inputs')}${side(task, 'outputs')}`;
}

function side(task: ShownTask, which: Side) {
  const names = task[which];
  const symbols = task.symbols?.[which];
  if (symbols === undefined || symbols.every(([symbol]) => names.includes(symbol))) return nothing;
  const bare = { inputs: task.inputs, outputs: task.outputs };
  const isLong = symbols.length > MANY;
  return html`<dl class="codes ${isLong ? 'long' : ''}" tabindex=${isLong ? 0 : nothing}>
    <dt>${names.join(' ')}</dt>
    ${symbols.map(([symbol, word]) => html`<dd><code>${wordText(bare, which, word)}</code> ${symbol}</dd>`)}
  </dl>`;
}
