import type { FixedNetwork } from '../fixed/index.ts';
import { certificateName } from '../network/certificate-name.ts';
import type { Origin } from '../network/document.ts';
import { networkDocument, networkText } from '../network/document.ts';
import { certificate, certificateText, minimalAutomaton, type Proven as Proof } from '../proof/index.ts';
import type { Task } from '../tasks/task.ts';
import type { FloatNetwork } from '../training/float-network.ts';
import { aboutNetwork } from '../web/about.ts';
import type { About } from '../web/frame.ts';
import type { EngineChoice } from '../web/live-engine.ts';
import { NodeCell } from '../web/node-cell.ts';
import { Session } from '../web/session.ts';
import type { Proven } from './protocol.ts';

/** The name under which the network is downloaded. */
const FILE = 'network.json';

/** A proven network: its files, what there is to say of it, and a session with it. */
export interface Explained {
  readonly files: Proven;
  readonly about: About;
  readonly session: Session;
}

/** A proven network, and where it comes from. */
export interface Shipped {
  readonly task: Task;
  readonly float: FloatNetwork | undefined;
  readonly fixed: FixedNetwork;
  readonly proof: Proof;
  readonly origin: Origin;
}

/** Makes of a proven network what `carrybit train` writes and what `carrybit live` shows. */
export async function explain({ task, float, fixed, proof, origin }: Shipped): Promise<Explained> {
  const proven = { proof, certificate: certificate(fixed, task, proof) };
  const document = networkDocument(task, float, fixed, origin, proven);
  const automaton = minimalAutomaton(task, proof);
  const engines: EngineChoice[] = [
    {
      id: 'page',
      name: 'This page',
      about: 'This page takes the steps, with the same integers as a board.',
      board: false,
      open: async () => new NodeCell(fixed, task),
    },
    {
      id: 'uno',
      name: 'Simulated Uno',
      about:
        'A simulated ATmega328P in this page runs the firmware and takes the steps, clocked at its pins. ' +
        'The traces are its pins; states are read, and flipped, in its RAM.',
      board: true,
      open: async () => {
        const [{ SimulatedUno }, hex] = await Promise.all([
          import('../web/simulated-uno.ts'),
          fetch(new URL('../../firmware/carrybit.hex', import.meta.url)),
        ]);
        return new SimulatedUno(await hex.text(), document, task);
      },
    },
  ];
  return {
    files: {
      type: 'proven',
      network: networkText(document),
      certificate: {
        name: certificateName(FILE, document.proof?.certificate ?? ''),
        text: certificateText(proven.certificate),
      },
      digest: document.digests.fixed,
    },
    about: await aboutNetwork(FILE, document, task, proof, automaton, engines, false),
    session: await Session.open(task, fixed, automaton, engines, 'page'),
  };
}
