import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Addon from '#addon';

export interface Found {
  /** Undefined if no addon can be loaded. */
  readonly addon?: typeof Addon;
  /** The package's own folder. */
  readonly root: string;
  /** Why there is no addon. */
  readonly problem: string;
  /** A sentence with the command that solves it. */
  readonly remedy: string;
}

/** An addon for a platform: built in this folder, or from a package of its own. */
interface Candidate {
  readonly name: string;
  readonly file: string;
  readonly isBuiltHere: boolean;
}

/**
 * The addon for this platform, or what is missing.
 *
 * @param file one of the package's own
 */
export function findAddon(file = fileURLToPath(import.meta.url)): Found {
  const require = createRequire(file);
  const { root, version, optionalDependencies = {} } = packageOf(file, require);
  let broken: { readonly name: string; readonly problem: string } | undefined;
  for (const { name, file, isBuiltHere } of candidates(root)) {
    try {
      const path = require.resolve(file);
      if (!isBuiltHere) checkPackage(require(`${name}/package.json`) as Manifest, version, path);
      return { addon: require(path) as typeof Addon, root, problem: '', remedy: '' };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'MODULE_NOT_FOUND')
        broken ??= { name, problem: `the addon ${name} cannot be loaded (${message.split('\n')[0]})` };
    }
  }
  if (existsSync(join(root, 'native/node/Cargo.toml'))) {
    const remedy = 'To build it, install Rust from https://rustup.rs and run npm run build.';
    return { root, problem: broken?.problem ?? 'the addon is not built', remedy };
  }
  const name = `carrybit-${target()}`;
  if (!(name in optionalDependencies))
    return { root, problem: broken?.problem ?? `no addon is installed for ${target()}`, remedy: '' };
  const problem = broken?.problem ?? `the addon ${name} is not installed`;
  // npm install does not replace an installed file, even a damaged one.
  const command = broken?.name === name ? 'npm ci' : `npm install ${name}@${version}`;
  return { root, problem, remedy: `To repair it, run ${command}.` };
}

/**
 * The package of a file: that of the nearest package.json, or of another name if a bundler has put the file into a
 * program of its own. To find a package by its name takes Node a tenth of its start.
 */
function packageOf(file: string, require: NodeJS.Require): Manifest & { readonly root: string } {
  let root = dirname(file);
  while (!existsSync(join(root, 'package.json')) && root !== dirname(root)) root = dirname(root);
  const manifest = readManifest(root);
  if (manifest?.name === NAME) return { ...manifest, root };
  const path = require.resolve(`${NAME}/package.json`);
  return { ...(require(path) as Manifest), root: dirname(path) };
}

function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

const NAME = 'carrybit';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  /** Size of the addon's file. */
  readonly addonBytes?: number;
}

/** Refuses another version, and a truncated file, because loading one would end the process. */
function checkPackage(manifest: Manifest, version: string, path: string): void {
  if (manifest.version !== version) throw new Error(`expected version ${version}, got ${manifest.version}`);
  const { size } = statSync(path);
  if (size !== manifest.addonBytes) throw new Error(`expected ${manifest.addonBytes} bytes, got ${size}`);
}

/**
 * Which addons may run here. On Linux there is one for each C library, and only one of them can be loaded. On Windows a
 * clone builds with Microsoft's tools, while the packages are built with GNU's.
 */
function candidates(root: string): Candidate[] {
  const { platform, arch } = process;
  const kinds = { linux: ['-gnu', '-musl'], win32: ['-msvc', '-gnu', '-gnullvm'] }[platform as string] ?? [
    '',
  ];
  return kinds.flatMap((kind) => {
    const name = `${platform}-${arch}${kind}`;
    return [
      {
        name: `carrybit.${name}.node`,
        file: join(root, 'native/node', `carrybit.${name}.node`),
        isBuiltHere: true,
      },
      { name: `carrybit-${name}`, file: `carrybit-${name}`, isBuiltHere: false },
    ];
  });
}

/** This platform, as in the names of packages. */
function target(): string {
  const { platform, arch } = process;
  if (platform === 'win32') return `win32-${arch}-${arch === 'arm64' ? 'gnullvm' : 'gnu'}`;
  if (platform !== 'linux') return `${platform}-${arch}`;
  const { header } = (process.report?.getReport() ?? {}) as { header?: { glibcVersionRuntime?: string } };
  return `linux-${arch}-${header === undefined || header.glibcVersionRuntime ? 'gnu' : 'musl'}`;
}
