import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './cli/carrybit.ts';

const MAX_COLUMNS = 120;
/** Links and what tools read cannot be cut. */
const UNCUT = /https?:|biome-ignore|Written by|auto-generated/;

const FOLDERS = 'bench docs examples firmware firmware-sim native release site src sweep test'.split(' ');
/** Folders with what is not written by hand or not kept. */
const OTHERS = new Set(['node_modules', 'target', 'dist', 'build', 'pages', 'html', '__pycache__']);

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return OTHERS.has(entry.name) ? [] : filesIn(path);
    return /\.(ts|mjs|rs|c|h)$/.test(path) && !path.endsWith('.d.ts') ? [path] : [];
  });
}

test('no comment is wider than 120 columns', () => {
  const files = [...FOLDERS.flatMap(filesIn), 'bundle.mjs', 'prepare.mjs'];
  expect(files.length).toBeGreaterThan(600);
  const wide = files.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        /^\s*(\/\/|\/?\*)/.test(line) && [...line].length > MAX_COLUMNS && !UNCUT.test(line)
          ? [`${file}:${index + 1}`]
          : [],
      ),
  );
  expect(wide).toEqual([]);
});
