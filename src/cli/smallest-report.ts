import type { FixedNetwork } from '../fixed/index.ts';
import type { writeNetwork } from '../network/index.ts';
import type { Smallest, Space, Tables } from '../smallest.ts';
import { count } from '../view/counts.ts';

/** Paths of the files of a network. */
export type Files = Awaited<ReturnType<typeof writeNetwork>>;

/** The network found in place of the smallest possible one. */
export interface Trained {
  readonly kind: 'learned' | 'constructed';
  readonly bits: number;
  readonly network: FixedNetwork;
  readonly files: Files;
}

const TITLES: Readonly<Record<Tables, string>> = {
  any: 'tables that may hold anything',
  monotone: 'monotone tables',
  tanh: 'tables of tanh',
};

/** The spaces searched for one kind of table, and the result. */
export function report(
  kind: Tables,
  { network, examined, lowerBound }: Smallest,
  files: Files | undefined,
): string {
  const searched = examined.filter(({ outcome }) => outcome === 'none' || outcome === 'found');
  const many = (outcome: Space['outcome']) => examined.filter((space) => space.outcome === outcome).length;
  const bits = network && examined.at(-1)?.bits;
  const conclusion =
    bits === undefined
      ? `no network found; none has fewer than ${lowerBound} bits`
      : lowerBound === bits
        ? `${bits} bits are enough, and no network has fewer`
        : `${bits} bits are enough; no network has fewer than ${lowerBound}; sizes between them are not decided (see below)`;
  const lines = [
    `With ${TITLES[kind]}: ${conclusion}.`,
    ...(searched.length > 0 ? ['', ...table(searched)] : []),
  ];
  const argued = [
    [many('too few states'), 'their networks have fewer states than the machine needs'],
    [many('table too large'), 'half of their table is never used, so a smaller space has the same networks'],
    [many('open'), 'not decided: a limit came first'],
    [many('too large'), 'not decided: a row has too many candidates'],
  ] as const;
  if (argued.some(([spaces]) => spaces > 0)) lines.push('');
  for (const [spaces, reason] of argued) {
    if (spaces > 0) lines.push(`${spaces} more space${spaces === 1 ? '' : 's'}: ${reason}`);
  }
  if (files) lines.push('', fileLines(files));
  return lines.join('\n');
}

function table(spaces: readonly Space[]): string[] {
  const head = [
    ['', '', 'weight', 'state', '', '', '', '', '', ''],
    ['bits', 'hidden', 'bits', 'bits', 'table', 'networks', 'rows', 'distinct', 'nodes', ''],
  ];
  const rows = spaces.map((space) => [
    `${space.bits}`,
    `${space.hidden}`,
    `${space.weightBits}`,
    `${space.stateBits}`,
    `${2 ** space.tableBits}`,
    space.shifts === 1 ? `2^${space.networksLog2}` : `${space.shifts}·2^${space.networksLog2}`,
    `${space.rows}`,
    `${space.distinctRows}`,
    `${space.nodes}`,
    space.outcome,
  ]);
  const lines = [...head, ...rows];
  const width = (column: number) => Math.max(...lines.map((row) => row[column]?.length ?? 0));
  return lines.map((row) =>
    row
      .map((cell, column) => cell.padStart(width(column)))
      .join('  ')
      .trimEnd(),
  );
}

/** The network found instead. */
export function trainedReport({ kind, bits, network, files }: Trained): string {
  const how =
    kind === 'learned' ? 'found by training' : 'constructed, since training found none that is smaller';
  return `The smallest network ${how}: ${count(network.hidden, 'unit')}, ${count(bits, 'bit')}.\n\n${fileLines(files)}`;
}

function fileLines({ network, certificate }: Files): string {
  return `network      ${network}\ncertificate  ${certificate}`;
}
