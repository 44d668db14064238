import { html } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { type Side, wordText } from '../../machine/symbols.ts';
import { pack, toNumber } from '../../machine/word.ts';
import { operatorOf, readOutput } from '../../tasks/reading.ts';
import type { ShownTask, Sum } from '../frame.ts';
import { taskWords } from './task-words.ts';
import { words } from './texts.ts';

/** With more outputs than this, correct and actual outputs are not both shown, unless they are numbers. */
const MANY_OUTPUTS = 4;

const bitsOf = (text: string) => Array.from(text, Number);
/** Numbers that were converted lately: those of 1,000 bits take a while, and every frame needs them. */
const numbers = new Map<string, string>();
const MAX_REMEMBERED = 64;

function numberOf(bits: string): string {
  const known = numbers.get(bits);
  if (known !== undefined) return known;
  if (numbers.size >= MAX_REMEMBERED) numbers.clear();
  const number = toNumber(bitsOf(bits)).toString();
  numbers.set(bits, number);
  return number;
}

/** The value of an output's bits; nothing if some of them are don't-cares. */
const reading = (task: ShownTask, bits: string) => (bits.includes('-') ? '' : readOutput(task, bitsOf(bits)));

/** The current number as the tutorial prints it, with the names of the inputs; the latest bit is marked. */
export function sum(shown: Sum | null, task: ShownTask) {
  if (shown === null)
    return html`<p class="empty">
      ${words.orSwitches(taskWords(task).invitation)}
    </p>`;
  const { inputs, expected, outputs } = shown;
  const length = inputs[0]?.length ?? 0;
  const taken = outputs[0]?.length ?? 0;
  const isShort = task.reading === undefined && task.outputs.length > MANY_OUTPUTS;
  const own = {
    x: task.inputs,
    t: task.outputs,
    y: task.outputs.map((name) => (isShort ? name : words.given(name))),
  };
  const names = (letter: 'x' | 't' | 'y', all: readonly string[]) =>
    all.map((_, index) => {
      if (letter === 'x' || task.reading === undefined) return own[letter][index] ?? '';
      return all.length === 1 ? letter : `${letter}${index + 1}`;
    });
  // A task that does not calculate has no numbers.
  const numbers = task.reading === undefined ? [] : inputs.map(numberOf);
  const readings = task.reading === undefined ? [] : expected.map((bits) => reading(task, bits));
  const sign = task.reading === undefined ? '' : '=';
  const verdict = shown.complete || !shown.typed ? verdictOf(shown).mark : '';
  const rows = [
    ...names('x', inputs).map((name, index) =>
      row('x', name, index ? operatorOf(task) : '', inputs[index] ?? '', numbers[index] ?? ''),
    ),
    html`<tr class="rule"><td colspan="3"></td></tr>`,
    // With many outputs, only the actual ones, with wrong ones marked.
    ...names('t', isShort ? [] : expected).map((name, index) =>
      row('t', name, sign, expected[index] ?? '', readings[index] ?? ''),
    ),
    ...names('y', outputs).map((name, index) =>
      row('y', name, sign, (outputs[index] ?? '').padEnd(length), verdict, expected[index]),
    ),
  ];
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${words.bitByBit(taskWords(task).result)}>
    <table class="sum">
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;

  function row(kind: string, name: string, sign: string, bits: string, text: string, due?: string) {
    const now = shown?.complete ? -1 : taken - 1;
    const differs = (at: number) =>
      due !== undefined && bits[at] !== ' ' && due[at] !== '-' && bits[at] !== due[at];
    // No white space between these tags: it would be shown.
    const marked = runs(bits, (at) => `${at === now ? 'now' : ''} ${differs(at) ? 'wrong' : ''}`).map(
      ([text, marks]) =>
        html`<span class=${marks} ${ref(kind === 'y' && marks.startsWith('now') ? followed : undefined)}>${text}</span>`,
    );
    return html`<tr class=${kind}>
      <th scope="row">${name}:</th>
      <td class="bits"><span class="sign">${sign}</span>${marked}</td>
      <td class="number ${due === undefined || shown === null ? '' : verdictOf(shown).kind}">${text}</td>
    </tr>`;
  }
}

/** Joins neighbours with the same mark: a number may have a thousand bits. */
function runs(bits: string, marksOf: (at: number) => string): [text: string, marks: string][] {
  const found: [string, string][] = [];
  for (let at = 0; at < bits.length; at++) {
    const marks = marksOf(at);
    const last = found.at(-1);
    if (last?.[1] === marks) last[0] += bits[at];
    else found.push([bits[at] ?? '', marks]);
  }
  return found;
}

/** What is known of a number's outputs: as a mark, as a CSS class, and in words. */
function verdictOf({ right }: Sum): { mark: string; kind: string; text: string } {
  if (right === null) return { mark: '–', kind: 'open', text: words.notCompared };
  return right
    ? { mark: '✓', kind: 'right', text: words.right }
    : { mark: '✗', kind: 'wrong', text: words.wrong };
}

/** The latest complete sums, one on each line. */
export function latestSums(sums: readonly Sum[], task: ShownTask) {
  return html`<ol class="sums" aria-label=${taskWords(task).results}>
    ${sums.map((each) => {
      const { mark, kind, text } = verdictOf(each);
      return html`<li class=${kind}>
        <span>${inWords(each, task)}</span> <b aria-label=${text} title=${text}>${mark}</b>
      </li>`;
    })}
  </ol>`;
}

/** For screen readers. */
export function spoken(sum: Sum | null, task: ShownTask): string {
  return sum?.complete ? `${inWords(sum, task)}, ${verdictOf(sum).text}` : '';
}

/** `13 + 4 = 17`, with the network's result. */
function inWords({ inputs, outputs }: Sum, task: ShownTask): string {
  if (task.reading === undefined)
    return `${wordsOf(task, 'inputs', inputs)} → ${wordsOf(task, 'outputs', outputs)}`;
  const numbers = inputs.map(numberOf).join(` ${operatorOf(task)} `);
  return `${numbers} = ${outputs.map((bits) => reading(task, bits)).join(', ')}`;
}

/** Bits over time as words: by their names, or bits. */
function wordsOf(task: ShownTask, side: Side, streams: readonly string[]): string {
  const steps = streams[0]?.length ?? 0;
  return Array.from({ length: steps }, (_, step) =>
    wordText(task, side, pack(streams.map((bits) => Number(bits[step] ?? 0)))),
  ).join(',');
}

/** The current bit that was drawn last. */
let latest: HTMLElement | undefined;

/** Follows the current bit once everything else is drawn, so that the page is laid out only once. */
function followed(element?: Element): void {
  if (!(element instanceof HTMLElement)) return;
  if (latest === undefined) queueMicrotask(follow);
  latest = element;
}

/** Scrolls to the current bit if a number is wider than the page. */
function follow(): void {
  const element = latest;
  latest = undefined;
  const holder = element?.closest('.scroll');
  if (element === undefined || !(holder instanceof HTMLElement)) return;
  const { offsetLeft } = element;
  if (offsetLeft > holder.scrollLeft + holder.clientWidth - 40 || offsetLeft < holder.scrollLeft)
    holder.scrollLeft = offsetLeft - 80;
}
