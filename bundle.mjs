// Bundles the commands into dist/bin. As a few CommonJS files they load in a third of the time that Node takes to
// find, read and link each module of its own; what a command imports lazily stays a file apart.
import { build } from 'rolldown';

await build({
  input: { carrybit: 'src/cli/entry.mjs' },
  platform: 'node',
  // Addons stay where they are, and so do packages that look for files beside their own.
  external: [/^@?serialport/, 'johnny-five', 'firmata-io', /^carrybit\//],
  output: {
    dir: 'dist/bin',
    format: 'cjs',
    cleanDir: true,
    minify: true,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
  },
});
