import { cpSync, rmSync } from 'node:fs';
import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { deadLinks } from './dead-links.mjs';

const pages = (...list) => list.map(([text, link]) => ({ text, link }));

// Pages have to lie in this package, since what they are compiled to imports Vue from it.
const folder = fileURLToPath(new URL('..', import.meta.url));
rmSync(join(folder, 'pages'), { recursive: true, force: true });
cpSync(join(folder, '../docs'), join(folder, 'pages'), { recursive: true });

/** The pages are those in docs/. */
export default defineConfig({
  title: 'carrybit',
  description: 'Small recurrent networks that are proven, and run on an Arduino Uno',
  srcDir: 'pages',
  outDir: './dist',
  base: process.env.SITE_BASE ?? '/',
  // Schemas and the manual page are linked as they are. A site with a link that leads nowhere is not built.
  async buildEnd({ srcDir, outDir, site }) {
    for (const name of (await readdir(srcDir)).filter((name) => /\.(json|1)$/.test(name)))
      await copyFile(join(srcDir, name), join(outDir, name));
    const dead = deadLinks(outDir, site.base);
    if (dead.length > 0) throw new Error(`links that lead nowhere:\n${dead.join('\n')}`);
  },
  themeConfig: {
    search: { provider: 'local' },
    nav: pages(['Tutorial', '/tutorial'], ['Which tool', '/which-tool'], ['Commands', '/reference/commands']),
    sidebar: [
      { text: 'Begin', items: pages(['Tutorial', '/tutorial'], ['Which tool for which job', '/which-tool']) },
      {
        text: 'How to',
        items: pages(
          ['Your own machine', '/how-to/own-machine'],
          ['Recordings', '/how-to/recordings'],
          ['Data files', '/how-to/data-files'],
          ['Sweeps', '/sweep'],
          ['Let a class watch', '/how-to/look-on'],
          ['Clones of the Uno', '/how-to/clones'],
          ['When it does not work', '/how-to/troubleshooting'],
        ),
      },
      {
        text: 'Reference',
        items: pages(
          ['Commands', '/reference/commands'],
          ['Library', '/reference/library'],
          ['Files', '/reference/files'],
          ['Simulated Uno', '/simulator'],
          ['Hardware', '/hardware'],
          ['Machines measured', '/machines'],
          ['Soak runs', '/soak'],
          ['Specification', '/spec'],
        ),
      },
      {
        text: 'How it is made',
        items: pages(['Glossary', '/glossary'], ['Style', '/style'], ['Decisions', '/decisions/']),
      },
    ],
  },
});
