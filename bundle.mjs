// Makes JavaScript of src and firmware-sim, with what they call of other packages in it: so an install brings neither
// the rest of those nor their dependencies. Types are the compiler's.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'rolldown';
import { licenses } from './release/licenses.mjs';

/** Addons, which stay where they are; what johnny-five would ask for if it were given no io. */
const external = [/^@serialport\//, 'serialport', 'firmata', 'browser-serialport', /^carrybit\//];

/**
 * What a lock is made with is given to it (src/network/lock.ts): what it would take otherwise is not loaded. Of avr8js,
 * modules instead of one file: only the two that the simulator uses come along.
 */
const alias = { 'graceful-fs': 'node:fs', avr8js: 'avr8js/dist/esm/index.js' };

/** Some files import a folder at once and some later; it is in the one file either way. */
const checks = { ineffectiveDynamicImport: false };

/** A plugin that has one line of others do its work later; `line` must be there. */
const patched = ({ id, line, later }) => ({
  name: 'later',
  transform: {
    filter: { id },
    handler(code) {
      if (!code.includes(line)) throw new Error(`${id} no longer matches a file that says ${line}`);
      return code.replace(line, () => later);
    },
  },
});

/** What of a bundle asks for parts of Node is loaded in a page, too, where nobody calls it. */
const requireLater = [
  { line: "import { createRequire } from 'node:module';", later: '' },
  {
    line: '(() => createRequire(import.meta.url))()',
    later: "(id) => process.getBuiltinModule('node:module').createRequire(import.meta.url)(id)",
  },
].map((each) => patched({ id: /rolldown\/runtime/, ...each }));

/** A # names what depends on where it runs. */
const library = {
  platform: 'node',
  external: [...external, /^#/],
  resolve: { alias },
  plugins: [licenses, ...requireLater],
  checks,
};

/** Half as much to parse as the sources; lines and the names of functions stay, for the traces of errors. */
const readable = {
  comments: { jsdoc: false },
  minify: { compress: true, mangle: { toplevel: false }, codegen: { removeWhitespace: false } },
};

await build({
  input: { index: 'src/formats/protobuf.mjs' },
  platform: 'node',
  plugins: [licenses],
  output: { dir: 'dist/bundled/protobuf', format: 'esm', entryFileNames: '[name].js', ...readable },
});

/** What package.json names, and the workers that these start, each under the path of its source. */
const { exports, imports } = JSON.parse(readFileSync('package.json', 'utf8'));
const entries = [...Object.values(exports), ...Object.values(imports)]
  .flatMap((target) => [target.default, target.browser])
  .map((path) => /^\.\/dist\/((?:src|firmware-sim)\/.*)\.js$/.exec(path)?.[1])
  .filter((name) => name !== undefined)
  .concat('src/native/search-thread', 'src/native/search-worker');

// The library, in a few files: Node takes most of a millisecond to find, read and link each.
rmSync('dist/chunks', { recursive: true, force: true });
await build({
  ...library,
  input: Object.fromEntries(entries.map((name) => [name, `${name}.ts`])),
  output: {
    dir: 'dist',
    format: 'esm',
    chunkFileNames: 'chunks/[name].js',
    ...readable,
    // What entries share, each with all that it imports: so none loads more than six files.
    codeSplitting: {
      groups: [
        { name: 'machine', test: /src\/entries\/machine\.ts$/, priority: 2 },
        {
          name: 'everywhere',
          test: /src\/(entries\/everywhere|network\/(document|verify)|board\/(board-error|stand-alone))\.ts$/,
          priority: 1,
        },
        { name: 'board', test: /src\/board\/index\.ts$/ },
        { name: 'network', test: /src\/network\/index\.ts$/ },
        { name: 'native', test: /src\/native\/(core|wasm|search)\.ts$/ },
      ],
    },
  },
});

/** For our own tools and tests, which look at single modules. */
const modules = ['src', 'firmware-sim']
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => `${folder}/${name}`))
  .filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !/^src\/(playground|web)\//.test(name),
  );
await build({
  ...library,
  input: Object.fromEntries(modules.map((name) => [name.replace(/\.ts$/, ''), name])),
  output: {
    dir: 'dist/modules',
    cleanDir: true,
    format: 'esm',
    preserveModules: true,
    preserveModulesRoot: '.',
  },
});

/**
 * What is imported of a package or of Node inherits from it: a copy of each name, as else, takes a getter each, of
 * hundreds.
 */
const inherit = [
  { line: '__create(__getProtoOf(mod))', later: '__create(mod)' },
  { line: '      : target,\n    mod,\n  )', later: '      : target,\n  )' },
].map((each) => patched({ id: /rolldown\/runtime/, ...each }));

/** Tables of Unicode, for texts that are not ASCII. */
const SEGMENTER = {
  line: 'const segmenter = new Intl.Segmenter();',
  later: 'const segmenter = { segment: (text) => (segmenter.made ??= new Intl.Segmenter()).segment(text) };',
};

/** What packages make or load at once and need later, or never here; each takes up to half of Node's own start. */
const LATER = [
  {
    // Starts programs for commands that are files of their own, which these are not.
    id: /\/commander\/lib\/command\.js$/,
    line: "const childProcess = require('node:child_process');",
    later: "const childProcess = { spawn: (...args) => require('node:child_process').spawn(...args) };",
  },
  {
    // Asserts that it is called with a function, as proper-lockfile does.
    id: /\/signal-exit\/index\.js$/,
    line: "var assert = require('assert')",
    later: 'var assert = { equal() {} }',
  },
  { id: /\/wrap-ansi\/index\.js$/, ...SEGMENTER },
  { id: /\/wrap-ansi\/node_modules\/string-width\/index\.js$/, ...SEGMENTER },
  {
    id: /\/slice-ansi\/tokenize-ansi\.js$/,
    line: "const GRAPHEME_SEGMENTER = new Intl.Segmenter(undefined, {granularity: 'grapheme'});",
    later: SEGMENTER.later.replaceAll('segmenter', 'GRAPHEME_SEGMENTER'),
  },
  {
    id: /\/wrap-ansi\/node_modules\/string-width\/index\.js$/,
    line: 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
    later:
      "const rgiEmojiRegex = { test: (text) => (rgiEmojiRegex.made ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test(text) };",
  },
].map(patched);

/**
 * Graphviz is WebAssembly in a text of JavaScript, which takes longer to read and decode than the same bytes in a file.
 */
const graphviz = {
  name: 'graphviz',
  transform: {
    filter: { id: /\/viz\/dist\/viz\.js$/ },
    handler(code) {
      const [call, text] = /binaryDecode\(('(?:[^'\\]|\\.)*')\)/s.exec(code) ?? ['', "''"];
      // As its binaryDecode does: a byte is a character, except that 0 is one above 255.
      const bytes = Uint8Array.from(new Function(`return ${text}`)(), (character) =>
        character > '\u00ff' ? 0 : character.charCodeAt(0),
      );
      if (!WebAssembly.validate(bytes)) throw new Error('@viz-js/viz no longer holds its module in a text');
      this.emitFile({ type: 'asset', fileName: 'graphviz.wasm', source: bytes });
      const read = "process.getBuiltinModule('node:fs').readFileSync(import.meta.dirname + '/graphviz.wasm')";
      return code.replace(call, () => read);
    },
  },
};

/**
 * Writes what is not ASCII as escapes, which mean the same in texts, templates and patterns: V8 reads a file with one
 * such character in it as UTF-16, in twice the time.
 */
const ascii = {
  name: 'ascii',
  generateBundle(_, files) {
    for (const file of Object.values(files)) {
      // String.raw takes escapes as they are written.
      if (file.type !== 'chunk' || file.code.includes('String.raw')) continue;
      file.code = file.code.replace(
        /[^\0-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    }
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
  checks,
  platform: 'node',
  external,
  resolve: { alias: { ...alias, '#native': resolve('src/native/node.ts') } },
  plugins: [licenses, ...LATER, ...inherit, graphviz, ascii],
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
          test: /src\/((machine|tasks|training|fixed|proof|native)\/[^/]*|network\/(?!schema|parse-|valid-|document-text|fits)[^/]*|cli\/(arguments|chosen-task|config|folder))\.ts$/,
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
