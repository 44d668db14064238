// A worker for which every job is nothing: node bench/idle-worker.mjs URL.
import { createRequire } from 'node:module';
import { PREFIX, queueName } from '../sweep/dist/queue.js';

const { Worker } = createRequire(new URL('../sweep/', import.meta.url))('bullmq');
const outcome = { value: { network: null, examined: [] }, elapsed_ms: 0, worker: 'idle' };
const worker = new Worker(queueName('bench'), async () => outcome, {
  connection: { url: process.argv[2] },
  prefix: PREFIX,
  concurrency: 20,
});
await worker.waitUntilReady();
process.stdout.write('ready\n');
