// npm run release -- [--dry-run]: builds, packs and checks what is published, with the changelog and its provenance, in
// packages/. A GitHub workflow publishes with npm, which signs the provenance. --dry-run asks npm what it would do.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { released } from './changelog.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'packages');
const [option, ...others] = process.argv.slice(2);
if (others.length > 0 || (option !== undefined && option !== '--dry-run')) {
  process.stderr.write('usage: npm run release -- [--dry-run]\n');
  process.exit(2);
}
const isDry = option === '--dry-run';

const say = (text) => process.stdout.write(`${text}\n`);
const run = (command, ...args) => execFileSync(command, args, { cwd: root, stdio: 'inherit' });
const output = (command, ...args) => execFileSync(command, args, { cwd: root, encoding: 'utf8' }).trim();
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const changes = output('git', 'status', '--porcelain');
if (changes !== '') {
  say(`not committed:\n${changes}`);
  if (!isDry)
    throw new Error('expected no changes since the last commit, got those above; commit or stash them');
}

run('npm', 'run', '--silent', 'build');
rmSync(folder, { recursive: true, force: true });
run(process.execPath, 'release/pack.mjs', folder);
run('npm', 'ci', '--prefix', 'sweep', '--no-audit', '--no-fund');
run('npm', 'pack', './sweep', '--ignore-scripts', '--silent', '--pack-destination', folder);
// In the order of dependencies: platform packages, carrybit, carrybit-sweep.
const own = `${name}-${version}.tgz`;
const rank = (tarball) => (tarball === own ? 1 : tarball.startsWith(`${name}-sweep-`) ? 2 : 0);
const tarballs = readdirSync(folder).sort((a, b) => rank(a) - rank(b));
for (const tarball of tarballs) run('npx', 'publint', 'run', '--strict', join(folder, tarball));
// A text file has no types.
const untyped = ['--exclude-entrypoints', './firmware/carrybit.hex'];
run('npx', 'attw', join(folder, own), '--profile', 'esm-only', '--format', 'ascii', ...untyped);

const date = output('git', 'show', '--no-patch', '--format=%cs', 'HEAD');
const changelog = released(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version, date);
writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
writeFileSync(
  join(folder, 'provenance.json'),
  `${JSON.stringify(provenance(tarballs, output('git', 'rev-parse', 'HEAD')), undefined, 2)}\n`,
);
for (const tarball of tarballs) {
  const how = isDry ? ['--dry-run'] : ['--provenance', '--access', 'public'];
  run('npm', 'publish', '--ignore-scripts', ...how, join(folder, tarball));
}
say(`packages/: ${[...tarballs, 'CHANGELOG.md', 'provenance.json'].join(', ')}`);

/** An unsigned in-toto statement with SLSA provenance: what was built, from which commit, with which tools. */
function provenance(files, commit) {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: files.map((file) => ({
      name: file,
      digest: {
        sha512: createHash('sha512')
          .update(readFileSync(join(folder, file)))
          .digest('hex'),
      },
    })),
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'npm run release',
        externalParameters: { version },
        internalParameters: { node: process.version, rustc: output('rustc', '--version') },
        resolvedDependencies: [{ name, digest: { gitCommit: commit } }],
      },
      runDetails: { builder: { id: `${process.platform}-${process.arch}` } },
    },
  };
}
