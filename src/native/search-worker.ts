// A worker of a page that makes one call of search.wasm.
import { type Job, runJob, type Told } from './search-job.ts';

/** As much of a worker as is used here: without the types of a browser TypeScript does not know it. */
declare const self: {
  onmessage: (event: { readonly data: Job }) => void;
  postMessage(told: Told): void;
};

self.onmessage = ({ data }) => runJob(data, (told) => self.postMessage(told));
