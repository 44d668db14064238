import { html } from 'lit';
import type { About, Frame } from '../frame.ts';

let drawn: { readonly text: string; readonly picture: Element } | undefined;

/** The minimal automaton as Graphviz draws it, with the class of the state lit and the last edge taken. */
export function automaton({ automaton: { svg, classes } }: About, { steps, stateClass }: Frame) {
  if (drawn?.text !== svg) {
    const picture = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    drawn = { text: svg, picture: document.importNode(picture, true) };
  }
  const { picture } = drawn;
  const last = steps.at(-1);
  const from = last?.begins === false && !last.flipped ? (steps.at(-2)?.stateClass ?? null) : null;
  const lit = stateClass === null ? '' : String(stateClass);
  const taken = from === null || last?.stateClass == null ? '' : `${from}->${last.stateClass}`;
  for (const part of picture.querySelectorAll('g.node, g.edge')) {
    const title = part.querySelector('title')?.textContent ?? '';
    part.classList.toggle('lit', title === lit);
    if (part.classList.contains('node')) part.classList.add(`class-${title}`);
    part.classList.toggle('taken', title === taken);
  }
  const now = stateClass === null ? 'none: the state is one that no stream leads to' : classes[stateClass];
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', `Automaton with the classes ${classes.join(', ')}; now in ${now}`);
  return html`<div class="automaton">${picture}</div>
    <p class="fine">
      ${
        stateClass === null
          ? html`<span class="wrong">The state is none of those that a stream leads to.</span>`
          : html`All states that the network can reach are ${classes.length} that matter; now <b>${classes[stateClass]}</b>.`
      }
    </p>`;
}
