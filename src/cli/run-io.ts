import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Io } from 'johnny-five';
import { firmataIo, type GpioPins, readyIo, resolvePins } from '../runtime/index.ts';
import type { Task } from '../tasks/index.ts';
import { CommandError, EXIT } from './exit.ts';
import { findPort, type OpenBoard, openBoard } from './find-boards.ts';
import { drivePins } from './simulated-pins.ts';

/** Where pins are, and how to reach them. */
export interface OpenIo {
  readonly name: string;
  connect(): Promise<Io>;
  close(): Promise<void>;
}

export interface IoFlags {
  readonly io?: string;
  readonly port?: string;
  readonly clock: number;
}

/** The pins that the flags ask for; nothing is opened yet. */
export async function openIo(flags: IoFlags, task: Task, pins: GpioPins): Promise<OpenIo> {
  return flags.io === undefined ? boardIo(flags, task, pins) : pluginIo(flags.io);
}

async function boardIo({ port, clock }: IoFlags, task: Task, pins: GpioPins): Promise<OpenIo> {
  const path = await findPort(port);
  let opened: OpenBoard | undefined;
  let release = () => {};
  const close = async () => {
    release();
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
      const resolved = resolvePins(task, pins, io);
      if (opened.uno) release = drivePins(opened.uno, task, resolved, clock);
      return io;
    },
  };
}

async function pluginIo(name: string): Promise<OpenIo> {
  const plugin = await load(name);
  return { name, connect: () => readyIo(new plugin()), close: async () => {} };
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
