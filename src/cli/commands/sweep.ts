import { Argument, type Command, Option } from 'commander';
import { version } from '../../version.ts';
import { queueOption } from '../arguments.ts';
import { CommandError, EXIT } from '../exit.ts';
import { makeFolder } from '../folder.ts';
import { interruptible } from '../interrupt.ts';
import { sweepPackage } from '../sweep-package.ts';
import { columnsOf, redraws } from '../terminal.ts';

export function define(command: Command): Command {
  return command
    .addArgument(new Argument('<file>', 'the plan, as docs/sweep.md describes it'))
    .addOption(
      queueOption('a Redis or Valkey with workers, such as redis://host:6379 (default: this machine)'),
    )
    .addOption(
      new Option(
        '--out <folder>',
        'folder for state, result and report; the same command continues from it',
      ).default('swept'),
    )
    .addOption(new Option('--json', 'print progress and result as JSON, one document on each line'))
    .action(run);
}

interface Flags {
  queue?: string;
  out: string;
  json?: true;
}

/** How often progress is printed as JSON. */
const JSON_MS = 2000;

async function run(file: string, { queue, out, json }: Flags): Promise<void> {
  const { runSweep, progressLines } = await sweepPackage();
  await makeFolder(out);
  const say = (sentence: string) => process.stderr.write(`carrybit: ${sentence}\n`);
  const print = (type: 'progress' | 'done', snapshot: object) =>
    process.stdout.write(`${JSON.stringify({ type, ...snapshot })}\n`);
  const lines = redraws() && !json ? (await import('log-update')).createLogUpdate(process.stderr) : undefined;
  let printed = performance.now();
  const { complete, snapshot, files } = await interruptible((signal) =>
    runSweep({
      file,
      out,
      queue,
      version: version(),
      signal,
      say,
      onProgress: (snapshot) => {
        lines?.(progressLines(snapshot, columnsOf(process.stderr)));
        if (!json || performance.now() - printed < JSON_MS) return;
        printed = performance.now();
        print('progress', snapshot);
      },
    }),
  ).finally(() => lines?.clear());
  if (json) print('done', { complete, ...snapshot, files });
  else
    process.stdout.write(`${progressLines(snapshot, 1000)}\n${files.map((path) => `\n${path}`).join('')}\n`);
  if (!complete) throw new CommandError('interrupted; the same command goes on from here', EXIT.interrupted);
}
