import { Command, Option } from 'commander';
import type { Smallest, Space, Tables } from '../smallest.ts';
import { jsonOption, real, whole } from './arguments.ts';
import { chosenTask, type TaskFlags, withTask } from './chosen-task.ts';
import { CommandError, EXIT } from './exit.ts';

export function command(): Command {
  return withTask(new Command('smallest'))
    .description('search all constants for the smallest network there can be, and show that none is smaller')
    .addOption(
      new Option('--tables <kind>', 'what the table may hold')
        .choices(['any', 'monotone', 'tanh', 'all'])
        .default('all'),
    )
    .option('--max-bits <n>', 'look for no network of more bits', whole, 256)
    .option('--time-limit <seconds>', 'stop after this', real, 60)
    .addOption(jsonOption())
    .action(run);
}

interface Flags extends TaskFlags {
  tables: Tables | 'all';
  maxBits: number;
  timeLimit: number;
  json?: true;
}

async function run(flags: Flags): Promise<void> {
  const { tables, maxBits, timeLimit, json } = flags;
  if (!(timeLimit >= 0 && timeLimit <= 1e6)) {
    throw new CommandError(`--time-limit: expected 0–1000000 seconds, got ${timeLimit}`, EXIT.usage);
  }
  if (!(maxBits >= 1 && maxBits <= 1024)) {
    throw new CommandError(`--max-bits: expected 1–1024, got ${maxBits}`, EXIT.usage);
  }
  const task = await chosenTask(flags);
  const [{ smallest }, { prove }] = await Promise.all([
    import('../smallest.ts'),
    import('../proof/index.ts'),
  ]);
  const kinds: Tables[] = tables === 'all' ? ['any', 'monotone', 'tanh'] : [tables];
  const answers: { tables: Tables; answer: Smallest }[] = [];
  const end = Date.now() + timeLimit * 1000;
  // Whatever no table can do, a monotone one cannot; and tanh is monotone.
  let minBits = 0;
  for (const kind of kinds) {
    const timeLimit_ms = Math.max(0, Math.round(end - Date.now()));
    const answer = await smallest(task, kind, { minBits, maxBits, timeLimit_ms });
    if (answer.network && prove(answer.network, task).verdict !== 'proven') {
      throw new Error('the search gave a network that does not prove; this is a fault of carrybit');
    }
    minBits = answer.lowerBound;
    answers.push({ tables: kind, answer });
    if (!json) process.stdout.write(`${report(kind, answer)}\n\n`);
  }
  if (json) {
    const found = answers.map(({ tables: kind, answer }) => ({ tables: kind, ...answer }));
    process.stdout.write(`${JSON.stringify({ task: task.name, answers: found })}\n`);
  }
  if (answers.some(({ answer }) => answer.network === undefined)) {
    throw new CommandError('no network was found within the limits', EXIT.startsExhausted);
  }
}

const TITLES: Readonly<Record<Tables, string>> = {
  any: 'tables that may hold anything',
  monotone: 'monotone tables',
  tanh: 'tables of tanh',
};

function report(kind: Tables, { network, examined, lowerBound }: Smallest): string {
  const searched = examined.filter(({ outcome }) => outcome === 'none' || outcome === 'found');
  const count = (outcome: Space['outcome']) => examined.filter((space) => space.outcome === outcome).length;
  const bits = network && examined.at(-1)?.bits;
  const answer =
    bits === undefined
      ? `no network found; none has fewer than ${lowerBound} bits`
      : lowerBound === bits
        ? `${bits} bits are enough, and no network has fewer`
        : `${bits} bits are enough; none has fewer than ${lowerBound}, between them the open spaces are not decided`;
  const lines = [`With ${TITLES[kind]}: ${answer}.`, '', ...table(searched)];
  const argued = [
    [count('too few states'), 'their networks have fewer states than the machine needs'],
    [
      count('table too large'),
      'half of their table is beyond every accumulator, so a smaller space has them',
    ],
    [count('open'), 'not decided: a limit came first'],
    [count('too large'), 'not decided: a row has too many candidates'],
  ] as const;
  if (argued.some(([spaces]) => spaces > 0)) lines.push('');
  for (const [spaces, reason] of argued) {
    if (spaces > 0) lines.push(`${spaces} more space${spaces === 1 ? '' : 's'}: ${reason}`);
  }
  if (network) lines.push('', `constants ${JSON.stringify(network)}`);
  return lines.join('\n');
}

function table(spaces: readonly Space[]): string[] {
  const head = [
    'bits',
    'hidden',
    'weight bits',
    'state bits',
    'table',
    'networks',
    'rows',
    'distinct',
    'nodes',
    '',
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
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), title.length),
  );
  return [head, ...rows].map((row) =>
    row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '),
  );
}
