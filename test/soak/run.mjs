// Long counts that CI has no time for: `npm run soak [part…]` after `npm run build`, all parts or those whose names
// begin so. Writes what each came to into docs/soak.md, which is committed, and ends with 1 if one fails.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parts } from './parts.mjs';

const file = fileURLToPath(new URL('../../docs/soak.md', import.meta.url));
const begins = process.argv.slice(2);
const chosen = Object.entries(parts).filter(
  ([name]) => begins.length === 0 || begins.some((begin) => name.startsWith(begin)),
);
if (chosen.length === 0) {
  process.stderr.write(
    `soak: expected names of parts (${Object.keys(parts).join('; ')}), got ${begins.join(' ')}\n`,
  );
  process.exit(2);
}

const { stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' });
const where = `${cpus()[0]?.model.trim()}, ${cpus().length} threads, Node ${process.versions.node}`;
const rows = new Map(
  [...read().matchAll(/^\| ([^|]+?) \| (\d.*) \|$/gm)].map(([, name, rest]) => [
    name,
    `| ${name} | ${rest} |`,
  ]),
);
for (const [name, run] of chosen) {
  const began = performance.now();
  let result;
  try {
    result = await run();
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`soak: ${name} FAILED: ${error.message}\n`);
    continue;
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  const date = new Date().toISOString().slice(0, 10);
  rows.set(name, `| ${name} | ${date} | ${stdout.trim()} | ${seconds} s | ${result} | ${where} |`);
  process.stdout.write(`${name}, ${seconds} s: ${result}\n`);
  writeFileSync(file, text(Object.keys(parts).flatMap((part) => rows.get(part) ?? [])));
}

function read() {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function text(lines) {
  return `# Long counts

\`npm run soak\` writes this page. CI runs short forms of the same.

| what | date | commit | took | came to | machine |
|---|---|---|---|---|---|
${lines.join('\n')}
`;
}
