// The part of docs/machines.md that sets peers beside carrybit, made of that page's own table and of what is recorded.

import { complete, finished, MAX_SECONDS } from './peers.mjs';
import { given, TESTED, tests } from './peers-about.mjs';

export const machinesPage = new URL('../../docs/machines.md', import.meta.url);
const HEADING = '\n## Peers\n';

/** The page with this section as its last one, in place of an older one. */
export function withPeers(page, { cpu, peers }) {
  const [own] = page.split(HEADING);
  if (peers.length === 0) return own;
  const rows = rowsOf(own);
  const taken = peers.map((peer) => ({ ...peer, ...finished(peer.results) }));
  return `${own}${HEADING}
Written by \`npm run bench -- machine-peers\` (${cpu}); what was found is kept in bench/machines/peers.json. Peers get
the ${complete.length} machines that all of them can take: every input may come in every state, and every output bit matters. Slow
ones get every n-th of these, from the first one on. Each has at most ${MAX_SECONDS} s of processor time for a machine.

| | machines | right | proven | bits, median |
|---|---|---|---|---|
${[...ownLines(rows), ...taken.map(peerLine)].join('\n')}

Bits are those of constants, of the networks that are right: a peer that fails at large machines has small ones here.
2048 bits of each network of carrybit 0.1.0 are its table of tanh. A parameter of PyTorch counts as a byte, although
its networks have four for it, and its tanh is not counted.

${taken.map(given).join('\n')}
${tests(taken)}
In this table a number is bits of constants. Where a network is not right, it says how many of ${TESTED} steps are
wrong, or that nothing was proven. Empty: not tried.

${table(rows, taken)}`;
}

/** The rows of the page's own table, by machine. */
export function rowsOf(page) {
  const number = (text) => (text === '–' ? null : Number(text));
  const cells = page
    .split('\n')
    .filter((line) => / \| \d+ → \d+ \| /.test(line))
    .map((line) => line.slice(2).split(' | '));
  return new Map(
    cells.map(([name, , , learned, constructed, table]) => [
      name,
      { learned: number(learned), constructed: number(constructed), table: number(table) },
    ]),
  );
}

/** Right in every step that was tested, or proven to be. */
export function isCorrect({ outcome, wrong }) {
  return outcome === 'proven' || wrong === 0;
}

function ownLines(rows) {
  const line = (name, field, proven) => {
    const found = complete.map((machine) => rows.get(machine.name)[field]).filter((bits) => bits !== null);
    return `| ${name} | ${complete.length} | ${found.length} | ${proven ?? found.length} | ${middle(found)} |`;
  };
  return [
    line('carrybit, learned', 'learned'),
    line('carrybit, constructed', 'constructed'),
    line('transition table', 'table', 'no need'),
  ];
}

function peerLine({ name, results }) {
  const right = results.filter(isCorrect);
  const proven = results.filter(({ outcome }) => outcome === 'proven').length;
  return `| ${name} | ${results.length} | ${right.length} | ${proven} | ${middle(right.map(bitsOf))} |`;
}

function table(rows, peers) {
  const found = peers.map(({ results }) => new Map(results.map((result) => [result.machine, result])));
  const lines = complete.map(({ name }) => {
    const { learned, constructed, table } = rows.get(name);
    const cells = found.map((results) => cell(results.get(name)));
    return `| ${[name, learned ?? '–', constructed ?? '–', table, ...cells].join(' | ')} |`;
  });
  const head = ['machine', 'learned', 'constructed', 'table', ...peers.map(({ name }) => name)];
  return `| ${head.join(' | ')} |\n|${'---|'.repeat(head.length)}\n${lines.join('\n')}\n`;
}

function cell(result) {
  if (result === undefined) return '';
  if (isCorrect(result)) return bitsOf(result);
  return result.wrong === undefined ? 'not proven' : `${result.wrong.toLocaleString('en')} wrong`;
}

function bitsOf({ bits, parameters }) {
  return bits ?? 8 * parameters;
}

function middle(values) {
  return values.length === 0 ? '–' : values.toSorted((a, b) => a - b)[values.length >> 1];
}
