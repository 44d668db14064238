import type { Machine } from '../../src/machine/machine.ts';

export interface PeerResult {
  readonly machine: string;
  /** Of carrybit 0.1.0. */
  readonly outcome?: 'proven' | 'exhausted' | 'interrupted';
  readonly bits?: number | null;
  /** Of torch: wrong steps in the test, and in the one after rounding to bytes. */
  readonly wrong?: number;
  readonly wrongInBytes?: number;
  /** Whether it was right in all tests that end the training early. */
  readonly passed?: boolean;
  /** What carrybit says of this network, if it is right in the test. */
  readonly judged?: 'proven' | 'disproved' | 'undecided' | 'not quantizable';
  readonly parameters?: number;
  readonly aalpy?: { readonly states: number; readonly isSame: boolean } | null;
}

export interface Recorded {
  readonly cpu: string;
  readonly peers: readonly {
    readonly name: string;
    readonly limit: number;
    readonly versions: Readonly<Record<string, string>>;
    readonly results: readonly PeerResult[];
  }[];
}

export const complete: readonly Machine[];
export function sample(every: number): readonly Machine[];
export function finished(results: readonly PeerResult[]): { every: number; results: readonly PeerResult[] };
export function recorded(): Recorded;
