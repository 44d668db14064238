import type { FixedNetwork } from '../fixed/index.ts';
import type { Machine } from '../machine/index.ts';
import type { Task } from '../tasks/index.ts';
import type { FloatParameters } from '../training/float-network.ts';
import type { TrainingOptions } from '../training/options.ts';

/**
 * A network file's content; docs/network.schema.json describes it. A file of version 1 has its machine here, too, and
 * the digests of its own format.
 */
export interface NetworkDocument extends Pick<Task, 'about' | 'reading' | 'symbols'> {
  readonly format: 'carrybit-network';
  /** Version of the file format. */
  readonly version: 1 | 2;
  /** What the network does, step by step. */
  readonly machine: Machine;
  /** The float parameters that were rounded; null if there are none. */
  readonly float: Readonly<Record<keyof FloatParameters, Tensor>> | null;
  readonly fixed: FixedNetwork;
  /** How the network was made. */
  readonly provenance: Provenance;
  /** null if it is not proven. */
  readonly proof: ProofSummary | null;
  /** SHA-256, 64 hexadecimal digits each; docs/spec.md section 4. */
  readonly digests: { readonly float: string; readonly fixed: string; readonly file: string };
}

/** Numbers in row-major order. */
export interface Tensor {
  /** At most two dimensions; none for a single number. */
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** The numbers of a proof in a network file; the certificate is a file of its own. */
export interface ProofSummary {
  /** SHA-256 of the certificate. */
  readonly certificate: string;
  /** Reachable pairs of a network state and a machine state. */
  readonly pairs: number;
  /** Reachable states of the network. */
  readonly states: number;
  /** Transitions between them. */
  readonly transitions: number;
  /** Smallest |logit| of any output that matters, in the accumulator's units. */
  readonly margin: number;
}

/** How a network was made. */
export type Provenance =
  | TrainProvenance
  | ShrinkProvenance
  | LearnProvenance
  | ConstructProvenance
  | SmallestProvenance
  | ImportProvenance
  | BoardProvenance
  | RecordingsProvenance;

/** The first start that was proven. */
export interface TrainProvenance extends StartProvenance {
  readonly method: 'train';
  /** Number of the proven rounding, 1 to 9; docs/spec.md section 3. */
  readonly rounding: number;
  /** Rounds of fine-tuning before that, 0 to 5. */
  readonly rounds: number;
  /** How many earlier starts were dropped, by reason. */
  readonly dropped: {
    readonly notLearned: number;
    readonly notQuantizable: number;
    readonly disproved: number;
    readonly undecided: number;
  };
}

/** The smallest constants of all starts. */
export interface ShrinkProvenance extends StartProvenance {
  readonly method: 'shrink';
}

/** A start of the tutorial's training. */
interface StartProvenance extends Omit<TrainingOptions, 'hidden' | 'maxStarts'> {
  /** The version of carrybit. */
  readonly carrybit: string;
  /** How many starts were tried. */
  readonly starts: number;
  /** Number of its start. */
  readonly start: number;
  /** Share of test samples on which it was correct everywhere. */
  readonly exact: number;
}

/** A start of the search for a machine; all these values together determine the network. */
export interface LearnProvenance {
  readonly method: 'learn';
  /** The version of carrybit. */
  readonly carrybit: string;
  /** 0 to 2^32 − 1. */
  readonly seed: number;
  /** Starts in each stage. */
  readonly starts: number;
  /** Updates in each start. */
  readonly updates: number;
  /** Stages of the search. */
  readonly stages: number;
  /** The stage that found it. */
  readonly stage: number;
  /** Hidden units that it started with. */
  readonly size: number;
  /** Number of the start in its stage. */
  readonly start: number;
  /** SHA-256 of the recordings from which `train --recordings` inferred the machine; absent for other machines. */
  readonly recordings?: string | undefined;
}

/** Made directly from the machine. */
export interface ConstructProvenance {
  readonly method: 'construct';
  /** The version of carrybit. */
  readonly carrybit: string;
  /** SHA-256 of the recordings from which `train --recordings` inferred the machine; absent for other machines. */
  readonly recordings?: string | undefined;
}

/** The fewest bits, found by searching the constants themselves. */
export interface SmallestProvenance {
  readonly method: 'smallest';
  /** The version of carrybit. */
  readonly carrybit: string;
  /** What the table was allowed to hold. */
  readonly tables: 'any' | 'monotone' | 'tanh';
  /** Maximum of rows of weights that were tried in each space and shift. */
  readonly work: number;
}

/** A start that learned from recordings. Together with the recordings, these values determine network and machine. */
export interface RecordingsProvenance {
  readonly method: 'recordings';
  /** The version of carrybit. */
  readonly carrybit: string;
  /** 0 to 2^32 − 1. */
  readonly seed: number;
  /** Starts of each size. */
  readonly starts: number;
  /** Updates in each start. */
  readonly updates: number;
  /** SHA-256 of the recordings, 64 hexadecimal digits. */
  readonly recordings: string;
  /** Its hidden units. */
  readonly size: number;
  /** Number of the start among those of its size. */
  readonly start: number;
}

/** Rounded from weights that were trained elsewhere. */
export interface ImportProvenance {
  readonly method: 'import';
  /** The version of carrybit. */
  readonly carrybit: string;
  /** The format that they were read from. */
  readonly source: 'safetensors' | 'onnx';
  /** SHA-256 of that file, 64 hexadecimal digits. */
  readonly digest: string;
  /** Number of the proven rounding, 1 to 9. */
  readonly rounding: number;
}

/** Read from a board, which stores only constants, not how they were made. */
export interface BoardProvenance {
  readonly method: 'board';
  /** The version of carrybit that read it. */
  readonly carrybit: string;
  /** The version of the board's firmware. */
  readonly firmware: string;
}
