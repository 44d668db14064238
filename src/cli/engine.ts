import type { FixedNetwork } from '../fixed/index.ts';
import type { NetworkDocument } from '../network/index.ts';
import type { Engine, Notice } from '../runtime/index.ts';
import type { Task } from '../tasks/index.ts';
import { giveUpMs, requireByteSteps, requireProof } from './arguments.ts';
import { CommandError, EXIT } from './exit.ts';
import type { OpenBoard } from './find-boards.ts';
import { givenNetwork } from './network-file.ts';

export interface EngineFlags {
  readonly engine: keyof typeof ENGINES;
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

/** An engine with the network that it runs. */
export interface Opened {
  readonly engine: Engine;
  readonly task: Task;
  readonly network: FixedNetwork;
  close(): Promise<void>;
}

/** Opens the engine that the flags ask for. `onNotice` gets messages about what happens to it. */
export async function openEngine(flags: EngineFlags, onNotice: (notice: Notice) => void): Promise<Opened> {
  const { readNetwork, taskOf } = await import('../network/index.ts');
  const document = await givenNetwork(readNetwork(flags.network));
  await requireProof(flags.network, document, flags.unproven === true);
  if (flags.engine !== 'node') requireByteSteps(flags.network, document.machine, `--engine ${flags.engine}`);
  const what = { task: taskOf(document), network: document.fixed };
  return { ...what, ...(await ENGINES[flags.engine]({ ...what, document, flags, onNotice })) };
}

/** What is needed to open an engine. */
interface Context {
  readonly task: Task;
  readonly network: FixedNetwork;
  readonly document: NetworkDocument;
  readonly flags: EngineFlags;
  readonly onNotice: (notice: Notice) => void;
}

type Open = (context: Context) => Promise<Pick<Opened, 'engine' | 'close'>>;

/** Every engine of `stream --engine`, by name. */
const ENGINES = {
  board: openOnBoard,
  node: async ({ network }) => closing(new (await import('../runtime/index.ts')).NodeEngine(network)),
  packed: openPacked,
  gpio: openAtPins,
} satisfies Record<string, Open>;

export const ENGINE_NAMES = Object.keys(ENGINES) as (keyof typeof ENGINES)[];

/** An engine that needs no closing. */
const closing = (engine: Engine) => ({ engine, close: () => engine.close() });

/** The automaton comes from the proof; an unproven network has none. */
async function openPacked({ network, task, flags }: Context) {
  const [{ minimalAutomaton, prove }, { PackedEngine }] = await Promise.all([
    import('../proof/index.ts'),
    import('../runtime/index.ts'),
  ]);
  const proof = prove(network, task);
  if (proof.verdict === 'proven') return closing(new PackedEngine(minimalAutomaton(task, proof)));
  throw new CommandError(
    `${flags.network} is not proven, so it has no minimal automaton; --engine node runs the cell`,
    EXIT.notProven,
  );
}

async function openOnBoard({
  document,
  flags,
  onNotice,
}: Context): Promise<Pick<Opened, 'engine' | 'close'>> {
  const [{ atPort, findPort, openBoard }, { digestOf }, { openBoardEngine }] = await Promise.all([
    import('./find-boards.ts'),
    import('../board/index.ts'),
    import('../runtime/index.ts'),
  ]);
  const path = await findPort(flags.port);
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
    baudRate: flags.baud,
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

async function openAtPins({ task, network, flags, onNotice }: Context) {
  const [{ openIo }, { openGpioEngine, parsePins }] = await Promise.all([
    import('./run-io.ts'),
    import('../runtime/index.ts'),
  ]);
  const pins = parsePins(task, flags.pins);
  const { name, connect, close } = await openIo(flags);
  const giveUp_ms = giveUpMs(flags);
  return closing(
    await openGpioEngine({ path: name, task, network, pins, connect, close, onNotice, giveUp_ms }),
  );
}
