import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { programOf } from '../../src/cli/program.ts';
import { programOptions, referenceOf } from '../../src/cli/reference.ts';
import { carrybit, emptyFolder, node, root } from '../cli/carrybit.ts';
import { blocksOf, commandsOf, words } from './blocks.ts';

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const scripts: Record<string, string> = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;

/** The tutorial begins with nothing; the commands of all other pages go on with a network that is there. */
const beginsWithNothing = (page: string) => page === 'docs/tutorial.md';
const trained = emptyFolder();

beforeAll(async () => {
  await carrybit(trained, ['train', '--quiet']);
});

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const folder = emptyFolder();
  const commands = commandsOf(text);
  const modules = blocksOf(text).filter(
    ({ language, text: code }) => /^(js|ts)$/.test(language) && /from 'carrybit/.test(code),
  );

  beforeAll(() => {
    if (!beginsWithNothing(page)) cpSync(trained, folder, { recursive: true });
    // Files that the page shows under their names.
    for (const { language, name, text: content } of blocksOf(text))
      if (language !== 'sh' && name !== '') writeFileSync(join(folder, name), content);
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules/carrybit'));
  });

  test('links to files that exist', () => {
    const links = [...text.matchAll(/\]\(((?!https?:)[^)#]+)/g)].map(([, link = '']) => link);
    for (const link of links) expect(existsSync(join(root, dirname(page), link)), link).toBe(true);
  });

  test('names scripts that package.json has', () => {
    for (const [, name = ''] of text.matchAll(/npm run ([\w:-]+)/g))
      expect(scripts[name], name).toBeDefined();
  });

  // Commands go on from one to the next, as somebody does who copies them.
  const ifShown = (list: readonly unknown[]) => (list.length > 0 ? test : () => {});
  ifShown(commands)('shows commands that work, and what they print', { timeout: 240_000 }, async () => {
    const known = referenceOf(await programOf());
    const common = programOptions(await programOf()).map(({ long }) => long);
    for (const { args, output, needsBoard } of commands) {
      const line = `carrybit ${args.join(' ')}`;
      const command = known.find(({ name }) => name === args[0]);
      const options = args.filter((word) => word.startsWith('--')).map((word) => word.split('=')[0]);
      const own = [...(command?.options.map(({ long }) => long) ?? []), ...common, '--help'];
      expect(own, line).toEqual(expect.arrayContaining(options));
      if (needsBoard) continue;
      const { code, stdout, stderr } = await carrybit(folder, args);
      expect([code, stderr.includes('carrybit:')], `${line}\n${stderr}`).toEqual([0, false]);
      // The board that is plugged in there is simulated here.
      for (const part of output.replaceAll('/dev/ttyACM0', 'sim').split('\n\n'))
        expect(words(`${stdout}${stderr}`), line).toContain(words(part));
    }
  });

  ifShown(modules)('shows code that runs', { timeout: 60_000 }, async () => {
    for (const [index, { text: code }] of modules.entries()) {
      const name = `module-${index}.mjs`;
      // What goes on with a network of the block before it has that one, too.
      const before = /\bfixed\b/.test(code) && !/\bfixed\b.*=/.test(code) ? `${modules[0]?.text}\n` : '';
      writeFileSync(join(folder, name), before + code);
      const { code: exitCode, stderr } = await node(folder, [name]);
      expect([exitCode, stderr], code).toEqual([0, '']);
    }
  });
});

test('the README shows what npm run train prints', async () => {
  const { stdout } = await carrybit(trained, ['train']);
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const shown = /```\n(Start 0 .*?)```/s.exec(readme)?.[1] ?? 'nothing';
  for (const part of shown.trim().split('\n\n')) expect(words(stdout)).toContain(words(part));
  expect(scripts.train).toBe('node dist/bin/carrybit.cjs train');
});
