import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';

/** A line of a stack: `at step (file:///a/b.mjs:3:5)`, `at file:///a/b.mjs:3:5`. */
const FRAME = /(?:^\s*at (?:async )?|\()(file:\/\/\S+|\/.+|[A-Z]:\\.+):(\d+):(\d+)\)?$/;
/** Maximum of files that are looked through for a syntax error, and of time with all of them. */
const MAX_FILES = 8;
const TIMEOUT_MS = 1500;
/** Maximum of characters of a message; that of TypeScript lists what may stand at a place. */
const MAX_MESSAGE = 120;

/** The error that a module threw, with its line, and with its file if that is one which the module imports. */
export function thrownBy(given: string, error: unknown): string {
  if (!(error instanceof Error)) return `the value ${inspect(error, { breakLength: Infinity }).slice(0, 80)}`;
  const path = realpathSync(given);
  const frames = (error.stack ?? '').split('\n').flatMap((line) => {
    const [, place = '', row = '', column = ''] = FRAME.exec(line) ?? [];
    const file = place.startsWith('file:') ? fileURLToPath(place) : place;
    return place === '' || file === __filename ? [] : [{ file, row, column }];
  });
  const [first] = frames;
  const own = frames.find(({ file }) => file === path);
  const [message = ''] = error.message.split('\n');
  const text = `${error.name}: ${message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message}`;
  if (first === undefined) return `${text}${error instanceof SyntaxError ? misspelt(path, error) : ''}`;
  const at = `line ${first.row}, column ${first.column}`;
  if (first.file === path) return `${text} (${at})`;
  const from = own ? `, called from line ${own.row}, column ${own.column}` : '';
  return `${text} (${named(path, first.file)}, ${at}${from})`;
}

const named = (path: string, file: string) => relative(dirname(path), file);

/**
 * The place of a syntax error in a module or in what it imports: the caught SyntaxError does not have it, but Node's
 * own check prints it.
 */
function misspelt(path: string, { stack = '' }: Error): string {
  // Of TypeScript the error has it.
  const [, stated = '', at] = /^(.+):(\d+)\n/.exec(stack) ?? [];
  if (at !== undefined) {
    const file = stated.startsWith('file:') ? fileURLToPath(stated) : stated;
    return file === path ? ` (line ${at})` : ` (${named(path, file)}, line ${at})`;
  }
  const files = [path];
  const end = performance.now() + TIMEOUT_MS;
  for (const file of files) {
    const row = misspeltRow(file, end - performance.now());
    if (row !== undefined) return file === path ? ` (line ${row})` : ` (${named(path, file)}, line ${row})`;
    files.push(...imports(file).filter((each) => !files.includes(each)));
    files.splice(MAX_FILES);
  }
  return '';
}

function misspeltRow(file: string, left_ms: number): string | undefined {
  if (left_ms < 1) return undefined;
  const { stderr } = spawnSync(process.execPath, ['--check', file], {
    encoding: 'utf8',
    timeout: Math.ceil(left_ms),
  });
  const [first = ''] = stderr.split('\n');
  const isIts = first.startsWith(pathToFileURL(file).href) || first.startsWith(file);
  return isIts ? /:(\d+)$/.exec(first)?.[1] : undefined;
}

/** The files beside a module that it imports by their paths. */
function imports(file: string): string[] {
  try {
    const text = readFileSync(file, 'utf8');
    return [...text.matchAll(/\b(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"\n]+)['"]/g)].map(([, path = '']) =>
      resolve(dirname(file), path),
    );
  } catch {
    return [];
  }
}
