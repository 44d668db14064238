// npm run bench -- machine-peers: other programs learn machines of the collection. What they find is kept in
// machines/peers.json and shown by docs/machines.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { Absent, Contestant } from './contestant.mjs';
import { complete, peerCase, recorded, recordedFile, sample } from './machines/peers.mjs';
import { machinesPage, withPeers } from './machines/peers-section.mjs';
import { verdictOf } from './machines/verdict.mjs';

const baseline = {
  ...{ command: process.execPath, file: 'machine_baseline.mjs', limit: 1000 },
  remedy: 'npm run bench -- baseline',
};
const torch = {
  ...{ command: process.env.PYTHON ?? 'python3', file: 'machine_torch.py', limit: 3000 },
  remedy: 'pip install torch numpy aalpy==2.0.0',
};
/** `limit` is starts of carrybit 0.1.0 and updates of torch; `given` goes into the case. */
const PEERS = [
  { ...baseline, name: 'carrybit 0.1.0' },
  { ...baseline, name: 'carrybit 0.1.0, 8 units', given: { ownUnits: 8 } },
  { ...torch, name: 'PyTorch, tanh', given: { cell: 'tanh' } },
  { ...torch, name: 'PyTorch, GRU', given: { cell: 'GRU' } },
];

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  options: { every: { type: 'string', default: '1' }, again: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const every = Number(values.every);
if (!Number.isInteger(every) || every < 1 || every > complete.length) {
  process.stderr.write(`bench: --every: expected 1–${complete.length}, got ${values.every}\n`);
  process.exit(2);
}
const [filter = ''] = positionals;
const chosen = PEERS.filter(({ name }) => name.includes(filter));
if (chosen.length === 0) {
  const names = PEERS.map(({ name }) => name).join('; ');
  process.stderr.write(`bench: no peer is called ${filter}; there are ${names}\n`);
  process.exit(2);
}
for (const peer of chosen) {
  try {
    await take(peer);
  } catch (error) {
    if (!(error instanceof Absent)) throw error;
    process.stdout.write(`${peer.name}: not present: ${peer.remedy}\n`);
  }
}

async function take({ name, command, file, limit, given }) {
  const known = new Set(values.again ? [] : resultsOf(name).map(({ machine }) => machine));
  const contestant = new Contestant(command, file);
  try {
    for (const machine of sample(every).filter((each) => !known.has(each.name))) {
      const task = { ...peerCase(machine), ...given };
      const versions = await contestant.prepare(task);
      const { weights, ...found } = (await contestant.run(limit, true)).check;
      if (weights) found.judged = verdictOf(machine, task.hidden, weights);
      process.stdout.write(`${name}: ${machine.name}: ${JSON.stringify(found)}\n`);
      keep({ name, limit, versions }, { machine: machine.name, ...found });
    }
  } finally {
    contestant.close();
  }
}

/** At once, since all machines may take hours; read anew, since two runs may have different peers at work. */
function keep(peer, result) {
  const others = recorded().peers.filter(({ name }) => name !== peer.name);
  const older = resultsOf(peer.name).filter(({ machine }) => machine !== result.machine);
  const peers = [...others, { ...peer, results: inOrder([...older, result], complete, 'machine') }];
  const all = { cpu: cpus()[0]?.model.trim() ?? 'unknown', peers: inOrder(peers, PEERS, 'name') };
  writeFileSync(recordedFile, `${JSON.stringify(all, null, 1)}\n`);
  writeFileSync(machinesPage, withPeers(readFileSync(machinesPage, 'utf8'), all));
}

function resultsOf(peer) {
  return recorded().peers.find(({ name }) => name === peer)?.results ?? [];
}

function inOrder(items, named, key) {
  return named.flatMap(({ name }) => items.filter((item) => item[key] === name));
}
