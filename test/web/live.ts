import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { taskOf } from '../../src/network/index.ts';
import { minimalAutomaton, prove } from '../../src/proof/index.ts';
import type { About, Frame, Telling } from '../../src/web/frame.ts';
import { type LiveMessage, withChange } from '../../src/web/frame-change.ts';
import {
  aboutNetwork,
  type EngineChoice,
  type LiveServerOptions,
  NodeCell,
  Session,
  SimulatedUno,
  serveLive,
} from '../../src/web/index.ts';
import { FIRMWARE, provenDocument } from '../board/simulated.ts';

const PAGE = fileURLToPath(new URL('../../dist/page', import.meta.url));
const PLAYGROUND = fileURLToPath(new URL('../../dist/playground', import.meta.url));
const LOSS = '<svg xmlns="http://www.w3.org/2000/svg"/>';

/** A served page on a free port, for as long as the test runs. */
export async function served(options: Pick<LiveServerOptions, 'address' | 'sharing'> = {}) {
  // What flipped bits do is then decided in a moment.
  const document = await provenDocument('adder', 1, { weightBits: 8, stateBits: 5, tableBits: 6 });
  const task = taskOf(document);
  const proof = prove(document.fixed, task);
  if (proof.verdict !== 'proven') throw new Error('the adder is not proven');
  const automaton = minimalAutomaton(task, proof);
  const engines: EngineChoice[] = [
    {
      id: 'node',
      name: 'Node cell',
      about: 'This computer takes the steps.',
      board: false,
      open: async () => new NodeCell(document.fixed, task),
    },
    {
      id: 'uno',
      name: 'Simulated Uno',
      about: 'The simulated Uno adds.',
      board: true,
      open: async () => new SimulatedUno(FIRMWARE, document, task),
    },
  ];
  const about = await aboutNetwork('network.json', document, task, proof, automaton, engines, true);
  const session = await Session.open(task, document.fixed, automaton, engines, 'node');
  const pages = { page: PAGE, playground: PLAYGROUND };
  const server = await serveLive({ port: 0, ...options, ...pages, session, about, loss: LOSS });
  onTestFinished(() => server.close());
  const [url = ''] = server.links.presenter;
  return { ...server, session, port: Number(new URL(url).port) };
}

/** A viewer's connection, and what came over it. */
export class Viewer {
  readonly socket: WebSocket;
  readonly tellings: Telling[] = [];
  /** Sizes of what came. */
  readonly bytes: number[] = [];
  /** How the connection ended. */
  readonly end: Promise<{ code: number; reason: string }>;

  constructor(
    port: number,
    headers: Record<string, string> = { origin: `http://127.0.0.1:${port}` },
    path = '/live',
  ) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    this.socket.on('message', (data) => {
      const message = JSON.parse(data.toString()) as LiveMessage;
      this.bytes.push(data.toString().length);
      const { task } = (this.tellings[0] ?? message) as About;
      this.tellings.push(message.type === 'frame' ? withChange(message, this.frame, task) : message);
    });
    this.end = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    onTestFinished(() => this.socket.terminate());
  }

  /** Resolves when it is connected, with the status it was refused with otherwise. */
  opened(): Promise<number | 'open'> {
    return new Promise((resolve) => {
      this.socket.on('open', () => resolve('open'));
      this.socket.on('unexpected-response', (_, { statusCode }) => resolve(statusCode ?? 0));
      this.socket.on('error', () => {});
    });
  }

  get frame(): Frame | undefined {
    return this.tellings.findLast((telling) => telling.type === 'frame');
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }
}
