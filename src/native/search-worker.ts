// A worker of a page that makes one call of search.wasm.
import { type Job, runJob, type Told } from './search-job.ts';

/** The part of a worker that is used here; TypeScript's types of a browser are not loaded. */
declare const self: {
  onmessage: (event: { readonly data: Job }) => void;
  postMessage(told: Told): void;
};

self.onmessage = ({ data }) => runJob(data, (told) => self.postMessage(told));
