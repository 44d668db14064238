import { readFileSync } from 'node:fs';

/** The version of an installed package of the bench, or without a name, carrybit's. */
export function version(name) {
  const path = name === undefined ? '../package.json' : `node_modules/${name}/package.json`;
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')).version;
}
