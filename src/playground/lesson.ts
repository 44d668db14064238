import { html } from 'lit';
import { language } from '../web/page/language.ts';
import { german } from './lesson-de.ts';
import { english, type LessonText } from './lesson-en.ts';
import type { Shown } from './shown.ts';
import { text } from './texts.ts';

const STEPS = language === 'de' ? german : english;

/** What the button of each step does. */
const ACTS: readonly ((shown: Shown) => void)[] = [
  ({ change, set }) => {
    change({ task: 'adder', machine: '', seed: '2', hidden: '3' });
    set({ hertz: 10, view: 'learning' });
  },
  ({ order }) => order('pause'),
  ({ order }) => order('step'),
  ({ order, set }) => {
    set({ hertz: 20, view: 'learning' });
    order('run');
  },
  ({ change, set }) => {
    change({ task: 'adder', machine: '', seed: '6', hidden: '3' });
    set({ hertz: null, view: 'learning' });
  },
  ({ change, set }) => {
    change({
      task: 'adder',
      machine: '',
      seed: '1',
      hidden: '3',
      weightBits: '3',
      stateBits: '4',
      tableBits: '4',
    });
    set({ hertz: null, view: 'learning' });
  },
  ({ change, set, settings }) => {
    const { weightBits, stateBits, tableBits } = settings.widths;
    if (weightBits + stateBits + tableBits < 24 || settings.task !== 'adder' || settings.machine !== '')
      change({ task: 'adder', machine: '', seed: '1', weightBits: '8', stateBits: '8', tableBits: '8' });
    set({ hertz: null, view: 'proof' });
  },
];

/** The step of the lesson that is open. */
export function lesson(shown: Shown) {
  const { set } = shown;
  const at = Math.min(shown.lesson, STEPS.length - 1);
  const { title, body, deed } = STEPS[at] as LessonText;
  return html`<article class="lesson" aria-labelledby="lesson-title">
    <p class="fine">${text.lessonStep(at + 1, STEPS.length)}</p>
    <h2 id="lesson-title" tabindex="-1">${title}</h2>
    ${body}
    <p><button class="main small" @click=${() => ACTS[at]?.(shown)}>${deed}</button></p>
    <p class="row">
      <button class="small" ?disabled=${at === 0} @click=${() => set({ lesson: at - 1 })}>${text.back}</button>
      <button class="small" ?disabled=${at === STEPS.length - 1} @click=${() => set({ lesson: at + 1 })}>${text.next}</button>
    </p>
  </article>`;
}
