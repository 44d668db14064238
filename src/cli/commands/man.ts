import type { Command } from 'commander';

export function define(command: Command, whole: () => Promise<Command>): Command {
  return command.action(async () => {
    const { manualPage } = await import('../manual-page.ts');
    process.stdout.write(manualPage(await whole()));
  });
}
