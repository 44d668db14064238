// The bench's side of the protocol in README.md: a contestant is a child process that does what it is told.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** One core for everyone. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** It cannot take part: something that it needs is not installed. */
export class Absent extends Error {}

const MISSING = /No module named|ERR_MODULE_NOT_FOUND|ENOENT/;

export class Contestant {
  #name;
  #child;
  #lines;
  #complaint = '';

  constructor(command, file, env = {}) {
    this.#name = file;
    const path = fileURLToPath(new URL(`contestants/${file}`, import.meta.url));
    this.#child = spawn(command, [path], { env: { ...process.env, ...ONE_THREAD, ...env } });
    this.#child.stderr.on('data', (text) => {
      this.#complaint += text;
    });
    // A process that cannot start ends its output; that is where it is noticed.
    this.#child.on('error', (error) => {
      this.#complaint = error.message;
    });
    this.#child.stdin.on('error', () => {});
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Gives it a case and resolves to the versions of what it is made of. */
  async prepare(task) {
    const { versions } = await this.#ask({ prepare: task });
    return versions;
  }

  /** Lets it work from the beginning: at least `run` units. Resolves to { done, seconds, check }. */
  run(run, check = false) {
    return this.#ask({ run, check });
  }

  close() {
    this.#child.stdin.end();
  }

  async #ask(message) {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
    const { value, done } = await this.#lines.next();
    if (!done) return JSON.parse(value);
    if (MISSING.test(this.#complaint)) throw new Absent();
    throw new Error(`${this.#name} ended:\n${this.#complaint}`);
  }
}
