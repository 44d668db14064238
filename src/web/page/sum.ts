import { html, nothing } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { type Side, wordText } from '../../machine/symbols.ts';
import { pack, toNumber } from '../../machine/word.ts';
import { operatorOf, readOutput } from '../../tasks/reading.ts';
import type { ShownTask, Sum } from '../frame.ts';
import { onceDrawn } from './once-drawn.ts';
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
/** The task, the correct bits and their values that were read last: every frame of a sum needs the same. */
let read: readonly [ShownTask, string, string[]] | undefined;

function readingsOf(task: ShownTask, expected: readonly string[]): string[] {
  const all = expected.join();
  if (read?.[0] !== task || read[1] !== all) read = [task, all, expected.map((bits) => reading(task, bits))];
  return read[2];
}

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
  const readings = task.reading === undefined ? [] : readingsOf(task, expected);
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
    const marked = (from: number, to?: number) =>
      runs(bits.slice(from, to), (at) => differs(from + at)).map(([text, isWrong]) =>
        isWrong ? html`<span class="wrong">${text}</span>` : text,
      );
    const current = html`<span class="now ${differs(now) ? 'wrong' : ''}" ${kind === 'y' ? ref((element) => inView(element)) : nothing}>${bits[now]}</span>`;
    // No white space between these tags: it would be shown.
    const stream = now < 0 ? marked(0) : html`${marked(0, now)}${current}${marked(now + 1)}`;
    return html`<tr class=${kind}>
      <th scope="row">${name}:</th>
      <td class="bits"><span class="sign">${sign}</span>${stream}</td>
      <td class="number ${due === undefined || shown === null ? '' : verdictOf(shown).kind}">${text}</td>
    </tr>`;
  }
}

/** Joins neighbours that are both wrong or both not: a number may have a thousand bits. */
function runs(bits: string, isWrong: (at: number) => boolean): [text: string, isWrong: boolean][] {
  const found: [string, boolean][] = [];
  let from = 0;
  for (let at = 1; at <= bits.length; at++) {
    if (at < bits.length && isWrong(at) === isWrong(from)) continue;
    found.push([bits.slice(from, at), isWrong(from)]);
    from = at;
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

/** Scrolls to the current bit if a number is wider than the page. */
function inView(current: Element | undefined): void {
  if (current === undefined) return;
  onceDrawn(() => {
    const holder = current.closest('.scroll');
    if (holder === null) return;
    const left = current.getBoundingClientRect().left - holder.getBoundingClientRect().left;
    if (left > holder.clientWidth - 40 || left < 0) holder.scrollLeft += left - 80;
  });
}
