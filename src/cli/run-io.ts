import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Uno } from '../../firmware-sim/index.ts';
import { firmataIo, type Io, readyIo } from '../runtime/index.ts';
import { CommandError, EXIT } from './exit.ts';
import { findPort, type OpenBoard, openBoard, SIMULATED } from './find-boards.ts';

/** Where pins are, and how to reach them. */
export interface OpenIo {
  readonly name: string;
  connect(): Promise<Io>;
  close(): Promise<void>;
}

export interface IoFlags {
  readonly io?: string;
  readonly port?: string;
}

/** Works a simulated board's pins from outside, once its io is ready; gives how to stop that. */
export type Work = (uno: Uno, io: Io) => () => void;

/** The pins that the flags ask for; nothing is opened yet. */
export async function openIo({ io, port }: IoFlags, work?: Work): Promise<OpenIo> {
  return io === undefined ? boardIo(await findPort(port), work) : pluginIo(io);
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

async function pluginIo(name: string): Promise<OpenIo> {
  const plugin = await load(name);
  return {
    name,
    connect: () => readyIo(() => new plugin()),
    async close() {
      // A plugin cannot be closed, and what it holds would keep the process alive; its last writes are given time.
      setTimeout(() => process.exit(), 200).unref();
    },
  };
}

/** The class that an io plugin's package exports, from where the user has installed it. */
async function load(name: string): Promise<new () => Io> {
  const missing = new CommandError(
    `${name} is not installed here: npm install ${name} installs it`,
    EXIT.usage,
  );
  let file: string;
  try {
    file = createRequire(join(process.cwd(), 'package.json')).resolve(name);
  } catch {
    throw missing;
  }
  const module = await import(pathToFileURL(file).href);
  // The class is the module itself, its default, or what it exports by a name of its own.
  const exported = [module.default, ...Object.values(module.default ?? {}), ...Object.values(module)];
  const plugin = exported.find((value) => typeof value === 'function');
  if (plugin === undefined)
    throw new CommandError(`${name} is no johnny-five io plugin: it exports no class`, EXIT.usage);
  return plugin;
}
