import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { deadLinks } from '../../site/.vitepress/dead-links.mjs';

const folder = mkdtempSync(join(tmpdir(), 'carrybit-site-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, ...links: string[]): void {
  const content = links.map((link) => `<a href="${link}">x</a>`).join('');
  writeFileSync(join(folder, name), `<h2 id="place">Place</h2><img src="picture.svg">${content}`);
}

test('links of the site that lead nowhere are found, and others are not', () => {
  mkdirSync(join(folder, 'how-to'));
  writeFileSync(join(folder, 'picture.svg'), '');
  writeFileSync(join(folder, 'how-to/picture.svg'), '');
  const good = [
    '/base/how-to/a',
    '/base/how-to/a.html#place',
    '#place',
    'how-to/a?x=1&amp;y',
    'https://x.example/',
  ];
  write('index.html', ...good, '../sweep/compose.yaml', '/base/none', '/elsewhere', '#none', 'how-to/a#none');
  write('how-to/a.html', '../', '/base/', 'a', '../how-to/none.md');
  expect(deadLinks(folder, '/base/').sort()).toEqual([
    'how-to/a.html: ../how-to/none.md',
    'index.html: #none',
    'index.html: ../sweep/compose.yaml',
    'index.html: /base/none',
    'index.html: /elsewhere',
    'index.html: how-to/a#none',
  ]);
});
