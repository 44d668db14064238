import type { Recorded } from './peers.mjs';

export const machinesPage: URL;
export function withPeers(page: string, recorded: Recorded): string;
export function rowsOf(
  page: string,
): ReadonlyMap<string, { learned: number | null; constructed: number | null; table: number | null }>;
