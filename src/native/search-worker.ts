// A worker of a page that makes one call of search.wasm.
import { type Job, type Report, runJob } from './search-job.ts';

/** The part of a worker that is used here; TypeScript's types of a browser are not loaded. */
declare const self: {
  onmessage: (event: { readonly data: Job }) => void;
  postMessage(report: Report): void;
};

self.onmessage = ({ data }) => runJob(data, (report) => self.postMessage(report));
