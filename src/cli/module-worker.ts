import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { exploreSteps, type StepModule } from '../machine/formats/explore-steps.ts';
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

/** The error that a module threw, with its line. */
function thrown(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const lines = (error.stack ?? '').split('\n');
  const at = lines
    .map((line) => /(?:file:\/\/)?([^\s()]+):(\d+):(\d+)\)?$/.exec(line))
    .find((match) => match?.[0].includes(path));
  const place = at ? ` (line ${at[2]}, column ${at[3]})` : error instanceof SyntaxError ? misspelt() : '';
  return `${error.name}: ${error.message.split('\n')[0]}${place}`;
}

/**
 * The place of a syntax error in the module: the caught SyntaxError does not have it, but Node's own check prints it.
 */
function misspelt(): string {
  const { stderr } = spawnSync(process.execPath, ['--check', path], { encoding: 'utf8', timeout: 500 });
  const [first = ''] = stderr.split('\n');
  const line = first.startsWith(url) || first.startsWith(path) ? /:(\d+)$/.exec(first)?.[1] : undefined;
  return line === undefined ? '' : ` (line ${line})`;
}

async function work(): Promise<ModuleResult> {
  let loaded: Record<string, unknown>;
  try {
    loaded = await import(url);
  } catch (error) {
    return { problem: `cannot be loaded: ${thrown(error)}` };
  }
  const whole = loaded.default;
  const module = (typeof whole === 'object' && whole !== null ? whole : loaded) as unknown as StepModule;
  try {
    return { parsed: exploreSteps(module, name, coding, onCall) };
  } catch (error) {
    if (error instanceof Error && (error.name === 'FormatError' || error.name === 'MachineError'))
      return { problem: error.message };
    const text = new TextDecoder().decode(place.slice(0, Atomics.load(progress, 1)));
    return { problem: `${text} threw ${thrown(error)}` };
  }
}

void work().then((result) => parentPort?.postMessage(result));
