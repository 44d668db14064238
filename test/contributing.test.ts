import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder, node, root } from './cli/carrybit.ts';
import { type Block, blocksOf } from './docs/blocks.ts';

/** The recipes of CONTRIBUTING.md: the files that each adds or changes, by title. */
const recipes = new Map<string, readonly Block[]>(
  readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
    .split(/^### /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), blocksOf(text)]),
);

/** A copy of the project in which the recipes are followed. */
const copy = emptyFolder();

/** A block as a file, or as a change of one: lines that begin with a minus sign become those with a plus sign. */
function follow({ language, name, text }: Block): void {
  const path = join(copy, name);
  if (language !== 'diff') {
    writeFileSync(path, text, { flag: 'wx' });
    return;
  }
  const lines = text.trimEnd().split('\n');
  const [before, after] = ['+', '-'].map((sign) =>
    lines.filter((line) => !line.startsWith(sign)).map((line) => `${line.slice(1)}\n`),
  );
  const parts = readFileSync(path, 'utf8').split((before as string[]).join(''));
  expect(parts, `${name} has the lines of the recipe once`).toHaveLength(2);
  writeFileSync(path, parts.join((after as string[]).join('')));
}

/** What the suite of cells needs. */
const SUITE = ['vitest.config.ts', 'test/fixed', 'test/tally.ts', 'test/temporary-folder.ts'];

const carrybit = (...args: string[]) => node(copy, ['dist/bin/carrybit.cjs', ...args]);

describe('the recipes of CONTRIBUTING.md', () => {
  beforeAll(async () => {
    for (const name of ['src', 'firmware-sim', 'package.json', 'tsconfig.json', 'bundle.mjs', ...SUITE])
      cpSync(join(root, name), join(copy, name), { recursive: true });
    for (const name of ['node_modules', 'native', 'release', 'firmware', 'docs'])
      symlinkSync(join(root, name), join(copy, name));
    for (const blocks of recipes.values()) for (const block of blocks) follow(block);
    const { code, stderr } = await node(copy, ['bundle.mjs']);
    expect([code, stderr]).toEqual([0, '']);
  });

  const shown = [...recipes].filter(([, blocks]) => blocks.length > 0);
  test.each(shown)('%s touches at most two files, and a third with its test', (_, blocks) => {
    expect(new Set(blocks.map(({ name }) => name)).size).toBeLessThanOrEqual(2);
  });

  test('what they add has the right types', async () => {
    const { code, stdout } = await node(copy, ['node_modules/typescript/lib/tsc.js', '--noEmit']);
    expect([code, stdout]).toEqual([0, '']);
  });

  test('a task, an exporter and an engine that were added so can be used', async () => {
    const trained = await carrybit('train', '--task', 'majority', '--quiet');
    expect([trained.code, trained.stderr]).toEqual([0, '']);
    const table = await carrybit('export', '--format', 'csv', '--out', '-');
    expect(table.stdout).toContain('only,001,only,0\nonly,101,only,1\n');
    const streamed = await carrybit('stream', '--engine', 'machine', '--in', '110,100', '--json');
    expect([streamed.code, streamed.stderr]).toEqual([0, '']);
    const [result = ''] = streamed.stdout.split('\n');
    expect(JSON.parse(result)).toMatchObject({ outputs: ['1', '0'], right: true });
  });

  test('a cell that was added so passes the suite of all cells', async () => {
    const suite = ['run', '--project', 'unit', '--reporter', 'json', 'test/fixed/plain-cell.test.ts'];
    const { code, stdout } = await node(copy, ['node_modules/vitest/vitest.mjs', ...suite]);
    expect(JSON.parse(stdout.slice(stdout.indexOf('{')))).toMatchObject({
      numFailedTests: 0,
      numPassedTests: 5,
    });
    expect(code).toBe(0);
  });
});
