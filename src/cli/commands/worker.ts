import type { Command } from 'commander';
import { version } from '../../version.ts';
import { queueOption } from '../arguments.ts';
import { interruptible } from '../interrupt.ts';
import { sweepPackage } from '../sweep-package.ts';

export function define(command: Command): Command {
  return command
    .addOption(queueOption('the Redis or Valkey, such as redis://host:6379').makeOptionMandatory())
    .action(run);
}

async function run({ queue }: { queue: string }): Promise<void> {
  const { work } = await sweepPackage();
  const say = (sentence: string) => process.stderr.write(`carrybit: ${sentence}\n`);
  await interruptible((signal) => work({ queue, version: version(), signal, say }));
}
