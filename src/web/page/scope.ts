import { html, nothing, svg } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { ref } from 'lit/directives/ref.js';
import { hiddenName } from '../../tasks/names.ts';
import { pinRoles } from '../../tasks/pin-roles.ts';
import type { About, Frame, ShownTask, Step } from '../frame.ts';
import { STATES_SHOWN } from '../limits.ts';
import { inputColor, outputColor } from './line-color.ts';
import { bandPaths, bands, type Line, numberStarts, stateCurve, trace, wrongSteps } from './scope-paths.ts';
import { stateName } from './state-name.ts';
import { words } from './texts.ts';

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
  #delay: { readonly engine: string; readonly cycles: number } | undefined;
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
    const delay = this.#delayOf(frame);
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

  /** The latest delay that the engine measured, also where no output of the traces has changed. */
  #delayOf({ engine, steps }: Frame): number | null {
    const measured = steps.findLast((step) => step.delay !== null)?.delay;
    if (measured != null) this.#delay = { engine, cycles: measured };
    return this.#delay?.engine === engine ? this.#delay.cycles : null;
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
    const bottom = bandTop + BAND_ROW;
    const scale = stateSwing / 2 / 2 ** (about.network.stateBits - 1);
    const baseOf = (row: number) => TOP + row * bitRow + (bitRow + swing) / 2;
    const middleOf = (unit: number) => statesTop + unit * stateRow + stateRow / 2;
    return html`<svg
      role="img"
      aria-label=${spokenStep(task, about, frame)}
      viewBox="0 0 ${this.#width} ${height}"
      width=${this.#width}
      height=${height}
    >
      <path class="begin" d=${numberStarts(steps, x, TOP - 8, bottom)} />
      <path class="wrong" d=${wrongSteps(steps, x, TOP - 4, bottom - 4)} />
      ${flips(steps, x, bottom)}
      ${guard([task, about, this.#width], () => [
        lines.map(({ name }, row) => nameOf(name, left, right, baseOf(row))),
        Array.from({ length: states }, (_, unit) => {
          const middle = middleOf(unit);
          return svg`<text class="name" x=${left - 10} y=${middle + 4}>${hiddenName(unit)}</text>
            <line class="ground" x1=${left} x2=${right} y1=${middle} y2=${middle} />`;
        }),
        svg`<text class="name" x=${left - 10} y=${bandTop + 17}>${BAND}</text>`,
      ])}
      ${lines.map((line, row) => {
        // Unlike the path of an element, points are no style: nothing is computed again but the picture.
        const points = trace(line, steps, before, x, baseOf(row), swing);
        return svg`<polyline class="trace ${line.color}" points=${points} />`;
      })}
      ${Array.from({ length: states }, (_, unit) => {
        const points = stateCurve(unit, steps, before, x, middleOf(unit), scale);
        return svg`<polyline class="state state-${unit % 3}" points=${points} />`;
      })}
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

/** The name of a line, and a line below its trace. */
function nameOf(line: string, left: number, right: number, base: number) {
  return svg`<text class="name" x=${left - 10} y=${base - 2}>${shortened(line)}<title>${line}</title></text>
    <line class="ground" x1=${left} x2=${right} y1=${base} y2=${base} />`;
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

/** Bits that were flipped. */
function flips(steps: readonly Step[], x: (time: number) => number, bottom: number) {
  return steps.map(({ flipped }, at) =>
    flipped
      ? svg`<line class="flip" x1=${x(at)} x2=${x(at)} y1=${TOP - 4} y2=${bottom} />
          <text class="flip" x=${x(at)} y=${TOP - 6}>${words.bitFlipped}</text>`
      : nothing,
  );
}

/** The automaton's state over time, with its name if there is room. */
function stateBands(about: About, steps: readonly Step[], x: (time: number) => number, top: number) {
  const all = bands(steps, x);
  return svg`${[...bandPaths(all, top + 4, 18)].map(([color, path]) => svg`<path class="band ${color}" d=${path} />`)}
    ${all.map(({ stateClass, from, width }) => {
      const name = stateClass === null ? words.none : stateName(about, stateClass);
      if (width <= name.length * 7 + 8) return nothing;
      return svg`<text class="band" x=${from + 6} y=${top + 17}>${name}</text>`;
    })}`;
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
