import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { programOf } from '../../src/cli/program.ts';
import { root } from './carrybit.ts';

const folder = join(root, 'src/cli');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(folder, name), 'utf8'));

test('an option that several commands have is written once', async () => {
  const { commands } = await programOf();
  const shared = new Map<string, number>();
  for (const { options } of commands)
    for (const { flags, description } of options) {
      const key = JSON.stringify([flags, description]);
      shared.set(key, (shared.get(key) ?? 0) + 1);
    }
  const repeated = [...shared].filter(([, commandsWithIt]) => commandsWithIt > 1);
  expect(repeated.length).toBeGreaterThan(10);
  for (const [key] of repeated) {
    const [flags = '', description = ''] = JSON.parse(key) as string[];
    const start = `'${flags}'`;
    const definitions = sources
      .flatMap((text) => text.split(start).slice(1))
      .filter((rest) => rest.slice(0, description.length + 20).includes(description));
    expect(definitions.length, `${flags} ${description}`).toBeLessThanOrEqual(1);
  }
});

test('every command that works on a network file takes its path as the argument [network]', async () => {
  const { commands } = await programOf();
  const withNetwork = commands.filter(
    ({ registeredArguments }) => registeredArguments[0]?.name() === 'network',
  );
  expect(withNetwork.map((command) => command.name()).sort()).toEqual(
    ['check', 'explain', 'export', 'flash-weights', 'live', 'prove', 'run', 'stream'].sort(),
  );
  const visible = commands.filter(({ options }) =>
    options.some(({ long, hidden }) => long === '--network' && !hidden),
  );
  expect(visible.map((command) => command.name())).toEqual([]);
});
