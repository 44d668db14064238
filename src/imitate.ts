import type { MachineSearchProgress, RecordedSteps, RecordingSearch, SearchStart } from '#addon';
import { loadSearches, searches } from '#native';
import type { FixedNetwork } from './fixed/index.ts';
import { disagreements, predicted } from './machine/formats/against-recordings.ts';
import { heldOut } from './machine/formats/held-out.ts';
import type { Interface } from './machine/formats/infer.ts';
import { prefixTree, type Sequence } from './machine/formats/prefix-tree.ts';
import type { Recordings } from './machine/formats/recordings.ts';
import { checkMachine, type Machine, valueDigest } from './machine/index.ts';
import { requireList, requireObject } from './machine/require.ts';
import { checkTask, type Task } from './tasks/index.ts';

/** How long {@link imitate} searches. Limits count updates, so the same seed gives the same network everywhere. */
export interface ImitationOptions {
  readonly seed: number;
  /** Numbers of hidden units; starts take them in turns. */
  readonly sizes: readonly number[];
  /** Starts for each number of units. */
  readonly starts: number;
  /** Updates in each start. */
  readonly updates: number;
}

/** Defaults of {@link imitate}. */
export const DEFAULT_IMITATION: ImitationOptions = { seed: 1, sizes: [4, 6, 8], starts: 8, updates: 2000 };

/** Progress and cancelling of {@link imitate}. */
export interface ImitationHooks {
  /**
   * Called ten times a second while Rust works; `bestBits` is the number of recorded bits on which the best network
   * differs.
   */
  readonly onProgress?: ((progress: MachineSearchProgress) => void) | undefined;
  /** Ends the search; the best network found so far is kept. */
  readonly signal?: AbortSignal | undefined;
}

/** How many recorded output bits a network reproduces, and of how many. */
export interface Share {
  readonly right: number;
  readonly all: number;
}

/** A network that was learned from recordings alone. */
export interface Imitation {
  /** The minimal machine that the network implements, for the inputs that were recorded. */
  readonly machine: Task;
  readonly fixed: FixedNetwork;
  /** Together with the options: {@link reimitate} finds the same network again. */
  readonly from: SearchStart;
  /** Updates of this start until the network was found. */
  readonly updates: number;
  /** The accuracy on the recordings that it was learned from. */
  readonly known: Share;
  /** The accuracy on the held-out part, and which part that is; undefined where there was too little to hold out. */
  readonly heldOut: (Share & { readonly what: string }) | undefined;
  /** Lines of recorded output bits, held out or not, on which the network differs; one entry for each bit. */
  readonly otherwise: readonly number[];
  /** Lines whose recorded output contradicts that of an earlier line after the same inputs. */
  readonly contradictions: readonly { readonly line: number; readonly earlier: number }[];
}

/**
 * Learns a network from recordings directly, without a machine that specifies the device. The network has threshold
 * units and is trained on every walk by backpropagation through time. A part of the recordings is held out. Of all
 * networks found, this returns the one with the shortest description: its machine, plus the recorded bits on which the
 * network differs.
 *
 * @returns undefined if no start found a network
 * @throws Error with code CARRYBIT_INVALID_ARGUMENT for invalid recordings or options
 */
export async function imitate(
  recordings: Recordings,
  options: Partial<ImitationOptions> = {},
  hooks: ImitationHooks = {},
): Promise<Imitation | undefined> {
  requireRecordings(recordings);
  requireObject('options', options);
  requireObject('hooks', hooks);
  const { named, sequences } = recordings;
  const { onProgress, signal } = hooks;
  const parts = heldOut(sequences);
  const known = parts?.known ?? sequences;
  await loadSearches();
  const search = nativeSearch(named, known, options);
  const cancel = () => search.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted) cancel();
  const timer = onProgress && setInterval(() => onProgress(search.progress()), 100);
  try {
    const found = await search.run();
    if (found === null) return undefined;
    const { fixed, from, updates } = found;
    const machine = machineOf(named, found);
    return {
      ...{ machine, fixed, from, updates },
      known: predicted(machine, known, 0),
      heldOut: parts && { ...predicted(machine, parts.unknown, parts.skip), what: parts.what },
      otherwise: disagreements(machine, sequences),
      contradictions: prefixTree(sequences, named.outputs.length)?.contradictions ?? [],
    };
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

/** Repeats one start: the network and machine that it finds, or nothing. */
export async function reimitate(
  recordings: Recordings,
  options: Partial<ImitationOptions>,
  found: SearchStart,
): Promise<{ readonly fixed: FixedNetwork; readonly machine: Task } | undefined> {
  requireRecordings(recordings);
  requireObject('options', options);
  requireObject('found', found, 'stage', 'size', 'start');
  const { named, sequences } = recordings;
  const { stage, size, start } = found;
  const known = heldOut(sequences)?.known ?? sequences;
  await loadSearches();
  const again = await nativeSearch(named, known, options).repeat({ stage, size, start });
  return again === null ? undefined : { fixed: again.fixed, machine: machineOf(named, again) };
}

/** SHA-256 of the recordings: names, and the words of each sequence. Line numbers are not part of it. */
export function recordingsDigest(recordings: Recordings): string {
  requireRecordings(recordings);
  const { named, sequences } = recordings;
  const { inputs, outputs } = named;
  return valueDigest({
    ...{ inputs, outputs },
    sequences: sequences.map((sequence) => sequence.map(({ word, output, care }) => [word, output, care])),
  });
}

/** @throws ArgumentError */
function requireRecordings(recordings: Recordings): void {
  requireObject('recordings', recordings, 'named', 'sequences');
  requireObject('recordings.named', recordings.named, 'inputs', 'outputs');
  requireList('recordings.named.inputs', recordings.named.inputs);
  requireList('recordings.named.outputs', recordings.named.outputs);
  requireList('recordings.sequences', recordings.sequences);
  for (const [index, sequence] of recordings.sequences.entries())
    requireList(`recordings.sequences[${index}]`, sequence);
}

function nativeSearch(
  { inputs, outputs }: Interface,
  sequences: readonly Sequence[],
  options: Partial<ImitationOptions>,
): RecordingSearch {
  const { seed, sizes, starts, updates } = { ...DEFAULT_IMITATION, ...options };
  const steps = sequences.flat();
  const recorded: RecordedSteps = {
    inputs: inputs.length,
    outputs: outputs.length,
    lengths: Uint32Array.from(sequences, ({ length }) => length),
    words: Uint32Array.from(steps, ({ word }) => word),
    output: Uint32Array.from(steps, ({ output }) => output),
    care: Uint32Array.from(steps, ({ care }) => care),
  };
  return new (searches().RecordingSearch)(recorded, { seed, sizes: [...sizes], starts, updates });
}

function machineOf(
  { name, inputs, outputs, symbols }: Interface,
  { next, output, care }: { next: Int32Array; output: Uint32Array; care: Uint32Array },
): Task {
  const machine: Machine = checkMachine({
    ...{ name, inputs, outputs, initial: 0 },
    states: Array.from({ length: next.length / 2 ** inputs.length }, (_, state) => `s${state}`),
    ...{ next: Array.from(next), output: Array.from(output), care: Array.from(care) },
  });
  return checkTask({ ...machine, ...(symbols && { symbols }) });
}
