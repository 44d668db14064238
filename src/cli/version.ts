import { createRequire } from 'node:module';

/** The version in package.json. */
export function version(): string {
  return createRequire(import.meta.url)('carrybit/package.json').version;
}
