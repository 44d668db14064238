import type { FixedNetwork } from '../fixed/index.ts';
import type { NetworkDocument } from '../network/index.ts';
import type { Engine, Notice } from '../runtime/index.ts';
import type { Task } from '../tasks/index.ts';
import { giveUpMs, requireProof } from './arguments.ts';
import { CommandError, EXIT } from './exit.ts';
import type { OpenBoard } from './find-boards.ts';

export interface EngineFlags {
  readonly engine: 'board' | 'node' | 'packed' | 'gpio';
  readonly port?: string;
  readonly baud?: number;
  readonly io?: string;
  readonly ioOptions?: object;
  readonly pins: string;
  readonly network: string;
  readonly unproven?: true;
  /** Seconds. */
  readonly giveUp?: number;
}

/** An engine with what it runs. */
export interface Opened {
  readonly engine: Engine;
  readonly task: Task;
  readonly network: FixedNetwork;
  close(): Promise<void>;
}

/** Opens the engine that the flags ask for. `onNotice` is told what happens to it. */
export async function openEngine(flags: EngineFlags, onNotice: (notice: Notice) => void): Promise<Opened> {
  const [{ readNetwork, taskOf }, { NodeEngine }] = await Promise.all([
    import('../network/index.ts'),
    import('../runtime/index.ts'),
  ]);
  const document = await readNetwork(flags.network);
  await requireProof(flags.network, document, flags.unproven === true);
  const what = { task: taskOf(document), network: document.fixed };
  if (flags.engine === 'board') return { ...what, ...(await openBoardEngine(flags, document, onNotice)) };
  const open = {
    node: async () => new NodeEngine(document.fixed),
    packed: () => packedEngine(flags.network, what),
    gpio: () => openPinsEngine(flags, what, onNotice),
  };
  const engine: Engine = await open[flags.engine]();
  return { ...what, engine, close: () => engine.close() };
}

/** What a proof leaves of a network: an unproven one has no such automaton. */
async function packedEngine(path: string, { network, task }: Pick<Opened, 'network' | 'task'>) {
  const [{ minimalAutomaton, prove }, { PackedEngine }] = await Promise.all([
    import('../proof/index.ts'),
    import('../runtime/index.ts'),
  ]);
  const proof = prove(network, task);
  if (proof.verdict === 'proven') return new PackedEngine(minimalAutomaton(task, proof));
  throw new CommandError(
    `${path} is not proven, so no automaton stands for it; --engine node runs the cell`,
    EXIT.notProven,
  );
}

async function openBoardEngine(
  { port, baud, ...flags }: EngineFlags,
  document: NetworkDocument,
  onNotice: (notice: Notice) => void,
): Promise<Pick<Opened, 'engine' | 'close'>> {
  const [{ atPort, findPort, openBoard }, { digestOf }, { openBoardEngine }] = await Promise.all([
    import('./find-boards.ts'),
    import('../board/index.ts'),
    import('../runtime/index.ts'),
  ]);
  const path = await findPort(port);
  let opened: OpenBoard | undefined;
  const open = async () => {
    await opened?.close();
    opened = await openBoard(path);
    return opened.line;
  };
  const digest = digestOf(document.digests);
  const options = {
    path,
    network: document.fixed,
    digest,
    onNotice,
    open,
    baudRate: baud,
    giveUp_ms: giveUpMs(flags),
  };
  try {
    const engine = await atPort(path, () => openBoardEngine(options));
    return {
      engine,
      async close() {
        await engine.close();
        await opened?.close();
      },
    };
  } catch (error) {
    await opened?.close();
    throw error;
  }
}

async function openPinsEngine(
  flags: EngineFlags,
  { task, network }: Pick<Opened, 'task' | 'network'>,
  onNotice: (notice: Notice) => void,
): Promise<Engine> {
  const [{ openIo }, { openGpioEngine, parsePins }] = await Promise.all([
    import('./run-io.ts'),
    import('../runtime/index.ts'),
  ]);
  const pins = parsePins(task, flags.pins);
  const { name, connect, close } = await openIo(flags);
  return openGpioEngine({
    path: name,
    task,
    network,
    pins,
    connect,
    close,
    onNotice,
    giveUp_ms: giveUpMs(flags),
  });
}
