// What page.check.ts and the benchmark call, by name, in the page.
import {
  Automaton,
  initialParameters,
  loadCore,
  loadSearches,
  Minibatch,
  Restarts,
  searches,
  Trainer,
} from '#native';
import exactUrl from '../../../native/wasm/exact.wasm?url';
import fastUrl from '../../../native/wasm/fast.wasm?url';
import type { Core } from '../../../src/native/core.ts';
import { instancesLater, isFused } from '../../../src/native/engine.ts';
import { wasmCore } from '../../../src/native/wasm.ts';
import { certificate, minimalAutomaton, verifyCertificate } from '../../../src/proof/index.ts';
import { adder } from '../../../src/tasks/index.ts';
import { train } from '../../../src/train.ts';
import { DEFAULT_TRAINING } from '../../../src/training/index.ts';
import { digests } from '../digests.ts';
import { searchResults } from '../search-results.ts';
import { measure } from './measure.ts';

/** The core that the page's own engine chooses. */
const chosen: Core = { Automaton, initialParameters, Minibatch, Restarts, Trainer };

async function core(name: 'chosen' | 'exact' | 'fast'): Promise<Core> {
  if (name === 'chosen') {
    await loadCore();
    return chosen;
  }
  const response = await fetch(name === 'exact' ? exactUrl : fastUrl);
  return wasmCore(await instancesLater(new Uint8Array(await response.arrayBuffer())));
}

const calls = {
  isFused,
  digests: async (name: 'chosen' | 'exact' | 'fast', seeds: number) => digests(await core(name), seeds),
  measure: async (name: 'exact' | 'fast') => measure(await core(name)),

  searchResults: async (seed: number) => {
    await loadSearches();
    return searchResults(searches(), seed);
  },

  /** Uses the core before it is loaded. */
  useTooEarly: () => {
    try {
      return String(initialParameters({ inputs: 1, hidden: 1, outputs: 1 }, 1, 0));
    } catch (error) {
      return String(error);
    }
  },

  /** The whole way in the page: train, quantize, prove, check the certificate, explain. */
  async train(seed: number) {
    const training = await train(adder, { ...DEFAULT_TRAINING, seed });
    if (training.outcome !== 'proven') throw new Error(training.outcome);
    const { fixed, proof, trained } = training;
    const { transitions } = verifyCertificate(fixed, adder, certificate(fixed, adder, proof));
    const { states } = minimalAutomaton(adder, proof);
    return {
      start: trained.start,
      parameters: [...trained.parameters],
      transitions,
      classes: states.length,
    };
  },

  /** A search in a worker that is cancelled once it has told so often where it is. */
  trainInWorker: (reports: number) =>
    new Promise((resolve) => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
      const updates: number[] = [];
      worker.onmessage = ({ data }) => {
        if ('outcome' in data) resolve({ updates, ...data });
        else if (updates.push(data.updates) === reports) worker.postMessage('cancel');
      };
    }),
};

Object.assign(window, { calls });
export type Calls = typeof calls;
