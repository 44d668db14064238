import { type Command, Option } from 'commander';
import { folderOption, jsonOption } from '../arguments.ts';
import { chosenTask, withTask } from '../chosen-task.ts';
import { CommandError, EXIT } from '../exit.ts';
import { inFolder } from '../folder.ts';
import { real, whole } from '../number-option.ts';
import type { Flags } from '../smallest-search.ts';

export function define(command: Command): Command {
  return withTask(command)
    .addOption(
      new Option('--tables <kind>', 'which tables to search')
        .choices(['any', 'monotone', 'tanh', 'all'])
        .default('all'),
    )
    .option('--max-bits <n>', 'largest size to search, in bits', whole, 256)
    .option('--time-limit <seconds>', 'stop after this time', real, 60)
    .addOption(folderOption())
    .addOption(jsonOption())
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const { maxBits, timeLimit, out } = flags;
  if (!(timeLimit >= 0 && timeLimit <= 1e6)) {
    throw new CommandError(`--time-limit: expected 0–1000000 seconds, got ${timeLimit}`, EXIT.usage);
  }
  if (!(maxBits >= 1 && maxBits <= 1024)) {
    throw new CommandError(`--max-bits: expected 1–1024, got ${maxBits}`, EXIT.usage);
  }
  const task = await chosenTask(flags);
  const { searchSmallest } = await import('../smallest-search.ts');
  await inFolder(out, '.carrybit', () => searchSmallest(task, flags));
}
