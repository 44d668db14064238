import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './cli/carrybit.ts';

const MAX_COLUMNS = 120;
/** Links and what tools read cannot be cut. */
const UNCUT = /https?:|biome-ignore|Written by|auto-generated/;

test('no comment is wider than 120 columns', () => {
  const list = execFileSync('git', ['ls-files', '*.ts', '*.mjs', '*.c', '*.h'], { cwd: root });
  const files = String(list)
    .split('\n')
    .filter((file) => file !== '' && !file.endsWith('.d.ts'));
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
