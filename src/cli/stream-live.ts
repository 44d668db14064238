import { createLogUpdate } from 'log-update';
import type { Words } from '../machine/index.ts';
import type { StreamResult, Verdict } from '../runtime/index.ts';
import { printable } from '../runtime/printable.ts';
import { count } from '../view/counts.ts';
import { LiveView } from '../view/live.ts';
import type { RecordedComparison, RecordedSummary } from '../view/recorded.ts';
import { MARKS, resultLines } from '../view/result-lines.ts';
import type { Tally } from '../view/tally.ts';
import { endLines, Output, type Shown } from './stream-base.ts';
import { columnsOf, shownOn } from './terminal.ts';

/** Milliseconds between two pictures. */
const FRAME_MS = 40;

/** The picture of the stream, and above it the numbers that have ended. */
export class LiveOutput extends Output {
  override readonly isLive = true;
  readonly #view: LiveView;
  readonly #screen = createLogUpdate(process.stdout);
  #drawn = 0;
  #ended = 0;
  /** The latest end of a number that is not shown yet. */
  #held: string | undefined;

  constructor(shown: Shown) {
    super(shown);
    this.#view = new LiveView(shown.task, shown.network);
  }

  override begin(): void {
    this.#draw();
  }

  override steps(inputs: Words, outputs: Words, first: boolean): void {
    if (first) this.#view.reset();
    outputs.forEach((bits, step) => {
      this.#view.step(inputs[step] ?? 0, bits);
    });
    if (performance.now() - this.#drawn >= FRAME_MS) this.#draw();
  }

  override result(result: StreamResult, recorded?: RecordedSummary): void {
    this.#over(shownOn(process.stdout, resultLines(this.shown.task, result, columns(), recorded)));
  }

  override number(verdict: Verdict, steps: number): void {
    this.#over(shownOn(process.stdout, `${count(steps, 'step')}  ${MARKS[verdict]}`));
  }

  override note(text: string): void {
    this.#screen.persist(`  ${printable(text)}`);
  }

  override end(tally: Tally, recorded?: RecordedComparison): void {
    if (this.#held !== undefined) this.#screen.persist(`\n${this.#held}`);
    this.#draw();
    this.#screen.done();
    this.print(shownOn(process.stdout, `\n${endLines(tally, recorded)}`));
  }

  override fail(): void {
    this.#screen.clear();
    this.#screen.done();
  }

  /** A number has ended. If they end faster than people read, only some are shown. */
  #over(text: string): void {
    const now = performance.now();
    this.#held = text;
    if (now - this.#ended < 4 * FRAME_MS && !text.includes('✗')) return;
    this.#ended = now;
    this.#held = undefined;
    this.#screen.persist(`\n${text}`);
    this.#draw();
  }

  #draw(): void {
    this.#drawn = performance.now();
    this.#screen(`\n${this.#view.frame(columns())}\n\n  ${this.shown.name}`);
  }
}

const columns = () => columnsOf(process.stdout);
