import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptyFolder, main, root } from './carrybit.ts';

const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = emptyFolder();

/** Runs a file on a Node that says it is this version. The real ones take their turn in test/node-versions.sh. */
function runOn(version: string, file: string, ...args: string[]) {
  const pretend = join(folder, `${version}.cjs`);
  writeFileSync(
    pretend,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
  );
  // npx, in whose name prepare.mjs has nothing to build.
  const options = { cwd: root, env: { ...process.env, npm_command: 'exec' }, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', pretend, file, ...args],
    options,
  );
  return { code: status, stdout, stderr };
}

describe('a Node that is too old', () => {
  test.each([
    ['18.20.4', 'this is 18.20'],
    ['20.18.3', 'this is 20.18'],
    ['9.0.0', 'this is 9.0'],
  ])('%s is told so, and nothing else', (version, text) => {
    const due = { code: 1, stdout: '', stderr: `carrybit needs Node 20.19 or newer, ${text}\n` };
    for (const args of [['train'], ['stream', '13', '4'], ['--version'], ['--help'], []])
      expect(runOn(version, main, ...args)).toEqual(due);
    expect(runOn(version, join(root, 'prepare.mjs'))).toEqual(due);
  });

  test.each(['20.19.0', '22.0.0', '100.1.0'])('%s is none', (version) => {
    expect(runOn(version, main, '--help')).toMatchObject({ code: 0, stderr: '' });
    expect(runOn(version, join(root, 'prepare.mjs'))).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('is one that package.json excludes', () => {
    expect(runOn('18.0.0', main).stderr).toContain(`Node ${engines.node.replace('>=', '')} or newer`);
  });
});
