import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { root } from './cli/carrybit.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** A program that imports the package as npm packs it, beside its dependencies and nothing else of ours. */
function userOf(program: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'carrybit-user-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const packed = join(folder, 'node_modules/carrybit');
  const pack = ['pack', '--dry-run', '--ignore-scripts', '--json'];
  const [{ files }] = JSON.parse(execFileSync('npm', pack, { cwd: root, encoding: 'utf8' }));
  for (const { path } of files) cpSync(join(root, path), join(packed, path));
  const { dependencies } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8'));
  for (const dependency of [...Object.keys(dependencies), '@types/node', 'undici-types']) {
    const place = join(folder, 'node_modules', dependency);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(root, 'node_modules', dependency), place);
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(join(folder, 'user.ts'), program);
  return folder;
}

describe('the package', () => {
  test('has types with which the README’s examples compile, for whoever checks those of libraries, too', () => {
    const [first, machine, second] = [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map(
      ([, text = '']) => text,
    );
    const folder = userOf(`
      ${first}
      if (outcome !== 'proven') throw new Error(outcome);
      ${second}
      import { firmataIo } from 'carrybit';
      const io = await firmataIo(sums);
      io.digitalWrite(13, 1);
      // @ts-expect-error: types are there, and strict
      new FixedCell(fixed).step('11');
      // @ts-expect-error: those of johnny-five's io, too
      io.digitalWrite();
    `);
    writeFileSync(join(folder, 'machine.ts'), machine ?? '');
    const strict = ['--strict', '--noEmit', '--target', 'ES2023', '--module', 'NodeNext'];
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/typescript/bin/tsc'),
        ...strict,
        '--skipLibCheck',
        'false',
        'user.ts',
        'machine.ts',
      ],
      { cwd: folder, encoding: 'utf8' },
    );
    expect([status, stdout]).toEqual([0, '']);
  });
});
