import { createHistogram } from 'node:perf_hooks';
import type { Verdict } from '../runtime/index.ts';
import { count, grouped } from './counts.ts';

/** Counts results and their latencies; its memory does not grow with their number. */
export class Tally {
  answers = 0;
  errors = 0;
  notCompared = 0;
  steps = 0;
  readonly #latency = createHistogram();
  readonly #started = performance.now();

  add(verdict: Verdict, steps: number, milliseconds?: number): void {
    this.answers += 1;
    this.steps += steps;
    if (verdict === 'wrong') this.errors += 1;
    if (verdict === 'not compared') this.notCompared += 1;
    if (milliseconds !== undefined) this.#latency.record(Math.max(1, Math.round(milliseconds * 1e6)));
  }

  /** For programs; latencies in milliseconds, null without any. */
  summary() {
    const seconds = (performance.now() - this.#started) / 1000;
    const latency = (percent: number) =>
      this.#latency.count === 0 ? null : Math.round(this.#latency.percentile(percent) / 1e3) / 1e3;
    return {
      answers: this.answers,
      errors: this.errors,
      ...(this.notCompared > 0 && { notCompared: this.notCompared }),
      steps: this.steps,
      seconds: Math.round(seconds * 1000) / 1000,
      bitsPerSecond: Math.round(this.steps / seconds),
      medianMilliseconds: latency(50),
      p99Milliseconds: latency(99),
    };
  }

  /** As text. */
  lines(): string {
    const {
      answers,
      errors,
      notCompared,
      steps,
      seconds,
      bitsPerSecond,
      medianMilliseconds,
      p99Milliseconds,
    } = this.summary();
    const latency =
      medianMilliseconds === null
        ? ''
        : `\nlatency ${medianMilliseconds} ms median, ${p99Milliseconds} ms 99th percentile`;
    const open = notCompared === undefined ? '' : `, ${grouped(notCompared)} not compared`;
    return `${count(answers, 'result')}, ${count(errors, 'error')}${open}; ${count(steps, 'step')} in ${seconds} s, ${grouped(bitsPerSecond)} bits/s${latency}`;
  }
}
