import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import type { OpenOptions } from '@serialport/stream';
import { BoardError } from './board-error.ts';
import { BAUD_RATE, type Binding, type Line } from './line.ts';
import { listPorts } from './ports.ts';

/**
 * Opens the port of a board: a serial device, or `socket://HOST:PORT` for TCP. Opening resets an Uno.
 *
 * @param binding default: this computer's own ports
 * @param baudRate default: the rate at which every carrybit board begins
 * @throws BoardError 'absent' saying why it cannot be opened
 */
export async function openLine(path: string, binding?: Binding, baudRate = BAUD_RATE): Promise<Line> {
  const url = tcpUrl(path);
  if (url) return openTcp(path, url);
  const { SerialPortStream } = await import('@serialport/stream');
  const port = new SerialPortStream({
    binding: (binding ?? (await import('@serialport/bindings-cpp')).autoDetect()) as OpenOptions['binding'],
    path,
    baudRate,
    autoOpen: false,
  });
  const problem = await new Promise<Error | null>((resolve) => port.open(resolve));
  if (problem) throw new BoardError('absent', `cannot open ${path}: ${await explain(path, problem.message)}`);
  return port;
}

/**
 * Host and port of `socket://HOST:PORT` (as in pyserial) or `tcp://HOST:PORT`; undefined for a serial device.
 *
 * @throws BoardError 'absent' if host or port is missing
 */
export function tcpUrl(path: string): URL | undefined {
  if (!/^(socket|tcp):/i.test(path)) return undefined;
  const url = URL.canParse(path) ? new URL(path) : undefined;
  if (url?.hostname && url.port) return url;
  throw new BoardError(
    'absent',
    `cannot open ${path}: expected socket://HOST:PORT, such as socket://127.0.0.1:3030`,
  );
}

async function openTcp(path: string, { hostname, port }: URL): Promise<Socket> {
  const { connect } = await import('node:net');
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port), noDelay: true });
  try {
    await once(socket, 'connect');
  } catch (error) {
    throw new BoardError(
      'absent',
      `cannot open ${path}: ${(error as Error).message}: a simulator, or a bridge to a board, must listen there`,
    );
  }
  return socket;
}

/** What somebody writes who means a TCP port. */
const HOST_AND_PORT = /^[\w.-]+:\d{1,5}$/;

async function explain(path: string, message: string): Promise<string> {
  if (/permission|EACCES|access denied/i.test(message)) {
    return `permission denied; the port belongs to the group ${await groupOf(path)}, join it and log in again`;
  }
  if (/no such file|ENOENT|file not found/i.test(message)) {
    if (HOST_AND_PORT.test(path)) return `there is no such port; over TCP it is socket://${path}`;
    const others = (await listPorts()).ports.map((port) => port.path).filter((other) => other !== path);
    return others.length === 0
      ? 'there is no such port, nor any other; is the board plugged in?'
      : `there is no such port; ports here: ${others.join(', ')}`;
  }
  if (/lock|busy|already open|temporarily unavailable/i.test(message)) {
    return 'another program uses it; close that first';
  }
  if (/inappropriate ioctl|ENOTTY/i.test(message)) return 'it is not a serial port';
  if (/is a directory/i.test(message)) return 'expected a serial port, got a folder';
  return message.replace(/^Error:? */, '').replace(`, cannot open ${path}`, '');
}

/** Name of the group that may use a device; its number if the system has no list of names. */
async function groupOf(path: string): Promise<string> {
  const { gid } = await stat(path);
  const groups = await readFile('/etc/group', 'utf8').catch(() => '');
  const line = groups.split('\n').find((entry) => entry.split(':')[2] === String(gid));
  return line?.split(':')[0] ?? String(gid);
}
