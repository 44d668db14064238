import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { exploreSteps, type StepModule } from '../machine/formats/explore-steps.ts';
import { thrownBy } from './module-error.ts';
import type { ModuleJob, ModuleResult } from './module-file.ts';

const { path, name, coding, progress, place } = workerData as ModuleJob;
const url = pathToFileURL(path).href;
const encoder = new TextEncoder();

/** Records the next call, so that the parent can stop it and name it. */
function onCall(text: string): void {
  // TextEncoder does not write to shared memory.
  const bytes = encoder.encode(text).subarray(0, place.length);
  place.set(bytes);
  Atomics.store(progress, 1, bytes.length);
  Atomics.add(progress, 0, 1);
}

const exit = process.exit;
// Otherwise the end of the process looks like an await that never ends.
process.exit = (code) => {
  Atomics.store(progress, 2, 1);
  return exit(code);
};

async function work(): Promise<ModuleResult> {
  let loaded: Record<string, unknown>;
  try {
    loaded = await import(url);
  } catch (error) {
    return { problem: `cannot be loaded: ${thrownBy(path, error)}` };
  }
  const whole = loaded.default;
  const module = (typeof whole === 'object' && whole !== null ? whole : loaded) as unknown as StepModule;
  try {
    return { parsed: exploreSteps(module, name, coding, onCall) };
  } catch (error) {
    if (error instanceof Error && (error.name === 'FormatError' || error.name === 'MachineError'))
      return { problem: error.message };
    const text = new TextDecoder().decode(place.slice(0, Atomics.load(progress, 1)));
    return { problem: `${text} threw ${thrownBy(path, error)}` };
  }
}

void work().then((result) => parentPort?.postMessage(result));
