// Which licences users can live with, and those of what is bundled.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ALLOWED = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'Unicode-3.0',
]);

/** Of an SPDX expression one side of each OR, and both of each AND, must be allowed. */
export function isAllowed(expression) {
  if (typeof expression !== 'string') return false;
  const either = (text) => text.split(/ OR |\//).some((licence) => ALLOWED.has(licence.trim()));
  return expression.split(' AND ').every((part) => either(part.replace(/[()]/g, '')));
}

/** A rolldown plugin that writes licenses.txt: each package of which a bundle contains anything, with its licence. */
export const licenses = {
  name: 'licenses',
  generateBundle(_, bundle) {
    const folders = Object.values(bundle)
      .flatMap(({ moduleIds = [] }) => moduleIds)
      .map((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0])
      .filter((folder) => folder !== undefined);
    const source = [...new Set(folders)].map(licenseOf).sort().join('\n');
    this.emitFile({ type: 'asset', fileName: 'licenses.txt', source });
  },
};

function licenseOf(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license = manifest.licenses?.map(({ type }) => type).join(' AND ') } = manifest;
  if (!isAllowed(license)) throw new Error(`${name} is bundled, and its licence is ${license}`);
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
  const text = file === undefined ? '' : `\n\n${readFileSync(join(folder, file), 'utf8').trim()}`;
  return `${name} ${version}: ${license}${text}\n`;
}
