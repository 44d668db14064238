import { join } from 'node:path';
import { constantBits } from '../fixed/index.ts';
import { construct, DEFAULT_LEARNING, learn } from '../learn.ts';
import { writeNetwork } from '../network/index.ts';
import { prove } from '../proof/index.ts';
import { reproducibleOfSize, type Smallest, smallest, type Tables } from '../smallest.ts';
import type { Task } from '../tasks/index.ts';
import { version } from '../version.ts';
import type { TaskFlags } from './chosen-task.ts';
import { CommandError, EXIT } from './exit.ts';
import { interruptible } from './interrupt.ts';
import { type Files, report, type Trained, trainedReport } from './smallest-report.ts';
import { say } from './terminal.ts';
import { writeMade } from './train-machine.ts';

export interface Flags extends TaskFlags {
  out: string;
  tables: Tables | 'all';
  maxBits: number;
  timeLimit: number;
  json?: true;
}

/**
 * Searches for each kind of table and writes the networks found. If a search finds none, writes what training finds.
 */
export async function searchSmallest(
  task: Task,
  { tables, maxBits, timeLimit, out, json }: Flags,
): Promise<void> {
  const kinds: Tables[] = tables === 'all' ? ['any', 'monotone', 'tanh'] : [tables];
  const found: { tables: Tables; search: Smallest; files?: Files }[] = [];
  const end = Date.now() + timeLimit * 1000;
  // What no table at all can do, no monotone table can do; and tanh's table is monotone.
  let minBits = 0;
  for (const kind of kinds) {
    const timeLimit_ms = Math.max(0, Math.round(end - Date.now()));
    const search = await smallest(task, kind, { minBits, maxBits, timeLimit_ms });
    minBits = search.lowerBound;
    const kept = search.network && (await keep(task, kind, constantBits(search.network), out));
    found.push({
      tables: kind,
      search: { ...search, network: kept?.fixed },
      ...(kept && { files: kept.files }),
    });
    if (!json) say(`${report(kind, search, kept?.files)}\n\n`);
  }
  const missing = found.every(({ search }) => search.network === undefined);
  const isDecided = minBits > maxBits;
  const trained = missing && !isDecided ? await trainedInstead(task, out, timeLimit) : undefined;
  if (json) {
    const rows = found.map(({ tables: kind, search, files }) => ({ tables: kind, ...search, files }));
    process.stdout.write(`${JSON.stringify({ task: task.name, answers: rows, trained })}\n`);
  } else if (trained) say(trainedReport(trained));
  if (missing && trained === undefined) {
    const problem = isDecided
      ? `no network of ${maxBits} bits or fewer does this: raise --max-bits`
      : 'no network was found within the limits: raise --time-limit';
    throw new CommandError(problem, EXIT.startsExhausted);
  }
}

/** Writes the network in such a way that `check` can find it again. */
async function keep(task: Task, tables: Tables, bits: number, folder: string) {
  const found = await reproducibleOfSize(task, tables, bits);
  const proof = found && prove(found.fixed, task);
  if (found === undefined || proof?.verdict !== 'proven')
    throw new Error('the search gave a network that does not prove; this is a fault of carrybit');
  const origin = { method: 'smallest', carrybit: version(), tables, work: found.work } as const;
  const path = join(folder, `smallest-${tables}.json`);
  return { fixed: found.fixed, files: await writeNetwork(path, task, undefined, found.fixed, origin, proof) };
}

/** If the search reached no result: what training or construction finds in as much time again. */
async function trainedInstead(task: Task, folder: string, timeLimit: number): Promise<Trained | undefined> {
  const result = await interruptible((signal) =>
    learn(task, {}, { signal: AbortSignal.any([signal, AbortSignal.timeout(timeLimit * 1000)]) }),
  );
  if (result.kind === 'none') return undefined;
  const { learned, constructed } = result.bits;
  const construction = learned !== null && constructed !== null && constructed < learned && construct(task);
  const made =
    typeof construction === 'object' ? ({ kind: 'constructed', fixed: construction } as const) : result;
  const path = join(folder, 'smallest-trained.json');
  const files = await writeMade(path, task, made, DEFAULT_LEARNING.seed);
  return { kind: made.kind, bits: constantBits(made.fixed), network: made.fixed, files };
}
