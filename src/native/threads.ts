import { join } from 'node:path';
import type { Start } from './calls.ts';

/** MiB of a thread's stack. A search recurses once for each step that it decides. */
const STACK_MB = 256;

/**
 * Makes calls of search.wasm in threads of Node.
 *
 * @param root the package's own folder
 */
export function inThreadsOf(root: string): Start {
  const file = join(root, 'dist/src/native/search-thread.js');
  return (job, take, fail) => {
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const thread = new Worker(file, { workerData: job, resourceLimits: { stackSizeMb: STACK_MB } });
    thread.on('message', take);
    thread.on('error', ({ message }) => fail(message));
    return () => void thread.terminate();
  };
}
