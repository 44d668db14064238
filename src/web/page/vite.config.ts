import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  build: {
    outDir: '../../../dist/page',
    emptyOutDir: true,
    // The content security policy allows only files from the server, and nothing inline.
    assetsInlineLimit: 0,
    modulePreload: false,
    license: { fileName: 'licenses.md' },
  },
});
