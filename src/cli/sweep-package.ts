import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { version } from '../version.ts';
import { CommandError, EXIT } from './exit.ts';

/** The place of a sweep; carrybit-sweep defines its fields. */
export interface Snapshot {
  readonly cells: { readonly done: number; readonly total: number };
  readonly elapsed_s: number;
}

/** What the commands use of carrybit-sweep. It is a package of its own, because most people need no Redis client. */
export interface SweepPackage {
  runSweep(options: {
    readonly file: string;
    readonly out: string;
    readonly queue?: string | undefined;
    readonly version: string;
    readonly signal: AbortSignal;
    readonly say: (sentence: string) => void;
    readonly onProgress?: ((snapshot: Snapshot) => void) | undefined;
  }): Promise<{ complete: boolean; snapshot: Snapshot; files: readonly string[] }>;
  work(options: {
    readonly queue: string;
    readonly version: string;
    readonly signal: AbortSignal;
    readonly say: (sentence: string) => void;
  }): Promise<void>;
  progressLines(snapshot: Snapshot, columns: number): string;
}

/** Its place in a clone. */
const IN_A_CLONE = fileURLToPath(new URL('../../sweep/package.json', import.meta.url));

/** Finds carrybit-sweep beside carrybit, in the user's project, or in the clone. @throws CommandError */
export async function sweepPackage(): Promise<SweepPackage> {
  const isClone = existsSync(IN_A_CLONE);
  const places = [import.meta.url, join(process.cwd(), 'package.json'), ...(isClone ? [IN_A_CLONE] : [])];
  for (const place of places) {
    const { resolve } = createRequire(place);
    try {
      const manifest = createRequire(place)('carrybit-sweep/package.json') as { version: string };
      if (manifest.version !== version())
        throw new CommandError(
          `carrybit-sweep is ${manifest.version}, carrybit ${version()}; install the same: npm install carrybit-sweep@${version()}`,
          EXIT.noPackage,
        );
      return await import(pathToFileURL(resolve('carrybit-sweep')).href);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // It is not installed, or not built yet in this clone.
      if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') throw error;
    }
  }
  throw new CommandError(
    `sweeps are a package of their own, which is not installed: ${isClone ? 'npm ci --prefix sweep' : `npm install carrybit-sweep@${version()}`}`,
    EXIT.noPackage,
  );
}
