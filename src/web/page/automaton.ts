import { html, nothing } from 'lit';
import { joinedName } from '../../tasks/names.ts';
import { isWide, READABLE, sizeOf, wideScale } from '../automaton-size.ts';
import type { About, Frame } from '../frame.ts';
import { stateColor } from './line-color.ts';
import { onceDrawn } from './once-drawn.ts';
import { namedByAny, stateName } from './state-name.ts';
import { words } from './texts.ts';

/** A node or an edge of the picture. */
interface Part {
  readonly title: string;
  readonly element: Element;
}

let drawn: { readonly text: string; readonly picture: Element; readonly parts: readonly Part[] } | undefined;
/** The highlighted parts: the automaton's state, and the edge taken. */
let marked: readonly [lit: string, taken: string] = ['', ''];

/** The titles of what is highlighted: the automaton's state, and the edge taken last. */
export function highlighted({ steps, stateClass }: Frame): readonly [lit: string, taken: string] {
  const last = steps.at(-1);
  const from = last?.begins === false && !last.flipped ? (steps.at(-2)?.stateClass ?? null) : null;
  const lit = stateClass === null ? '' : String(stateClass);
  return [lit, from === null || last?.stateClass == null ? '' : `${from}->${last.stateClass}`];
}

/** The minimal automaton as Graphviz draws it, with its state and the last edge highlighted. */
export function automaton(about: About, frame: Frame) {
  const { stateClass } = frame;
  const { svg, states } = about.automaton;
  if (drawn?.text !== svg) {
    drawn = { text: svg, ...parse(about) };
    marked = ['', ''];
  }
  const { picture, parts } = drawn;
  const [lit, taken] = highlighted(frame);
  if (lit !== marked[0] || taken !== marked[1]) {
    marked = [lit, taken];
    for (const { title, element } of parts) {
      element.classList.toggle('lit', title === lit);
      element.classList.toggle('taken', title === taken);
      if (title === lit) onceDrawn(() => follow(element, picture));
    }
  }
  const now = stateClass === null ? words.unknownState : stateName(about, stateClass);
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', words.automatonOf(states.map(namedByAny).join(', '), now));
  return html`<div class="automaton ${isWide(svg) ? 'wide' : ''}" tabindex=${isWide(svg) ? 0 : nothing} role="group" aria-label=${words.automaton}>${picture}</div>
    <p class="fine">
      ${
        stateClass === null
          ? html`<span class="wrong">${words.isUnknown}</span>`
          : html`${words.statesThatDiffer(states.length)} <b>${now}</b>.`
      }
    </p>`;
}

/** Scrolls to the automaton's state if the drawing is larger than its frame. */
function follow(node: Element, picture: Element): void {
  const frame = picture.parentElement;
  if (frame === null) return;
  const [inner, outer] = [node.getBoundingClientRect(), frame.getBoundingClientRect()];
  if (inner.left < outer.left || inner.right > outer.right)
    frame.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  if (inner.top < outer.top || inner.bottom > outer.bottom)
    frame.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
}

function parse({ automaton: { svg, states } }: About): { picture: Element; parts: Part[] } {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  const picture = document.importNode(parsed, true);
  // As large as its frame, but never too small to be read, nor, across the page, larger than it was drawn.
  const { width } = sizeOf(svg);
  const scale = Math.min(1, Math.max(READABLE, wideScale(svg)));
  const max = isWide(svg) ? `; max-width: ${width * scale}px` : '';
  picture.setAttribute('style', `min-width: ${width * READABLE}px${max}`);
  for (const label of picture.querySelectorAll('g.node text')) {
    // The picture is drawn once, for pages in any language.
    const [, count] = /^(\d+) network states?$/.exec(label.textContent ?? '') ?? [];
    if (count !== undefined) label.textContent = words.networkStates(Number(count));
    const labels = states.find((each) => each.length > 1 && joinedName(each) === label.textContent);
    if (labels !== undefined) label.textContent = namedByAny(labels);
  }
  const parts = [...picture.querySelectorAll('g.node, g.edge')].map((element) => {
    const title = element.querySelector('title')?.textContent ?? '';
    if (element.classList.contains('node'))
      element.classList.add(/^\d+$/.test(title) ? stateColor(Number(title)) : `memory-${title}`);
    return { title, element };
  });
  return { picture, parts };
}
