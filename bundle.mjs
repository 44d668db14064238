// Puts the commands into a few CommonJS files under dist/bin: Node spends a third of the time that it takes to
// find, read and link each module of its own; what a command imports lazily stays a file apart.
import { build } from 'rolldown';

const output = {
  dir: 'dist/bin',
  format: 'cjs',
  minify: true,
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name].cjs',
};

await build({
  input: { carrybit: 'src/cli/entry.mjs' },
  platform: 'node',
  // Addons stay where they are, and so do packages that look for files beside their own.
  external: [/^@?serialport/, 'johnny-five', 'firmata-io', /^carrybit\//],
  output: { ...output, cleanDir: true },
});

// A worker is a program of its own: sharing chunks, one of the two would start the other.
await build({ input: { 'module-worker': 'src/cli/module-worker.ts' }, platform: 'node', output });
