import { setTimeout as pause } from 'node:timers/promises';
import { BoardError } from '../board/board-error.ts';
import { requireObject } from '../machine/require.ts';
import { backoff } from './backoff.ts';
import { GpioCell, type GpioOptions } from './gpio.ts';
import { PinError } from './gpio-pins.ts';
import type { Io } from './io.ts';
import type { Notice } from './resuming-engine.ts';

/** The network that {@link runGpio} runs, and its pins. */
export interface GpioRun extends Omit<GpioOptions, 'waiting'> {
  /** Opens an io that is ready; called again after each loss. */
  readonly connect: () => Promise<Io>;
  /** Called with losses and what was done about them. */
  readonly onNotice: (notice: Notice) => void;
  /** Maximum of ms without pins after a loss. Default: no limit. */
  readonly giveUp_ms?: number | undefined;
  /** Ends the run. */
  readonly signal: AbortSignal;
}

/**
 * Runs the cell at the pins until the signal aborts. A lost or reset io is opened again, with backoff. Edges in the
 * meantime were not seen, so the current number is dropped, and the next one begins after RESET has been high.
 *
 * @throws what the first connection throws, and PinError
 */
export async function runGpio(run: GpioRun): Promise<void> {
  requireObject('run', run, 'connect', 'onNotice', 'signal', 'task');
  const { connect, onNotice, signal, giveUp_ms, ...options } = run;
  const aborted = new Promise<undefined>((resolve) =>
    signal.addEventListener('abort', () => resolve(undefined), { once: true }),
  );
  const io = await Promise.race([connect(), aborted]);
  if (io === undefined) return;
  let cell = new GpioCell(io, { ...options, waiting: false });
  while (!signal.aborted) {
    const reason = await Promise.race([cell.ended, aborted]);
    if (reason === undefined) break;
    onNotice({ kind: 'lost', text: `${reason.message}; the number in flight is dropped` });
    const again = await Promise.race([reconnect({ connect, onNotice, signal, giveUp_ms }), aborted]);
    if (again === undefined) return;
    cell = new GpioCell(again, { ...options, waiting: true });
    onNotice({ kind: 'back', text: 'the pins are back; set RESET high to begin a new number' });
  }
  cell.release();
}

async function reconnect({
  connect,
  onNotice,
  signal,
  giveUp_ms = Number.POSITIVE_INFINITY,
}: Pick<GpioRun, 'connect' | 'onNotice' | 'signal' | 'giveUp_ms'>): Promise<Io | undefined> {
  const deadline = performance.now() + giveUp_ms;
  let said = '';
  const waits = backoff();
  for (;;) {
    const left_ms = Math.max(0, deadline - performance.now());
    await pause(Math.min(waits.next().value, left_ms), undefined, { signal }).catch(() => {});
    if (signal.aborted) return undefined;
    try {
      return await connect();
    } catch (error) {
      if (error instanceof PinError) throw error;
      const { message } = error as Error;
      if (performance.now() >= deadline)
        throw new BoardError('lost', `${message}; gave up after ${giveUp_ms / 1000} s`);
      if (message !== said) onNotice({ kind: 'waiting', text: `${message}; trying again` });
      said = message;
    }
  }
}
