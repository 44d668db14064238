// A thread of Node that makes one call of search.wasm.
import { parentPort, workerData } from 'node:worker_threads';
import { type Job, runJob } from './search-job.ts';

runJob(workerData as Job, (report) => parentPort?.postMessage(report));
