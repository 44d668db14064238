import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { carrybit, emptyFolder, root } from './cli/carrybit.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const scripts: Record<string, string> = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;

describe('the README', () => {
  const folder = emptyFolder();
  // Files that the README shows under their names.
  for (const [, name = '', text = ''] of readme.matchAll(/^```\w+ (\S+)\n(.*?)^```/gms))
    writeFileSync(join(folder, name), text);
  const commands = [...readme.matchAll(/^ {4}npx carrybit ([^#\n]*)/gm)].map(([, line = '']) =>
    line.trim().split(/\s+/),
  );

  test('names scripts that package.json has', () => {
    const named = [...readme.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(named).toContain('train');
    for (const name of named) expect(scripts[name], name).toBeDefined();
    expect(scripts.train).toBe('node dist/bin/carrybit.cjs train');
  });

  test('shows what `npm run train` prints', async () => {
    const { code, stdout } = await carrybit(folder, ['train']);
    expect(code).toBe(0);
    const shown = /```\n(Start 0 .*?)```/s.exec(readme)?.[1] ?? 'nothing';
    // Lines are as long as the terminal is wide.
    const words = (text: string) => text.trim().split(/\s+/).join(' ');
    for (const part of shown.trim().split('\n\n')) expect(words(stdout)).toContain(words(part));
  });

  test.each(commands)('has a command that works: carrybit %s %s %s', async (...args) => {
    const { code, stderr } = await carrybit(
      folder,
      args.filter((word) => word !== undefined),
    );
    expect([code, stderr.includes('carrybit:')]).toEqual([0, false]);
  });

  test('links to files that exist', () => {
    const links = [...readme.matchAll(/\]\(((?!https?:)[^)#]+)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(4);
    for (const link of links) expect(() => readFileSync(join(root, link))).not.toThrow();
  });
});
