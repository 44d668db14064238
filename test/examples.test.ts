import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { carrybit, emptyFolder, root } from './cli/carrybit.ts';

const examples = join(root, 'examples');
/** Those of the library are code: package.test.ts. */
const folders = readdirSync(examples).filter((name) => name !== 'library');

/** A README's commands, each with the lines of output that it shows below. */
function commandsOf(readme: string) {
  return [...readme.matchAll(/^ {4}npx carrybit (.*)$(?:\n\n```\n([^`]*)```)?/gm)].map(
    ([, line = '', shown = '']) => ({
      args: line.trim().split(/\s+/),
      shown: shown.split('\n').filter((each) => each !== ''),
    }),
  );
}

/** Commands go on from one to the next, as somebody does who copies them from the README. */
describe.each(folders)('examples/%s, from its file to the simulated board', (name) => {
  const folder = emptyFolder();
  cpSync(join(examples, name), folder, { recursive: true });
  const commands = commandsOf(readFileSync(join(folder, 'README.md'), 'utf8'));

  test('trains, proves, flashes and streams', () => {
    const names = commands.map(({ args }) => args[0]);
    for (const needed of ['machine', 'train', 'prove', 'flash-weights', 'stream'])
      expect(names).toContain(needed);
  });

  test.each(commands.map(({ args, shown }) => [args.join(' '), args, shown] as const))(
    'carrybit %s',
    async (_, args, shown) => {
      const { code, stdout, stderr } = await carrybit(folder, args);
      expect(code, stderr).toBe(0);
      for (const line of shown) expect(stdout).toContain(line);
    },
    60_000,
  );
});
