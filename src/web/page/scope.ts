import { html, nothing, svg } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { hiddenName } from '../../tasks/names.ts';
import { pinRoles } from '../../tasks/pin-roles.ts';
import type { About, Frame, ShownTask, Step } from '../frame.ts';
import { STATES_SHOWN } from '../limits.ts';
import { inputColor, outputColor, stateColor } from './line-color.ts';
import { stateName } from './state-name.ts';
import { words } from './texts.ts';

/** Share of a step's time at which the state changes, because CLK rises then. */
const CHANGE = 0.25;
/** Pixels beside the traces: for each letter of the names, and around them. */
const LETTER = 7.3;
const MARGIN = 18;
const RIGHT = 8;
/** Maximum length of a line's name before it is shortened. */
const MAX_LETTERS = 14;
/** Minimum width of a step, and heights of rows, in pixels; with many lines rows are lower. */
const STEP = 22;
const FEW_LINES = { bitRow: 34, swing: 18, stateRow: 52, stateSwing: 36 };
const MANY_LINES = { bitRow: 24, swing: 13, stateRow: 32, stateSwing: 24 };
/** From this number on there are many lines or states. */
const MANY = 12;
const BAND_ROW = 26;
const TOP = 18;
/** Name of the row of the automaton's states. */
const BAND = words.remembers;

/** Traces of the lines, as in a logic analyzer, and below them the states, all over the same time. */
export class Scope {
  /** Address of the pins' trace, while the engine has pins. */
  traceLink: string | undefined;
  /** Called when the width to draw has changed. */
  onResize: () => void = () => {};
  #width = 640;
  readonly #observer = new ResizeObserver(([entry]) => {
    const width = Math.round(entry?.contentRect.width ?? 640);
    if (width === this.#width || width === 0) return;
    this.#width = width;
    this.onResize();
  });
  readonly #follow = (holder?: Element) => {
    this.#observer.disconnect();
    if (holder) this.#observer.observe(holder);
  };

  view(task: ShownTask, about: About, frame: Frame) {
    const { delay } = frame.steps.findLast((step) => step.delay !== null) ?? { delay: null };
    const dashed = task.reading ? words.newNumber : words.newStream;
    return html`<div class="scope" ${ref(this.#follow)}>${this.#picture(task, about, frame)}</div>
      <p class="fine">
        ${
          delay === null
            ? `${dashed} ${words.stateChange}`
            : `${dashed} ${words.delay(task.outputs[0] ?? '', delay)}`
        }
        ${about.network.hidden > STATES_SHOWN ? words.statesTraced(STATES_SHOWN, about.network.hidden) : nothing}
        ${this.traceLink === undefined || frame.bounces === null ? nothing : html`<a href=${this.traceLink} download="trace.vcd">${words.downloadTrace}</a>`}
      </p>`;
  }

  #picture(task: ShownTask, about: About, frame: Frame) {
    const lines = linesOf(task);
    const left =
      Math.max(...[...lines.map(({ name }) => name), BAND].map((name) => shortened(name).length)) * LETTER +
      MARGIN;
    const room = Math.max(4, Math.floor((this.#width - left - RIGHT) / STEP));
    const steps = frame.steps.slice(-room);
    const before = frame.steps.at(-room - 1);
    const pitch = (this.#width - left - RIGHT) / room;
    const x = (time: number) => Math.round((left + time * pitch) * 10) / 10;
    const states = Math.min(about.network.hidden, STATES_SHOWN);
    const { bitRow, swing, stateRow, stateSwing } = lines.length + states > MANY ? MANY_LINES : FEW_LINES;
    const statesTop = TOP + lines.length * bitRow + 10;
    const bandTop = statesTop + states * stateRow + 6;
    const height = bandTop + BAND_ROW + 4;
    const right = this.#width - RIGHT;
    return html`<svg
      role="img"
      aria-label=${spokenStep(task, about, frame)}
      viewBox="0 0 ${this.#width} ${height}"
      width=${this.#width}
      height=${height}
    >
      ${steps.map((step, at) => marks(step, x(at), x(at + 1), TOP, bandTop + BAND_ROW))}
      ${lines.map((line, row) => {
        const base = TOP + row * bitRow + (bitRow + swing) / 2;
        return svg`<text class="name" x=${left - 10} y=${base - 2}>${shortened(line.name)}<title>${line.name}</title></text>
          <line class="ground" x1=${left} x2=${right} y1=${base} y2=${base} />
          <path class="trace ${line.color}" d=${trace(line, steps, before, x, base, swing)} />`;
      })}
      ${Array.from({ length: states }, (_, unit) => {
        const middle = statesTop + unit * stateRow + stateRow / 2;
        const scale = stateSwing / 2 / 2 ** (about.network.stateBits - 1);
        return svg`<text class="name" x=${left - 10} y=${middle + 4}>${hiddenName(unit)}</text>
          <line class="ground" x1=${left} x2=${right} y1=${middle} y2=${middle} />
          <path class="state state-${unit % 3}" d=${stateCurve(unit, steps, before, x, middle, scale)} />`;
      })}
      <text class="name" x=${left - 10} y=${bandTop + 17}>${BAND}</text>
      ${stateBands(about, steps, x, bandTop)}
      ${
        steps.length === 0
          ? svg`<text class="empty" x=${(left + right) / 2} y=${TOP + 82}>${words.nothingFed}</text>`
          : nothing
      }
    </svg>`;
  }
}

const shortened = (name: string) => (name.length > MAX_LETTERS ? `${name.slice(0, MAX_LETTERS - 1)}…` : name);

/** A number's beginning, a flip, a wrong output. */
function marks(step: Step, from: number, to: number, top: number, bottom: number) {
  const wrong = step.expected !== null && step.expected.join() !== step.outputs.join();
  return svg`
    ${step.begins ? svg`<line class="begin" x1=${from} x2=${from} y1=${top - 8} y2=${bottom} />` : nothing}
    ${wrong ? svg`<rect class="wrong" x=${from} width=${to - from} y=${top - 4} height=${bottom - top} />` : nothing}
    ${
      step.flipped
        ? svg`<line class="flip" x1=${from} x2=${from} y1=${top - 4} y2=${bottom} />
          <text class="flip" x=${from} y=${top - 6}>${words.bitFlipped}</text>`
        : nothing
    }`;
}

interface Line {
  readonly name: string;
  readonly color: string;
  /** Its level in the end of a step. */
  readonly levelOf: (step: Step) => number;
}

function linesOf(task: ShownTask): readonly Line[] {
  const { inputs, clk, outputs } = pinRoles(task);
  return [
    ...inputs.map(
      (name, index): Line => ({
        name,
        color: inputColor(index),
        levelOf: (step) => step.inputs[index] ?? 0,
      }),
    ),
    { name: clk, color: 'clk', levelOf: () => 0 },
    ...outputs.map(
      (name, index): Line => ({
        name,
        color: outputColor(index),
        levelOf: (step) => step.outputs[index] ?? 0,
      }),
    ),
  ];
}

/** Draws the edges of a line, each at its time. */
function trace(
  { name, levelOf }: Line,
  steps: readonly Step[],
  before: Step | undefined,
  x: (time: number) => number,
  base: number,
  swing: number,
): string {
  const first = steps.flatMap(({ edges }) => edges).find(({ line }) => line === name);
  let level = 0;
  if (before) level = levelOf(before);
  else if (first) level = 1 - first.level;
  else if (steps[0]) level = levelOf(steps[0]);
  const y = () => base - level * swing;
  let path = `M${x(0)} ${y()}`;
  steps.forEach(({ edges }, at) => {
    for (const edge of edges) {
      if (edge.line !== name) continue;
      path += `H${x(at + edge.at)}`;
      level = edge.level;
      path += `V${y()}`;
    }
    path += `H${x(at + 1)}`;
  });
  return path;
}

function stateCurve(
  unit: number,
  steps: readonly Step[],
  before: Step | undefined,
  x: (time: number) => number,
  middle: number,
  scale: number,
): string {
  const y = (step: Step) => Math.round((middle - (step.state[unit] ?? 0) * scale) * 10) / 10;
  const [first] = steps;
  if (first === undefined) return '';
  let path = before ? `M${x(0)} ${y(before)}` : '';
  steps.forEach((step, at) => {
    path += path === '' ? `M${x(at + CHANGE)} ${y(step)}` : `H${x(at + CHANGE)}V${y(step)}`;
  });
  return `${path}H${x(steps.length)}`;
}

/** The automaton's state over time, with its name if there is room. */
function stateBands(about: About, steps: readonly Step[], x: (time: number) => number, top: number) {
  const begins = steps.flatMap(({ stateClass }, at) =>
    at > 0 && steps[at - 1]?.stateClass === stateClass ? [] : [at],
  );
  return begins.map((begin, index) => {
    const stateClass = steps[begin]?.stateClass ?? null;
    const name = stateClass === null ? words.none : stateName(about, stateClass);
    const end = begins[index + 1];
    const from = x(begin + CHANGE);
    const width = x(end === undefined ? steps.length : end + CHANGE) - from;
    return svg`<rect class="band ${stateColor(stateClass)}" x=${from} y=${top + 4} width=${width} height="18" />
      ${width > name.length * 7 + 8 ? svg`<text class="band" x=${from + 6} y=${top + 17}>${name}</text>` : nothing}`;
  });
}

function spokenStep(task: ShownTask, about: About, { steps, state }: Frame): string {
  const last = steps.at(-1);
  if (last === undefined) return words.emptyTraces;
  const bits = (names: readonly string[], values: readonly number[]) =>
    names.map((name, index) => words.level(name, values[index])).join(', ');
  const name = last.stateClass === null ? words.isUnknown : stateName(about, last.stateClass);
  const said = [
    bits(task.inputs, last.inputs),
    bits(task.outputs, last.outputs),
    words.statesAre(state.join(', ')),
  ];
  return words.traces(steps.length, [...said, name].join(', '));
}
