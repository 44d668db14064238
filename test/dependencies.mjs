// Checks that every dependency has a licence that users can accept, and that the lock files give the same install
// anywhere: a digest for each package, and no host that it came from. node test/dependencies.mjs [FOLDER]
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isAllowed } from '../release/licenses.mjs';

/** Licences that development tools may have, too: no user gets a copy of them. */
const ALLOWED_FOR_TOOLS = new Set(['CC0-1.0', 'MPL-2.0', 'PSF-2.0', 'Python-2.0']);

/** Packages whose lock entry has no licence, and where it is stated instead. */
const ELSEWHERE = new Map([['temporal@0.7.1', 'MIT: in the old field "licenses" of its package.json']]);

const CRATES = 'registry+https://github.com/rust-lang/crates.io-index';

/** What is wrong with a package-lock.json, a line each. */
export function npmProblems({ packages }) {
  return Object.entries(packages).flatMap(([path, { version, license, integrity, resolved, link, dev }]) => {
    if (path === '' || link) return [];
    const name = `${path.replace(/^.*node_modules\//, '')}@${version}`;
    return [
      isAllowed(license) ||
        (dev && ALLOWED_FOR_TOOLS.has(license)) ||
        (license === undefined && ELSEWHERE.has(name)) ||
        `licence ${license ?? 'missing'}`,
      /^sha512-/.test(integrity ?? '') || `digest ${integrity ?? 'missing'}`,
      resolved === undefined || `names where it came from: ${resolved}`,
    ]
      .filter((problem) => problem !== true)
      .map((problem) => `${name}: ${problem}`);
  });
}

/** What is wrong with the packages of `cargo metadata` and their Cargo.lock. */
export function cargoProblems({ packages }, lock) {
  const licences = packages
    .filter(({ license }) => !isAllowed(license))
    .map(({ name, version, license }) => `${name}@${version}: licence ${license ?? 'missing'}`);
  const sources = lock
    .split('[[package]]')
    .filter((entry) => /^source = /m.test(entry))
    .filter((entry) => !entry.includes(`source = "${CRATES}"`) || !/^checksum = "[\da-f]{64}"$/m.test(entry))
    .map((entry) => `${/name = "(.*)"/.exec(entry)?.[1]}: not from crates.io with a checksum`);
  return [...licences, ...sources];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = resolve(process.argv[2] ?? '.');
  const problems = [
    'package-lock.json',
    'bench/package-lock.json',
    'sweep/package-lock.json',
    'release/api/package-lock.json',
    'site/package-lock.json',
  ]
    .filter((file) => existsSync(join(root, file)))
    .flatMap((file) =>
      npmProblems(JSON.parse(readFileSync(join(root, file), 'utf8'))).map((problem) => `${file}: ${problem}`),
    );
  const native = join(root, 'native');
  const metadata = execFileSync('cargo', ['metadata', '--format-version', '1', '--locked'], {
    cwd: native,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  problems.push(...cargoProblems(JSON.parse(metadata), readFileSync(join(native, 'Cargo.lock'), 'utf8')));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
