/**
 * Runs long work that Ctrl-C or SIGTERM ends early but cleanly: the signal it is given aborts then. A second one
 * ends the process at once.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => {
    controller.abort();
    release();
  };
  const release = () => {
    for (const name of SIGNALS) process.removeListener(name, stop);
  };
  for (const name of SIGNALS) process.on(name, stop);
  return work(controller.signal).finally(release);
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
