import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { Census } from '../census.ts';
import type { Task } from '../tasks/index.ts';
import { DEFAULT_TRAINING, SettingError } from '../training/options.ts';
import { jsonOption, taskNamed, taskOption, whole } from './arguments.ts';
import { CommandError, EXIT } from './exit.ts';

export function command(): Command {
  return new Command('census')
    .description(
      'count what becomes of many starts: how many learn, how many of these are proven, where others fail',
    )
    .addOption(taskOption())
    .option('--seed <n>', 'determines samples and starts', whole, DEFAULT_TRAINING.seed)
    .option('--starts <n>', 'how many starts, those of an earlier census included', whole, 1_000_000)
    .addOption(new Option('--out <folder>', 'where census.json is kept, to go on from').default('trained'))
    .addOption(jsonOption())
    .action(run);
}

interface Flags {
  task: string;
  seed: number;
  starts: number;
  out: string;
  json?: true;
}

/** The file is written so often, in milliseconds. */
const SAVE = 2000;

async function run({ task: name, seed, starts, out, json }: Flags): Promise<void> {
  const began = performance.now();
  const task = taskNamed(name);
  if (!Number.isInteger(starts) || starts < 1 || starts > 1e9)
    throw new SettingError('starts', starts, 'a whole number from 1 to 1000000000');
  await mkdir(out, { recursive: true });
  const [{ census }, { readCensus, writeCensus }, { lengthLines, share }] = await Promise.all([
    import('../census.ts'),
    import('./census-file.ts'),
    import('../view/census-lines.ts'),
  ]);
  const file = join(out, 'census.json');
  const earlier = await readCensus(file, task.name, seed);
  const options = { ...DEFAULT_TRAINING, seed, maxStarts: starts };
  const interrupt = new AbortController();
  const onSigint = () => interrupt.abort();
  process.once('SIGINT', onSigint);
  const bar = process.stderr.isTTY && !json ? await progressBar(earlier, starts) : undefined;
  let latest = earlier;
  let saved = began;
  try {
    for await (latest of census(task, options, earlier, { signal: interrupt.signal })) {
      bar?.update(latest.starts, { learned: latest.learned, proven: latest.proven });
      if (performance.now() - saved < SAVE) continue;
      await writeCensus(file, task.name, seed, latest);
      saved = performance.now();
    }
  } finally {
    bar?.stop();
    process.removeListener('SIGINT', onSigint);
  }
  await writeCensus(file, task.name, seed, latest);

  const seconds = Math.round((performance.now() - began) / 10) / 100;
  process.stdout.write(
    json
      ? `${JSON.stringify({ task: task.name, seed, ...latest, seconds, file })}\n`
      : `${table(task, latest, share)}\n\n${lengthLines(latest.disproved, process.stdout.columns ?? 100)}\n\n` +
          `${(latest.starts - earlier.starts).toLocaleString('en-US')} starts in ${seconds} s; kept in ${file}\n`,
  );
  if (interrupt.signal.aborted)
    throw new CommandError('interrupted; the same command goes on from here', EXIT.interrupted);
}

async function progressBar({ starts: done, learned, proven }: Census, starts: number) {
  const { SingleBar } = await import('cli-progress');
  const bar = new SingleBar({
    format: '{bar}  {value} of {total} starts, {learned} learned, {proven} proven  {eta_formatted} left',
    clearOnComplete: true,
  });
  bar.start(Math.max(starts, done), done, { learned, proven });
  return bar;
}

function table(
  task: Task,
  { starts, learned, proven, notQuantizable, undecided, disproved }: Census,
  share: (part: number, whole: number) => string,
): string {
  const failed = Object.values(disproved).reduce((sum, count) => sum + count, 0);
  const rows: [string, number, string][] = [
    ['starts', starts, ''],
    ['learned: no mistake on 2,000 fresh samples', learned, `${share(learned, starts)} of the starts`],
    [
      `proven: does what the ${task.name} does, for ever`,
      proven,
      `${share(proven, learned)} of those that learned`,
    ],
    ['disproved: goes wrong on some stream', failed, `${share(failed, learned)} of those that learned`],
    ['fits no scale', notQuantizable, ''],
    ['undecided', undecided, ''],
  ];
  return rows
    .filter(([, count], index) => index < 4 || count > 0)
    .map(([name, count, note]) =>
      `${name.padEnd(48)}${count.toLocaleString('en-US').padStart(11)}  ${note}`.trimEnd(),
    )
    .join('\n');
}
