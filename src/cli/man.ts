import { Command } from 'commander';

export function command(): Command {
  return new Command('man').description('print the manual page: carrybit man | man -l -').action(run);
}

async function run(): Promise<void> {
  const [{ programOf }, { manualPage }] = await Promise.all([
    import('./program.ts'),
    import('./manual-page.ts'),
  ]);
  process.stdout.write(manualPage(await programOf()));
}
