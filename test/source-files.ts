import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './cli/carrybit.ts';

/** Folders with what is not written by hand or not kept. */
const OTHERS = new Set(['node_modules', 'target', 'dist', 'build', 'pages', 'html', '__pycache__']);

/** The files of a folder of the project, and of the folders in it, whose names end so. */
export function sourceFiles(folder: string, ending: RegExp): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return OTHERS.has(entry.name) ? [] : sourceFiles(path, ending);
    return ending.test(path) ? [path] : [];
  });
}
