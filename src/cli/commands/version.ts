import type { Command } from 'commander';
import { version } from '../../version.ts';
import { jsonOption } from '../arguments.ts';

export function define(command: Command): Command {
  return command.addOption(jsonOption()).action(run);
}

async function run({ json }: { json?: true }): Promise<void> {
  const said = {
    carrybit: version(),
    core: await core(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  };
  const lines = Object.entries(said).map(([name, value]) => `${name.padEnd(8)}  ${value}`);
  process.stdout.write(json ? `${JSON.stringify(said)}\n` : `${lines.join('\n')}\n`);
}

/** What trains on this computer: the addon or WebAssembly. */
async function core(): Promise<string> {
  const problem = (await import('#native')).addonProblem();
  return problem === '' ? 'addon' : `WebAssembly (${problem})`;
}
