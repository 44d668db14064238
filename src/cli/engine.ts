import type { FixedNetwork } from '../fixed/index.ts';
import type { Engine } from '../runtime/index.ts';
import type { Task } from '../tasks/index.ts';
import { requireProof } from './arguments.ts';

export interface EngineFlags {
  readonly engine: 'board' | 'node';
  readonly network: string;
  readonly unproven?: true;
}

/** An engine with what it runs. */
export interface Opened {
  readonly engine: Engine;
  readonly task: Task;
  readonly network: FixedNetwork;
}

/** Opens the engine that the flags ask for. */
export async function openEngine(flags: EngineFlags): Promise<Opened> {
  const [{ readNetwork, taskOf }, { NodeEngine }] = await Promise.all([
    import('../network/index.ts'),
    import('../runtime/index.ts'),
  ]);
  const document = await readNetwork(flags.network);
  requireProof(flags.network, document, flags.unproven === true);
  return { engine: new NodeEngine(document.fixed), task: taskOf(document), network: document.fixed };
}
