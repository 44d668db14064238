import type { FixedNetwork } from './fixed/index.ts';
import { recordingsDigest, reimitate } from './imitate.ts';
import { construct, relearn } from './learn.ts';
import type { Recordings } from './machine/formats/index.ts';
import { fileContent, type NetworkDocument, networkDocument, optionsOf, taskOf } from './network/index.ts';
import { certificate, prove } from './proof/index.ts';
import { shrink } from './shrink.ts';
import { countDropped, train } from './train.ts';
import type { FloatNetwork, RestartHooks } from './training/index.ts';

/** A network file says something else than what its own provenance leads to; the message names the field. */
export class ReproduceError extends Error {
  override readonly name = 'ReproduceError';
}

export interface ReproduceHooks extends RestartHooks {
  /** What a network was learned from that was learned from recordings. */
  readonly recordings?: Recordings | undefined;
}

/**
 * Does again what a proven network file says was done, and compares every field. Training repeats to the bit, so
 * what passes is exactly what `train` or `shrink` writes for the options in it: nothing in it can be untrue.
 *
 * @param version of carrybit
 * @throws ReproduceError naming the first field that comes out otherwise; the signal's reason when it aborts.
 */
export async function reproduce(
  document: NetworkDocument,
  version: string,
  hooks: ReproduceHooks = {},
): Promise<void> {
  const again = await rebuilt(document, hooks).catch((error: Error & { code?: unknown }) => {
    const refused = error.name === 'SettingError' || error.code === 'CARRYBIT_INVALID_ARGUMENT';
    throw refused ? new ReproduceError(`provenance: ${error.message}`) : error;
  });
  hooks.signal?.throwIfAborted();
  const { carrybit } = document.provenance;
  const other =
    carrybit === version
      ? ''
      : `; carrybit ${carrybit} wrote the file, this is ${version}, which may train otherwise`;
  if (again === undefined)
    throw new ReproduceError(`provenance: with these options no start is proven${other}`);
  const difference = firstDifference(fileContent(document), fileContent(again), '');
  if (difference !== undefined) throw new ReproduceError(difference + other);
}

/** What the provenance leads to. A file that does not count its dropped starts was found by `shrink`. */
async function rebuilt(
  document: NetworkDocument,
  hooks: ReproduceHooks,
): Promise<NetworkDocument | undefined> {
  const task = taskOf(document);
  const options = optionsOf(document);
  if (options === undefined) return remade(document, hooks.recordings);
  const { weightBits, stateBits, tableBits } = document.fixed;
  const searched = document.provenance.method === 'shrink';
  const training = searched
    ? undefined
    : await train(task, options, { weightBits, stateBits, tableBits }, hooks);
  const result = training ?? (await shrink(task, options, hooks))[0];
  if (!result?.attempt || !result.float || !result.fixed || !result.proof) return undefined;
  const { attempt, float, fixed, proof } = result;
  const origin = {
    options,
    start: attempt.start,
    exact: attempt.exact,
    dropped: training && countDropped(training.dropped),
    version: document.provenance.carrybit,
  };
  const proven = { proof, certificate: certificate(fixed, task, proof) };
  return networkDocument(task, float, fixed, origin, proven, document.version);
}

/** What the search for a machine, or its construction, comes to again. */
async function remade(
  document: NetworkDocument,
  recordings: Recordings | undefined,
): Promise<NetworkDocument | undefined> {
  const { provenance } = document;
  let task = taskOf(document);
  let made: { readonly fixed: FixedNetwork; readonly float?: FloatNetwork } | undefined;
  if (provenance.method === 'learn') {
    made = await relearn(task, provenance, provenance);
  } else if (provenance.method === 'construct') {
    const fixed = construct(task);
    made = typeof fixed === 'number' ? undefined : { fixed };
  } else if (provenance.method === 'recordings') {
    if (recordings === undefined)
      throw new ReproduceError(
        'it was learned from recordings; to train it again, name them: --recordings FILE',
      );
    const digest = recordingsDigest(recordings);
    if (digest !== provenance.recordings)
      throw new ReproduceError(
        `provenance.recordings: is ${provenance.recordings}; these recordings’ is ${digest}`,
      );
    const again = await reimitate(recordings, provenance, { stage: 0, ...provenance });
    // A file's name is not recorded.
    if (again) [made, task] = [again, { ...again.machine, name: task.name }];
  }
  const proof = made && prove(made.fixed, task);
  if (made === undefined || proof?.verdict !== 'proven') return undefined;
  const proven = { proof, certificate: certificate(made.fixed, task, proof) };
  const origin = provenance as Extract<typeof provenance, { method: 'learn' | 'construct' | 'recordings' }>;
  return networkDocument(task, made.float, made.fixed, origin, proven);
}

/** The first field at which two documents differ, and how. */
function firstDifference(said: unknown, due: unknown, path: string): string | undefined {
  if (isObject(said) && isObject(due)) {
    for (const name of new Set([...Object.keys(said), ...Object.keys(due)])) {
      const difference = firstDifference(said[name], due[name], path === '' ? name : `${path}.${name}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (Object.is(said, due)) return undefined;
  return `${path}: is ${JSON.stringify(said)}; trained again from its provenance it is ${JSON.stringify(due)}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
