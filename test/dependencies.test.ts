import { describe, expect, test } from 'vitest';
// @ts-expect-error It is a script, and has no types.
import { isAllowed } from '../release/licenses.mjs';
// @ts-expect-error It is a script, and has no types.
import { cargoProblems, npmProblems } from './dependencies.mjs';

const sound = { version: '1.0.0', license: 'MIT', integrity: 'sha512-AAAA' };

describe('the check of dependencies', () => {
  test.each([
    ['', { ...sound, license: undefined }, []],
    ['node_modules/a', sound, []],
    ['node_modules/a', { ...sound, license: 'GPL-3.0' }, ['a@1.0.0: licence GPL-3.0']],
    ['node_modules/a', { ...sound, license: 'MPL-2.0' }, ['a@1.0.0: licence MPL-2.0']],
    ['node_modules/a', { ...sound, license: 'MPL-2.0', dev: true }, []],
    ['node_modules/a', { ...sound, license: undefined }, ['a@1.0.0: licence missing']],
    ['node_modules/a', { ...sound, integrity: undefined }, ['a@1.0.0: digest missing']],
    ['node_modules/b/node_modules/@c/d', { ...sound, integrity: 'sha1-AA' }, ['@c/d@1.0.0: digest sha1-AA']],
    [
      'node_modules/a',
      { ...sound, resolved: 'https://example.com/a.tgz' },
      ['a@1.0.0: names where it came from: https://example.com/a.tgz'],
    ],
  ])('of the lock entry "%s" %o says %o', (path, entry, due) => {
    expect(npmProblems({ packages: { [path]: entry } })).toEqual(due);
  });

  test.each([
    ['MIT', true],
    ['GPL-3.0 OR MIT', true],
    ['MIT/Apache-2.0', true],
    ['(MIT OR GPL-2.0) AND Unicode-3.0', true],
    ['MIT AND GPL-3.0', false],
    ['UNLICENSED', false],
    [undefined, false],
  ])('takes the licence %s: %s', (expression, due) => {
    expect(isAllowed(expression)).toBe(due);
  });

  test('tells crates from elsewhere, without a checksum or of another licence', () => {
    const entry = (source: string, checksum: string) =>
      `[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "${source}"\n${checksum}\n`;
    const crates = 'registry+https://github.com/rust-lang/crates.io-index';
    const checksum = `checksum = "${'0a'.repeat(32)}"`;
    const problems = (lock: string, license = 'MIT') =>
      cargoProblems({ packages: [{ name: 'a', version: '1.0.0', license }] }, lock);
    expect(problems(entry(crates, checksum))).toEqual([]);
    expect(problems(entry(crates, ''))).toHaveLength(1);
    expect(problems(entry('git+https://example.com/a', checksum))).toHaveLength(1);
    expect(problems(entry(crates, checksum), 'AGPL-3.0')).toEqual(['a@1.0.0: licence AGPL-3.0']);
  });
});
