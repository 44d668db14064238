import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { constants, Script } from 'node:vm';
import type { Uno } from '../../firmware-sim/index.ts';
import { firmataIo, type Io, readyIo } from '../runtime/index.ts';
import { printable } from '../runtime/printable.ts';
import { CommandError, EXIT } from './exit.ts';
import { findPort, type OpenBoard, openBoard, SIMULATED } from './find-boards.ts';
import { interrupted } from './interrupt.ts';

/** Ms between the last writes of a plugin and the end of the process. */
const LAST_WRITES_MS = 30;
/** Ms in which a plugin has to be loaded. */
const LOAD_TIMEOUT_MS = 15_000;

/** An io, and how to reach the pins behind it. */
export interface OpenIo {
  readonly name: string;
  connect(): Promise<Io>;
  close(): Promise<void>;
}

export interface IoFlags {
  readonly io?: string;
  /** Arguments of the plugin's constructor. */
  readonly ioOptions?: object;
  readonly port?: string;
}

/** Operates the pins of a simulated board from outside, once its io is ready. Returns a function that stops this. */
export type Work = (uno: Uno, io: Io) => () => void;

/** The pins that the flags ask for. Does not open them. */
export async function openIo({ io, ioOptions, port }: IoFlags, work?: Work): Promise<OpenIo> {
  if (io !== undefined) return pluginIo(io, ioOptions);
  if (ioOptions !== undefined)
    throw new CommandError('--io-options are for an io plugin; name it with --io', EXIT.usage);
  return boardIo(await findPort(port), work);
}

function boardIo(path: string, work: Work | undefined): OpenIo {
  if (path === SIMULATED && work === undefined) {
    throw new CommandError(
      'nothing is wired to the pins of the simulated Uno; choose a board with --port',
      EXIT.noBoard,
    );
  }
  let opened: OpenBoard | undefined;
  let release: (() => void) | undefined;
  const close = async () => {
    release?.();
    await opened?.close();
    opened = undefined;
  };
  return {
    name: `Firmata on ${path}`,
    close,
    async connect() {
      await close();
      opened = await openBoard(path);
      const io = await firmataIo(opened.line);
      release = opened.uno && work?.(opened.uno, io);
      return io;
    },
  };
}

async function pluginIo(name: string, options?: object): Promise<OpenIo> {
  const failure = (what: string, error: unknown) =>
    `the io plugin ${name} ${what}: ${error instanceof Error ? error.message : error}`;
  const unloaded = (error: unknown) =>
    new CommandError(failure('could not be loaded', error), EXIT.pluginFailed);
  const failed = (error: unknown) =>
    new CommandError(
      `${failure('failed', error)}; --io-options passes options to it, and its own documentation says which it needs`,
      EXIT.pluginFailed,
    );
  const tell = (message: string) => process.stderr.write(`carrybit: ${printable(message)}\n`);
  let isReady = false;
  let isInUse = true;
  // A plugin may throw where no caller can catch it.
  process.prependListener('uncaughtException', (error) => {
    isInUse = false;
    if (isReady && !error.stack?.includes(name)) return;
    tell(failed(error).message);
    process.exit(EXIT.pluginFailed);
  });
  // And it may end the process, as if all were done.
  process.on('exit', (code) => {
    if (!isInUse || interrupted() || process.stdout.errored) return;
    tell(`the io plugin ${name} ended the process, with exit code ${code}; use another, or mend it`);
    process.exitCode = EXIT.pluginFailed;
  });
  const used = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      isInUse = false;
      throw error;
    }
  };
  const plugin = await used(() => load(name, unloaded));
  return {
    name,
    connect: () =>
      used(async () => {
        try {
          const io = await readyIo(() => (options ? new plugin(options) : new plugin()));
          isReady = true;
          return io;
        } catch (error) {
          throw failed(error);
        }
      }),
    async close() {
      // Gives its last writes some time.
      await pause(LAST_WRITES_MS);
      isInUse = false;
      // A plugin cannot be closed, and its open handles would keep the process alive.
      setTimeout(() => process.exit(), LAST_WRITES_MS).unref();
    },
  };
}

/** The class that an io plugin's package exports, found where the user has installed it. */
async function load(
  name: string,
  unloaded: (error: unknown) => CommandError,
): Promise<new (options?: object) => Io> {
  let late: NodeJS.Timeout | undefined;
  // What waits for ever while it is loaded would let Node end without a word.
  const tooLate = new Promise<never>((_, reject) => {
    const reason = `it took longer than ${LOAD_TIMEOUT_MS / 1000} s`;
    late = setTimeout(() => reject(new Error(reason)), LOAD_TIMEOUT_MS);
  });
  const module = await Promise.race([imported(name), tooLate])
    .catch((error) => {
      throw error instanceof CommandError ? error : unloaded(error);
    })
    .finally(() => clearTimeout(late));
  // The class is the module itself, its default export, or a named export.
  const exported = [module.default, ...Object.values(module.default ?? {}), ...Object.values(module)];
  const plugin = exported.find((value) => typeof value === 'function');
  if (plugin === undefined)
    throw new CommandError(`${name} is not a johnny-five io plugin: it exports no class`, EXIT.usage);
  return plugin;
}

/** Imports a package that is installed in the current folder. @throws CommandError if it is not */
async function imported(name: string): Promise<Record<string, object>> {
  const here = join(process.cwd(), 'package.json');
  let file: string;
  try {
    file = createRequire(here).resolve(name);
  } catch (error) {
    // A package that has only ES modules is found by an import alone, and an import searches from the file it is in.
    if ((error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED')
      return new Script(`import(${JSON.stringify(name)})`, {
        filename: here,
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      }).runInThisContext();
    throw new CommandError(
      /^[./]/.test(name) ? `${name}: no such file` : `${name} is not installed; run npm install ${name}`,
      EXIT.usage,
    );
  }
  return import(pathToFileURL(file).href);
}
