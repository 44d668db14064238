import type { Command } from 'commander';

export function define(command: Command): Command {
  return command.action(run);
}

async function run(): Promise<void> {
  const [{ programOf }, { manualPage }] = await Promise.all([
    import('../program.ts'),
    import('../manual-page.ts'),
  ]);
  process.stdout.write(manualPage(await programOf()));
}
