// node bench/browser.mjs: the default training in real Chromium, by each WebAssembly module and by the benchmark's
// trainer in plain JavaScript, in one page. Needs Chromium: Debian's, or $CHROMIUM.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openPage } from '../test/native/open-page.mjs';

const say = (text) => process.stdout.write(`${text}\n`);

const folder = mkdtempSync(join(tmpdir(), 'carrybit-bench-'));
const ms = (value) => `${value.toFixed(2)} ms`;
for (const name of ['fast', 'exact']) {
  // A fresh page each, so that the first training is one.
  const { page, close } = await openPage(folder);
  if (name === 'fast' && !(await page.evaluate('calls.isFused()'))) {
    say('fast: its multiply-add rounds twice here, so it is not used');
  } else {
    const { core, prepared, plain } = await page.evaluate(`calls.measure('${name}')`);
    const size = gzipSync(readFileSync(new URL(`../native/wasm/${name}.wasm`, import.meta.url))).length;
    const [first, later, plainLater] = [core[0], Math.min(...core), Math.min(...plain)];
    const ready = Math.min(...prepared);
    say(
      `${name}: ${Math.round(size / 1000)} kB gzip; first training ${ms(first)}, fastest ${ms(later)}; ` +
        `plain JavaScript ${ms(plain[0])}, fastest ${ms(plainLater)}: ${(plainLater / later).toFixed(1)} times as long, ` +
        `${(plainLater / ready).toFixed(1)} times the ${ms(ready)} once samples are checked and cut`,
    );
  }
  await close();
}
rmSync(folder, { recursive: true });
