import { once } from 'node:events';
import { type AddressInfo, connect as connectTcp, createServer, type Socket } from 'node:net';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serveTcp } from '../../firmware-sim/index.ts';
import { connect, encodeMessage, type Line, openLine } from '../../src/board/index.ts';
import type { NetworkDocument } from '../../src/index.ts';
import { taskOf } from '../../src/network/index.ts';
import { isCorrect, openBoardEngine, randomNumbers, streamResults } from '../../src/runtime/index.ts';
import { eepromWith, provenDocument, runningUno } from '../board/simulated.ts';

/** What a proxy does to bytes on their way; `this` side writes on when it likes. */
type Passage = (bytes: Buffer, to: Socket, direction: 'to-board' | 'to-host') => void;

/** A TCP port that leads to another through a passage. */
async function proxy(target: number, pass: Passage): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer((host) => {
    const board = connectTcp(target, '127.0.0.1');
    sockets.push(host, board);
    for (const [from, to, direction] of [
      [host, board, 'to-board'],
      [board, host, 'to-host'],
    ] as const) {
      from.on('error', () => {});
      from.on('data', (bytes) => pass(bytes, to, direction));
      from.on('close', () => to.destroy());
    }
  });
  return listening(server, sockets);
}

async function listening(server: ReturnType<typeof createServer>, sockets: Socket[]): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

/** A board that is none: answers what it hears as `hear` says. */
function impostor(hear: (socket: Socket, bytes: Buffer) => void, begin = (_: Socket) => {}): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => hear(socket, bytes));
    begin(socket);
  });
  return listening(server, sockets);
}

/** The simulated Uno with a network on TCP. */
async function simulated(document: NetworkDocument): Promise<number> {
  const served = await serveTcp(runningUno(eepromWith(document)), { port: 0 });
  onTestFinished(() => served.close());
  return served.port;
}

interface Trial {
  readonly port: number;
  readonly document: NetworkDocument;
  readonly giveUp_ms?: number;
  readonly notices?: string[];
}

async function engineAt({ port, document, giveUp_ms, notices = [] }: Trial) {
  const path = `tcp://127.0.0.1:${port}`;
  let line: Line | undefined;
  const engine = await openBoardEngine({
    path,
    network: document.fixed,
    digest: document.digests.fixed.slice(0, 16),
    open: async () => {
      line = await openLine(path);
      return line;
    },
    giveUp_ms,
    onNotice: ({ text }) => notices.push(text),
  });
  onTestFinished(() => engine.close());
  return engine;
}

/** Streams numbers, and counts the right answers. */
async function rightOf(trial: Trial, count: number, seed: number): Promise<number> {
  const engine = await engineAt(trial);
  const task = taskOf(trial.document);
  let right = 0;
  for await (const result of streamResults(engine, task, randomNumbers(task, seed, 20, count)))
    if (isCorrect(task, result)) right += 1;
  await engine.close();
  return right;
}

const GREETING = Buffer.from([
  0xf9,
  2,
  5,
  0xf0,
  0x79,
  2,
  5,
  ...[...'carrybit'].flatMap((c) => [c.charCodeAt(0), 0]),
  0xf7,
]);

describe('a line', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'that loses one byte in a hundred, doubles one and flips a bit of one, both ways, carries all sums: seed %i',
    async (seed) => {
      const document = await provenDocument();
      const random = xoroshiro128plus(seed);
      const below = (bound: number) => (random.next() >>> 0) % bound;
      let damaged = 0;
      const port = await proxy(await simulated(document), (bytes, to) => {
        to.write(
          Buffer.from(
            [...bytes].flatMap((byte) => {
              const kind = below(100);
              if (kind > 2) return [byte];
              damaged += 1;
              return [[], [byte, byte], [byte ^ (1 << below(8))]][kind] ?? [];
            }),
          ),
        );
      });
      expect(await rightOf({ port, document }, 10, seed)).toBe(10);
      expect(damaged).toBeGreaterThan(0);
    },
  );

  test('that is cut before the first answer is mended like later ones', async () => {
    const document = await provenDocument();
    let cuts = 0;
    const port = await proxy(await simulated(document), (bytes, to, direction) => {
      if (direction === 'to-host' && cuts < 2) {
        cuts += 1;
        to.destroy();
      } else to.write(bytes);
    });
    expect(await rightOf({ port, document }, 10, 1)).toBe(10);
    expect(cuts).toBe(2);
  });

  test('whose host takes 200 bytes a second is not asked for the same twice and more', async () => {
    const document = await provenDocument();
    let toHost = 0;
    const measured = async (port: number) => {
      toHost = 0;
      expect(await rightOf({ port, document }, 20, 1)).toBe(20);
      return toHost;
    };
    const target = await simulated(document);
    const fast = await proxy(target, (bytes, to, direction) => {
      if (direction === 'to-host') toHost += bytes.length;
      to.write(bytes);
    });
    const due = await measured(fast);
    let waiting = Buffer.alloc(0);
    const slow = await proxy(target, (bytes, to, direction) => {
      if (direction === 'to-board') return to.write(bytes);
      toHost += bytes.length;
      const idle = waiting.length === 0;
      waiting = Buffer.concat([waiting, bytes]);
      const drip = () => {
        to.write(waiting.subarray(0, 10));
        waiting = waiting.subarray(10);
        if (waiting.length > 0) setTimeout(drip, 50);
      };
      if (idle) setTimeout(drip, 50);
    });
    expect(await measured(slow)).toBeLessThan(1.5 * due);
  });
});

describe('a board', () => {
  test('that greets again and again is not asked more and more', async () => {
    let heard = 0;
    const port = await impostor(
      (socket, bytes) => {
        heard += bytes.length;
        // As fast as the network is.
        socket.write(GREETING);
      },
      (socket) => socket.write(GREETING),
    );
    const line = await openLine(`tcp://127.0.0.1:${port}`);
    onTestFinished(() => void line.destroy());
    await expect(connect(line)).rejects.toThrow(
      /its firmware is carrybit, but no complete reply came in [\d.]+ s; is it reset again and again/,
    );
    expect(heard).toBeLessThan(1000);
  });

  test('that is reset before each answer is asked less and less, and given up when that was asked for', async () => {
    const document = await provenDocument();
    let greetings = 0;
    const notices: string[] = [];
    const flapping = await impostor((socket, bytes) => {
      for (let at = 0; at + 8 <= bytes.length; at++) {
        if (bytes[at] !== 0xf0) continue;
        if (bytes[at + 1] === 0x01) socket.write(describeAnswer(bytes[at + 2] ?? 0, document));
        else {
          greetings += 1;
          socket.write(GREETING);
        }
      }
    });
    const engine = await engineAt({ port: flapping, document, giveUp_ms: 1500, notices });
    await expect(engine.step(Uint8Array.of(3, 0), true)).rejects.toThrow(
      'the board was reset and has lost its state; gave up after 1.5 s without a reply',
    );
    expect(greetings).toBeLessThan(30);
    expect(notices.length).toBeLessThan(60);
  });

  test('that is away longer than was asked for is given up', async () => {
    const document = await provenDocument();
    let away = false;
    const target = await simulated(document);
    const port = await proxy(target, (bytes, to) => {
      if (away) to.destroy();
      else to.write(bytes);
    });
    const engine = await engineAt({ port, document, giveUp_ms: 300 });
    expect([...(await engine.step(Uint8Array.of(3, 0), true))]).toEqual([0, 1]);
    away = true;
    await expect(engine.step(Uint8Array.of(3, 0), true)).rejects.toThrow(
      'gave up after 0.3 s without a reply',
    );
  });

  test('that another host has is said to be taken', async () => {
    const document = await provenDocument();
    const port = await simulated(document);
    await engineAt({ port, document });
    await expect(engineAt({ port, document })).rejects.toMatchObject({
      problem: 'absent',
      message:
        'the board is taken: the port says "the port of the simulated board is already open"; close the program that uses it',
    });
  });
});

/** What a board with this network tells of itself. */
function describeAnswer(number: number, { fixed, digests }: NetworkDocument): Uint8Array {
  const { inputs, hidden, outputs, stateBits, tableBits, fractionBits } = fixed;
  const payload = new Uint8Array(49);
  payload.set([1, 1, 0, 0, 4, 8, 4, 4, 127, 1, 118, 3, 0, 0, 1, 0, 0, 58, 2, 0, 0, 0]);
  payload.set([inputs, hidden, outputs, stateBits, tableBits, fractionBits], 22);
  for (let byte = 0; byte < 8; byte++) {
    const value = Number.parseInt(digests.fixed.slice(2 * byte, 2 * byte + 2), 16);
    payload.set([value & 0x7f, value >> 7], 28 + 2 * byte);
  }
  payload.set(
    [...'adder'].map((letter) => letter.charCodeAt(0)),
    44,
  );
  return encodeMessage({ id: 1, number, payload });
}
