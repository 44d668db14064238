import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Addon from '#addon';

export interface Found {
  /** Absent where none can be loaded. */
  readonly addon?: typeof Addon;
  /** The package's own folder. */
  readonly root: string;
  /** What is wrong. */
  readonly problem: string;
  /** The command that mends it, in a sentence. */
  readonly remedy: string;
}

/** An addon for a machine: built in this folder, or a package of its own. */
interface Candidate {
  readonly name: string;
  readonly file: string;
  readonly isBuiltHere: boolean;
}

/** The addon that fits this machine, and otherwise what is missing. */
export function findAddon(require = createRequire(import.meta.url)): Found {
  const manifest = require.resolve('carrybit/package.json');
  const root = dirname(manifest);
  const { version, optionalDependencies = {} } = require(manifest) as Manifest;
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
    const remedy = 'npm run build makes it, with Rust from https://rustup.rs.';
    return { root, problem: broken?.problem ?? 'the addon is not built', remedy };
  }
  const name = `carrybit-${target()}`;
  if (!(name in optionalDependencies))
    return { root, problem: broken?.problem ?? `no addon is installed for ${target()}`, remedy: '' };
  const problem = broken?.problem ?? `the addon ${name} is not installed`;
  // npm leaves a file alone that it has installed, whatever has become of that.
  const command = broken?.name === name ? 'npm ci' : `npm install ${name}@${version}`;
  return { root, problem, remedy: `${command} mends that.` };
}

interface Manifest {
  readonly version: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  /** Of an addon's package: the size of the addon itself. */
  readonly addonBytes?: number;
}

/** Refuses another version, and a file that was cut short: loading that would end the process. */
function checkPackage(manifest: Manifest, version: string, path: string): void {
  if (manifest.version !== version)
    throw new Error(`its version is ${manifest.version}, expected ${version}`);
  const { size } = statSync(path);
  if (size !== manifest.addonBytes) throw new Error(`it has ${size} bytes, expected ${manifest.addonBytes}`);
}

/**
 * Which addons may run here. Of those for different libraries of C on Linux, only one can be loaded; on Windows a clone
 * builds with Microsoft's tools, and the packages are built with GNU's.
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

/** This machine, as packages are named after it. */
function target(): string {
  const { platform, arch } = process;
  if (platform === 'win32') return `win32-${arch}-${arch === 'arm64' ? 'gnullvm' : 'gnu'}`;
  if (platform !== 'linux') return `${platform}-${arch}`;
  const { header } = (process.report?.getReport() ?? {}) as { header?: { glibcVersionRuntime?: string } };
  return `linux-${arch}-${header === undefined || header.glibcVersionRuntime ? 'gnu' : 'musl'}`;
}
