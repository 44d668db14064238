import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const place = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** Settles when stderr has this text. */
  says(text: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

/** A folder in which both packages are installed. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'carrybit-sweep-'));
  readonly #running = new Set<ChildProcess>();

  constructor() {
    mkdirSync(join(this.folder, 'node_modules'));
    symlinkSync(place('../..'), join(this.folder, 'node_modules/carrybit-sweep'));
  }

  /** Starts the built command. */
  start(...args: string[]): Running {
    const main = place('../../../dist/bin/carrybit.cjs');
    const child = spawn(process.execPath, [main, ...args], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#running.add(child);
    let [stdout, stderr] = ['', ''];
    const waiting: (() => void)[] = [];
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
      for (const look of waiting) look();
    });
    const ended = new Promise<Ended>((resolve) =>
      child.once('close', (code) => {
        this.#running.delete(child);
        resolve({ code, stdout, stderr });
      }),
    );
    const says = (text: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => stderr.includes(text) && resolve();
        waiting.push(look);
        look();
        ended.then(() => reject(new Error(`it ended without saying ${text}: ${stderr}`)));
      });
    return { child, says, ended };
  }

  /** Starts a worker and waits until it works. */
  async worker(url: string): Promise<Running> {
    const worker = this.start('worker', '--queue', url);
    await worker.says('works for the sweeps');
    return worker;
  }

  /** Ends what still runs, and removes the folder. */
  async remove(): Promise<void> {
    const left = [...this.#running].map((child) => {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      return ended;
    });
    await Promise.all(left);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
