// Learns every machine of the collection with the defaults and writes what came of it to docs/machines.md.
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { BOARD_LIMITS, overLimits } from '../dist/modules/src/board/limits.js';
import { learn } from '../dist/modules/src/learn.js';
import { machines } from './machines/index.mjs';
import { recorded } from './machines/peers.mjs';
import { machinesPage, withPeers } from './machines/peers-section.mjs';

const [filter = ''] = process.argv.slice(2);
const chosen = machines.filter(({ family, machine }) => `${family} ${machine.name}`.includes(filter));
if (chosen.length === 0) {
  process.stderr.write(`no machine of the collection is called ${filter}\n`);
  process.exit(2);
}

const rows = [];
for (const { family, machine } of chosen) {
  const [began, used] = [performance.now(), process.cpuUsage()];
  const result = await learn(machine);
  const { user, system } = process.cpuUsage(used);
  const row = {
    family,
    machine,
    result,
    seconds: (performance.now() - began) / 1000,
    cpuSeconds: (user + system) / 1e6,
  };
  rows.push(row);
  const { bits, kind } = result;
  process.stdout.write(
    `${machine.name.padEnd(46)} ${kind.padEnd(11)} ${size(bits.learned)} ${size(bits.constructed)} ${size(bits.table)} bits` +
      `${row.seconds.toFixed(2).padStart(8)} s\n`,
  );
}

function size(bits) {
  return String(bits ?? '–').padStart(6);
}

const count = (wanted) => rows.filter(wanted).length;
const share = (number, of = rows.length) => `${number} of ${of} (${((100 * number) / of).toFixed(0)} %)`;
const hasPins = ({ machine: { inputs, outputs } }) =>
  inputs.length <= BOARD_LIMITS.inputs && outputs.length <= BOARD_LIMITS.outputs;
// A learned network that is larger than the constructed one is not the result, but it was learned.
const learned = ({ result }) => result.bits.learned !== null;
const summary = [
  ['learned and proven', count(learned)],
  ['the same within 5 s', count((row) => learned(row) && row.seconds <= 5)],
  ['the same within 60 s', count((row) => learned(row) && row.seconds <= 60)],
  [
    'learned, at most as large as constructed',
    count((row) => learned(row) && row.result.bits.learned <= (row.result.bits.constructed ?? Infinity)),
  ],
  ['constructed and proven', count(({ result }) => result.bits.constructed !== null)],
  [
    'transition table smaller than every network',
    count(
      ({ result: { bits } }) => bits.table < Math.min(bits.learned ?? Infinity, bits.constructed ?? Infinity),
    ),
  ],
  [
    'fits the Uno, of those with at most 4 inputs and 4 outputs',
    count((row) => hasPins(row) && row.result.fixed && overLimits(row.result.fixed).length === 0),
    count(hasPins),
  ],
];
for (const [name, ...numbers] of summary) process.stdout.write(`${name}: ${share(...numbers)}\n`);

if (filter === '') {
  const table = rows.map(({ machine, result, seconds, cpuSeconds }) => {
    const { bits, minimalStates, constructedUnits } = result;
    const best = result.kind === 'learned' ? result : result.larger;
    const found = best
      ? `${best.fixed.hidden} × ${best.fixed.weightBits} bits | ${best.from.stage}, ${best.from.size}, ${best.from.start}`
      : '– | –';
    return (
      `| ${machine.name} | ${machine.states.length} → ${minimalStates} | ${machine.inputs.length}/${machine.outputs.length} ` +
      `| ${bits.learned ?? '–'} | ${bits.constructed ?? '–'} | ${bits.table} | ${found} | ${constructedUnits} ` +
      `| ${seconds.toFixed(2)} | ${cpuSeconds.toFixed(2)} |`
    );
  });
  const processor = `${cpus()[0]?.model.trim()}, ${availableParallelism()} cores`;
  writeFileSync(
    machinesPage,
    withPeers(
      `# Machines, learned and constructed

Written by \`npm run bench -- machines\` on ${new Date().toISOString().slice(0, 10)} (${processor}, Node ${process.version}), defaults, one
run each. Bits are those of docs/spec.md section 3; a transition table holds a next state and an output word for each
state and word of the minimal machine. _Start_ is stage, size and number. Seconds are those on the clock, and those of
all cores together; only they differ from run to run.

${summary.map(([name, ...numbers]) => `- ${name}: **${share(...numbers)}**`).join('\n')}

| machine | states → minimal | inputs/outputs | learned, bits | constructed, bits | table, bits | units learned | start | units constructed | s | CPU s |
|---|---|---|---|---|---|---|---|---|---|---|
${table.join('\n')}
`,
      recorded(),
    ),
  );
}
