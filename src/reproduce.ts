import { constantBits, type FixedNetwork } from './fixed/index.ts';
import { FULL_PURSUIT, Judge } from './judge.ts';
import type { Recordings } from './machine/formats/index.ts';
import { machineDigest, shown } from './machine/index.ts';
import {
  fileContent,
  floatOf,
  type NetworkDocument,
  networkDocument,
  type OtherOrigin,
  optionsOf,
  taskOf,
} from './network/index.ts';
import { certificate, prove } from './proof/index.ts';
import type { Task } from './tasks/index.ts';
import { countDropped, train } from './train.ts';
import { type FloatNetwork, flatParameters, type RestartHooks } from './training/index.ts';

/** A network file differs from what its own provenance leads to; the message names the field. */
export class ReproduceError extends Error {
  override readonly name = 'ReproduceError';
}

export interface ReproduceHooks extends RestartHooks {
  /** The recordings that a network was learned from. */
  readonly recordings?: Recordings | undefined;
}

/**
 * Repeats what the provenance of a proven network file says, and compares every field. Training repeats to the bit. So
 * a file that passes is exactly what `train` or `shrink` writes for its options, and every statement in it is true.
 *
 * @param version of carrybit
 * @throws ReproduceError naming the first field that differs; the signal's reason when it aborts.
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
  // Digests are compared last: they differ whenever another field does, and do not say which.
  const { digests: _, ...said } = fileContent(document);
  const { digests: __, ...due } = fileContent(again);
  const difference =
    firstDifference(said, due, '') ?? firstDifference(document.digests, again.digests, 'digests');
  if (difference !== undefined) throw new ReproduceError(difference + other);
}

/** The result of repeating the provenance. A file without counts of dropped starts was made by `shrink`. */
async function rebuilt(
  document: NetworkDocument,
  hooks: ReproduceHooks,
): Promise<NetworkDocument | undefined> {
  const task = taskOf(document);
  const options = optionsOf(document);
  if (options === undefined) return remade(document, hooks.recordings);
  const { weightBits, stateBits, tableBits } = document.fixed;
  const searched = document.provenance.method === 'shrink';
  // carrybit 0.1 dropped a network that the first rounding did not prove.
  const pursuit = document.version === 1 ? { roundings: 1, rounds: 0 } : FULL_PURSUIT;
  const training = searched
    ? undefined
    : await train(task, options, { weightBits, stateBits, tableBits }, hooks, pursuit);
  const result = training ?? (await (await import('./shrink.ts')).shrink(task, options, hooks))[0];
  if (!result?.trained || !result.float || !result.fixed || !result.proof) return undefined;
  const { trained, float, fixed, proof } = result;
  const origin = {
    options,
    start: trained.start,
    exact: trained.accuracy,
    ...(training?.outcome === 'proven' && { rounding: training.rounding, rounds: training.rounds }),
    dropped: training && countDropped(training.dropped),
    version: document.provenance.carrybit,
  };
  const proven = { proof, certificate: certificate(fixed, task, proof) };
  return networkDocument(task, float, fixed, origin, proven, document.version);
}

/** The result of searching, constructing or rounding again. */
async function remade(
  document: NetworkDocument,
  recordings: Recordings | undefined,
): Promise<NetworkDocument | undefined> {
  const origin = document.provenance as OtherOrigin;
  const made = await madeAgain(document, taskOf(document), origin, recordings);
  const task = made?.task ?? taskOf(document);
  const proof = made && prove(made.fixed, task);
  if (made === undefined || proof?.verdict !== 'proven') return undefined;
  const proven = { proof, certificate: certificate(made.fixed, task, proof) };
  return networkDocument(task, made.float, made.fixed, made.origin ?? origin, proven);
}

async function madeAgain(
  document: NetworkDocument,
  task: Task,
  origin: OtherOrigin,
  recordings: Recordings | undefined,
): Promise<Made | undefined> {
  switch (origin.method) {
    case 'learn':
      if (recordings !== undefined) await requireInferred(recordings, origin.recordings, task);
      return (await import('./learn.ts')).relearn(task, origin, origin);
    case 'construct': {
      if (recordings !== undefined) await requireInferred(recordings, origin.recordings, task);
      const fixed = (await import('./learn.ts')).construct(task);
      return typeof fixed === 'number' ? undefined : { fixed };
    }
    case 'recordings': {
      if (recordings === undefined)
        throw new ReproduceError(
          'it was learned from recordings; to train it again, pass them: --recordings FILE',
        );
      const { reimitate } = await import('./imitate.ts');
      await requireDigest(recordings, origin.recordings);
      const again = await reimitate(recordings, origin, { stage: 0, ...origin });
      // A file's name is not recorded.
      return again && { fixed: again.fixed, task: { ...again.machine, name: task.name } };
    }
    case 'board':
      // The other fields of such a file follow from its constants and the machine.
      return { fixed: document.fixed };
    case 'smallest': {
      const { firstOfSize } = await import('./smallest.ts');
      const fixed = await firstOfSize(task, origin.tables, constantBits(document.fixed), origin.work);
      return fixed && { fixed };
    }
    case 'import': {
      // The training of imported weights cannot be repeated; their rounding and proof can.
      const float = floatOf(document);
      const judged = float && new Judge(task, float.hidden, document.fixed).judge(flatParameters(float));
      if (judged?.verdict !== 'proven') return undefined;
      return { float, fixed: judged.fixed, origin: { ...origin, rounding: judged.rounding } };
    }
  }
}

async function requireDigest(recordings: Recordings, expected: string): Promise<void> {
  const digest = (await import('./imitate.ts')).recordingsDigest(recordings);
  if (digest !== expected)
    throw new ReproduceError(
      `provenance.recordings: expected recordings with the digest ${expected}, got ${digest}`,
    );
}

/** Infers the machine again, whose file has another name perhaps. */
async function requireInferred(
  recordings: Recordings,
  digest: string | undefined,
  task: Task,
): Promise<void> {
  if (digest === undefined)
    throw new ReproduceError(
      'provenance.recordings: its machine was given, not inferred from recordings; leave --recordings out',
    );
  await requireDigest(recordings, digest);
  const { infer } = await import('./machine/formats/infer.ts');
  const { machine } = infer(recordings.sequences, recordings.named);
  if (machineDigest({ ...machine, name: task.name }) !== machineDigest(task))
    throw new ReproduceError('machine: another one is inferred from these recordings');
}

/** A network with its origin, if it differs from the stated one. */
interface Made {
  readonly fixed: FixedNetwork;
  readonly float?: FloatNetwork | undefined;
  readonly origin?: OtherOrigin;
  /** If the machine was made again, too. */
  readonly task?: Task;
}

/** The first field in which two documents differ, with both values. */
function firstDifference(said: unknown, due: unknown, path: string): string | undefined {
  if (isObject(said) && isObject(due)) {
    for (const name of new Set([...Object.keys(said), ...Object.keys(due)])) {
      const difference = firstDifference(said[name], due[name], path === '' ? name : `${path}.${name}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  // JSON from other writers may hold -0, which is the same value.
  if (said === due) return undefined;
  return `${path}: is ${shown(said)}; made again from its provenance it is ${shown(due)}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
