import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { circles } from '../circles.ts';

const root = fileURLToPath(new URL('../../firmware/', import.meta.url));
const filesIn = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((name) => /\.[chS]$/.test(name))
    .map((name) => join(folder, name));
const core = filesIn('core');
const boards = readdirSync(join(root, 'boards'));
const text = (file: string) => readFileSync(join(root, file), 'utf8');
const includes = (file: string) =>
  [...text(file).matchAll(/^#include "([^"]+)"/gm)].map(([, name = '']) => basename(name));
/** A module is a source file with its header. */
const module = (file: string) => basename(file).replace(/\.[chS]$/, '');

/** Each module with the modules that it includes. */
function modulesOf(files: readonly string[]): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  for (const file of files) {
    const from = module(file);
    const to = edges.get(from) ?? new Set();
    for (const name of includes(file)) if (module(name) !== from) to.add(module(name));
    edges.set(from, to);
  }
  return edges;
}

describe('the portable part of the firmware', () => {
  test.each(core)('%s has no word of a chip or a board in it', (file) => {
    // What is generated says from which files.
    const own = text(file).replace(/^\/\/.* Written by .*/m, '');
    expect(own).not.toMatch(/avr|atmega|progmem|pgm_|__asm|\b(PORT|PIN|DDR)[BCD]\b|\buno\b|\w\.S\b/i);
  });

  test('includes of boards only what every board has', () => {
    const own = new Set(core.map((file) => basename(file)));
    const asked = new Set(core.flatMap(includes).filter((name) => !own.has(name)));
    expect([...asked].sort()).toEqual(['board_facts.h', 'crc_update.h', 'flash_text.h']);
    for (const board of boards)
      expect(filesIn(join('boards', board)).map((file) => basename(file))).toEqual(
        expect.arrayContaining([...asked]),
      );
  });
});

test.each(boards)('nothing is included in a circle, with the board "%s"', (board) => {
  // A board is what core/board.h asks for, so of its own files all but that header are the board.
  expect(circles(modulesOf([...core, ...filesIn(join('boards', board))]))).toEqual([]);
});
