// npm run bench: carrybit and its peers, side by side in one run. What it prints is described in README.md.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const USAGE = `Usage: npm run bench -- [options]
       npm run bench -- machines [NAME]
       npm run bench -- machine-peers [PEER] [--every N] [--again]
       npm run bench -- baseline
       npm run bench -- recordings [NAME] [--seeds 1,2]
       npm run bench -- install

Measures carrybit and its peers side by side and prints a table.

  --json   one JSON document on stdout instead (bench/README.md)
  --quick  one short round of the smallest case, with the peers that are installed: to see that it works
  --help

machines learns the machines of bench/machines, or those with NAME in their name, and writes docs/machines.md.
machine-peers lets other programs learn the same machines, or every N-th, and adds to docs/machines.md what it found.
--again takes machines that a peer had before, too.
baseline builds carrybit 0.1.0 for machine-peers, outside of the repository.
recordings infers machines again from recordings with 1 % wrong bits, and counts how many are found.
install compares packages with a clone that builds everything: seconds and megabytes.
`;

if (process.argv[2] === 'machines') {
  process.argv.splice(2, 1);
  await import('./machines.mjs');
  process.exit(0);
}
if (process.argv[2] === 'machine-peers') {
  process.argv.splice(2, 1);
  await import('./machine-peers.mjs');
  process.exit(0);
}
if (process.argv[2] === 'baseline') {
  (await import('./baseline.mjs')).buildBaseline();
  process.exit(0);
}
if (process.argv[2] === 'recordings') {
  process.argv.splice(2, 1);
  await import('./recordings.mjs');
  process.exit(0);
}
if (process.argv[2] === 'install') {
  await import('./install.mjs');
  process.exit(0);
}
const { json, quick, help } = options();
if (help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
if (!existsSync(new URL('../dist/src/index.js', import.meta.url))) {
  process.stderr.write('bench: carrybit is not built: npm ci\n');
  process.exit(1);
}
if (!quick) installPeers();

try {
  const report = await run();
  const { table } = await import('./table.mjs');
  const note = quick ? 'One round from a cold start: it works. These times say nothing about speed.\n\n' : '';
  process.stdout.write(json ? `${JSON.stringify(report, null, 1)}\n` : note + table(report) + onTheUno());
} catch (error) {
  process.stderr.write(`bench: ${error.message}\n`);
  process.exit(1);
}

async function run() {
  const { measure } = await import('./measure.mjs');
  const { measureCommands } = await import('./start.mjs');
  const { rows } = await import('./rows.mjs');
  const { version } = await import('./versions.mjs');
  const settings = { rounds: quick ? 1 : 9, quick };
  const measured = [];
  const absent = new Map();
  const add = ({ what, label, hidden, steps }, { results, absent: missing }) => {
    measured.push({ what, label, hidden, steps, results });
    for (const { name, remedy } of missing) absent.set(name, remedy);
  };
  for (const row of rows(settings)) {
    process.stderr.write(`${row.label} …\n`);
    add(row, await measure(row, settings));
  }
  process.stderr.write('commands from the shell …\n');
  add({ what: 'start', label: 'from the shell' }, measureCommands(settings));
  return {
    carrybit: version(),
    machine: {
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cores: cpus().length,
      system: `${type()} ${release()}`,
    },
    command: `npm run bench --${json ? ' --json' : ''}${quick ? ' --quick' : ''}`,
    versions: Object.assign({}, ...measured.flatMap((row) => row.results.map((result) => result.versions))),
    rounds: settings.rounds,
    absent: Array.from(absent, ([name, remedy]) => ({ name, remedy })),
    rows: measured,
  };
}

function options() {
  try {
    const bool = { type: 'boolean', default: false };
    return parseArgs({ options: { json: bool, quick: bool, help: bool } }).values;
  } catch (error) {
    process.stderr.write(`bench: ${error.message}\n\n${USAGE}`);
    process.exit(2);
  }
}

/** Counted, not timed, by `make -C firmware figures`. */
function onTheUno() {
  const figures = new URL('../firmware/figures.txt', import.meta.url);
  return existsSync(figures) ? `\n${readFileSync(figures, 'utf8')}` : '';
}

/** The peers from npm are no dependencies of the package; they come the first time they are needed. */
function installPeers() {
  if (existsSync(new URL('node_modules', import.meta.url))) return;
  process.stderr.write('bench: installing its peers: npm ci --prefix bench\n');
  const folder = fileURLToPath(new URL('.', import.meta.url));
  // Its output is not the bench's.
  const { status } = spawnSync('npm', ['ci', '--prefix', folder], { stdio: ['ignore', 2, 2] });
  if (status !== 0) process.stderr.write('bench: that failed; going on without them\n');
}
