import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import helmet from 'helmet';
import sirv from 'sirv';
import { WebSocketServer } from 'ws';
import type { About } from './frame.ts';
import { requireLocal } from './local-only.ts';
import type { Run } from './run.ts';
import { LONGEST_MESSAGE, Viewers } from './viewers.ts';

/** Only this computer can connect. */
const ADDRESS = '127.0.0.1';
/** Connections of any kind, among them the viewers'. */
const MOST_CONNECTIONS = 256;

export interface LiveServerOptions {
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Folder of the built page. */
  readonly page: string;
  readonly run: Run;
  readonly about: About;
  /** The loss curve as SVG, if it is known. */
  readonly loss: string | undefined;
}

export interface LiveServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the page at 127.0.0.1 and tells its viewers of the run.
 *
 * @throws Error with code EADDRINUSE when the port is taken
 */
export async function serveLive({ port, page, run, about, loss }: LiveServerOptions): Promise<LiveServer> {
  const viewers = new Viewers(run, about);
  // Knows the files from the start and looks nothing up by path.
  const files = sirv(page, { etag: true });
  const headers = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY },
    // There is no https to insist on.
    strictTransportSecurity: false,
  });
  const server = createServer({ headersTimeout: 5000, requestTimeout: 5000 }, (request, response) => {
    headers(request, response, () => {
      const foreign = requireLocal(request);
      if (foreign !== undefined) return answer(response, 403, foreign);
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return answer(response, 405, 'only GET and HEAD');
      if (request.url === '/loss.svg' && loss !== undefined) {
        response.setHeader('Content-Type', 'image/svg+xml');
        response.end(loss);
        return;
      }
      files(request, response, () => answer(response, 404, 'there is no such page'));
    });
  });
  server.maxConnections = MOST_CONNECTIONS;

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_MESSAGE,
    perMessageDeflate: false,
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const foreign =
      requireLocal(request) ?? (request.url === '/live' ? undefined : 'the run is told at /live');
    if (foreign !== undefined) {
      // Who is refused may leave at once.
      socket.on('error', () => {});
      socket.end(
        `HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n${foreign}\n`,
      );
      return;
    }
    sockets.handleUpgrade(request, socket, head, (connection) => viewers.add(connection));
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, ADDRESS, resolve);
  });
  const bound = server.address();
  return {
    url: `http://${ADDRESS}:${typeof bound === 'object' ? bound?.port : port}`,
    async close() {
      viewers.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await run.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Scripts, styles, pictures and the socket from here, and nothing else. Only style attributes may stand inline: */
const CONTENT_SECURITY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  // the pictures of Uno and LEDs have some.
  styleSrcAttr: ["'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

function answer(response: ServerResponse, code: number, text: string): void {
  response.writeHead(code, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
