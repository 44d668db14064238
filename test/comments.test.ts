import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './cli/carrybit.ts';
import { sourceFiles } from './source-files.ts';

const MAX_COLUMNS = 120;
/** Links and what tools read cannot be cut. */
const UNCUT = /https?:|biome-ignore|Written by|auto-generated/;

const FOLDERS = 'bench docs examples firmware firmware-sim native release site src sweep test'.split(' ');
/** C and assembly, which no formatter cuts. */
const C = /\.[chS]$/;

test('no comment is wider than 120 columns, and no line of C', () => {
  const files = FOLDERS.flatMap((folder) => sourceFiles(folder, /(?<!\.d)\.(ts|mjs|rs|c|h|S)$/));
  files.push('bundle.mjs', 'prepare.mjs');
  expect(files.length).toBeGreaterThan(600);
  const wide = files.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        (C.test(file) || /^\s*(\/\/|\/?\*)/.test(line)) && [...line].length > MAX_COLUMNS && !UNCUT.test(line)
          ? [`${file}:${index + 1}`]
          : [],
      ),
  );
  expect(wide).toEqual([]);
});
