import type { Command } from 'commander';
import { endAfterSignal, exitAtOnce, starvedMs } from '#native';
import { areFilesUnderWay, filesAtRest } from '../network/under-way.ts';
import { EXIT } from './exit.ts';
import { redraws } from './terminal.ts';

/** Exit codes of a command that was told to end, by Ctrl-C or by the system. */
const EXIT_CODES = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const;

/**
 * Ms after the signal until running work is given up, and then until the process is ended from outside. Time in which
 * other programs have the processors does not count.
 */
const GRACE_MS = 150;
const LAST_RESORT_MS = 20;
/** The time for commands that have to return something over a network. */
const NETWORK_GRACE_MS = 3000;
const ON_NETWORK: readonly string[] = ['sweep', 'worker'];
/** Ms that others may have had the processors before it is asked again whether they had. */
const STARVED_AGAIN_MS = 5;

/** The last line of a command that had no time for one of its own. */
const LAST_LINE = 'carrybit: interrupted\n';

const controller = new AbortController();
let received: keyof typeof EXIT_CODES | undefined;
/** Works that end in order when they are told to. */
let underWay = 0;
let isEnding = false;

/**
 * Ends the process at Ctrl-C and SIGTERM, whatever it is doing: at once while nothing is {@link interruptible};
 * otherwise when that has ended, or has taken too long. JavaScript that never returns to the event loop never gets a
 * signal, so a thread of the addon watches too, where there is an addon. A second signal ends the process at once.
 */
export function endOnSignals(_program: Command, action: Command): void {
  // Over what is drawn there.
  const lastLine = redraws() ? `\r\u001b[K${LAST_LINE}` : LAST_LINE;
  const grace_ms = ON_NETWORK.includes(action.name()) ? NETWORK_GRACE_MS : GRACE_MS;
  for (const name of Object.keys(EXIT_CODES) as (keyof typeof EXIT_CODES)[]) {
    process.on(name, () => {
      if (received !== undefined) process.exit(EXIT_CODES[name]);
      received = name;
      controller.abort();
      if (underWay === 0) void exitInterrupted(lastLine);
      else whenHad(grace_ms, () => void exitUnlessWriting(lastLine));
    });
  }
  endAfterSignal(grace_ms + LAST_RESORT_MS, lastLine);
}

/** Runs work that ends early, but in order, when its signal aborts. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  underWay += 1;
  try {
    return await work(controller.signal);
  } finally {
    underWay -= 1;
  }
}

/** Settles when the command is told to end; for commands that run until then. */
export function interruption(): Promise<void> {
  return interruptible(
    (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
  );
}

/** Whether the command was told to end. */
export function interrupted(): boolean {
  return received !== undefined;
}

/** Work that is writing its files ends by itself soon after they are whole, with a last line of its own. */
async function exitUnlessWriting(lastLine: string): Promise<void> {
  if (areFilesUnderWay()) {
    const had = () => new Promise<void>((resolve) => whenHad(GRACE_MS, resolve));
    await Promise.race([filesAtRest(), had()]);
    await had();
  }
  await exitInterrupted(lastLine);
}

/** Ends a command that was told to end, after its output and its open files are written. */
export async function exitInterrupted(message = ''): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  const code = EXIT_CODES[received ?? 'SIGINT'];
  process.stderr.write(message);
  // A search in threads of the addon's would be waited for.
  process.on('exit', () => exitAtOnce(code));
  whenHad(GRACE_MS, () => process.exit(code));
  await Promise.all([filesAtRest(), ...[process.stdout, process.stderr].map(written)]);
  process.exit(code);
}

/** Does something when the process has had so long for itself, without the time in which others had the processors. */
function whenHad(ms: number, work: () => void, starved = starvedMs()): void {
  setTimeout(() => {
    const now = starvedMs();
    if (now - starved < STARVED_AGAIN_MS) work();
    else whenHad(now - starved, work, now);
  }, ms);
}

function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });
}
