// Makes JavaScript of src and firmware-sim, with what they call of other packages in it: so an install brings neither the
// rest of those nor their dependencies. Types are the compiler's.
import { readdirSync } from 'node:fs';
import { build } from 'rolldown';
import { licenses } from './release/licenses.mjs';

/** Addons, which stay where they are; avr8js, whose types the simulator's are made of; what johnny-five would ask for if it were given no io. */
const external = [/^@serialport\//, 'avr8js', 'serialport', 'firmata', 'browser-serialport', /^carrybit\//];

const sources = ['src', 'firmware-sim']
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => `${folder}/${name}`))
  .filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !/^src\/(playground|web)\//.test(name),
  );

await build({
  input: { index: 'src/formats/protobuf.mjs' },
  platform: 'node',
  plugins: [licenses],
  output: { dir: 'dist/bundled/protobuf', format: 'esm', entryFileNames: '[name].js' },
});
// The library, module by module.
await build({
  input: Object.fromEntries(sources.map((name) => [name.replace(/\.ts$/, ''), name])),
  platform: 'node',
  // Which of ours # names depends on where it runs.
  external: [...external, /^#/],
  plugins: [licenses],
  output: {
    dir: 'dist',
    format: 'esm',
    preserveModules: true,
    preserveModulesRoot: '.',
    // Installers may take a folder of that name for their own.
    entryFileNames: ({ name }) => `${name.replace(/^node_modules/, 'bundled')}.js`,
  },
});

/** Commander starts programs for commands that are files of their own, which these are not: the module for it, and for sockets below it, takes a third of Node's own start to load. */
const commanderAlone = {
  name: 'commander-alone',
  transform: {
    filter: { id: /\/commander\/lib\/command\.js$/ },
    handler(code) {
      const line = "const childProcess = require('node:child_process');";
      if (!code.includes(line)) throw new Error(`commander no longer says ${line}`);
      return code.replace(
        line,
        "const childProcess = { spawn: (...args) => require('node:child_process').spawn(...args) };",
      );
    },
  },
};

// The commands, in a few CommonJS files under dist/bin: Node spends a third of the time that it takes to find, read and
// link each module of its own; what a command imports lazily stays a file apart.
const commands = {
  dir: 'dist/bin',
  format: 'cjs',
  minify: true,
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name].cjs',
};
await build({
  input: { carrybit: 'src/cli/entry.mjs' },
  // Some files import a folder at once and some later; it is in the one file either way.
  checks: { ineffectiveDynamicImport: false },
  platform: 'node',
  external,
  plugins: [licenses, commanderAlone],
  output: {
    ...commands,
    cleanDir: true,
    // What every command loads, and what most of them do, in a file each.
    codeSplitting: {
      groups: [
        {
          name: 'start',
          test: /node_modules\/commander\/|src\/cli\/(main|program|commands\/index|exit|interrupt|terminal)\.ts|src\/version\.ts|printable\.ts/,
        },
        {
          name: 'core',
          test: /src\/((machine|tasks|training|fixed|proof|native)\/[^/]*|network\/(?!schema|parse-)[^/]*|cli\/(arguments|chosen-task|config|folder))\.ts$/,
        },
      ],
    },
  },
});
// A worker is a program of its own: sharing chunks, one of the two would start the other.
await build({
  input: { 'module-worker': 'src/cli/module-worker.ts' },
  platform: 'node',
  external,
  output: commands,
});
