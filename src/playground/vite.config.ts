import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** Writes the service worker, which has to know every file there is. */
function offline(): Plugin {
  return {
    name: 'offline',
    enforce: 'post',
    generateBundle(_, bundle) {
      const files = Object.keys(bundle).sort();
      const hash = createHash('sha256');
      for (const output of Object.values(bundle))
        hash.update(output.type === 'chunk' ? output.code : output.source);
      const text = readFileSync(new URL('./offline.js', import.meta.url), 'utf8')
        .replace('FILES', JSON.stringify(files))
        .replace('NAME', JSON.stringify(`carrybit-${hash.digest('hex').slice(0, 16)}`));
      this.emitFile({ type: 'asset', fileName: 'offline.js', source: text });
    },
  };
}

export default defineConfig({
  base: './',
  define: { CARRYBIT_VERSION: JSON.stringify(version) },
  plugins: [offline()],
  assetsInclude: ['**/*.hex'],
  // Its usual build takes Node's Buffer for granted.
  resolve: { alias: { 'csv-parse/sync': 'csv-parse/browser/esm/sync' } },
  worker: { format: 'es' },
  build: {
    outDir: '../../dist/playground',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy allows files from the server and nothing inline.
    assetsInlineLimit: 0,
    modulePreload: false,
    license: { fileName: 'licenses.md' },
  },
});
