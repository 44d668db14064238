import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import helmet from 'helmet';
import sirv from 'sirv';
import { type ServerOptions, WebSocketServer } from 'ws';
import { Connections } from './connections.ts';
import type { About } from './frame.ts';
import { requireLocal } from './local-only.ts';
import type { Run } from './run.ts';
import { GOODBYE_MS, LONGEST_MESSAGE, Viewers } from './viewers.ts';

/** Where the playground is. */
const PLAYGROUND = '/playground/';
/** Only this computer can connect. */
const ADDRESS = '127.0.0.1';
/** Ms that a request may take to arrive, and between two looks at those that do not. */
const REQUEST_TIMEOUT_MS = 5000;
const CHECKING_INTERVAL_MS = 1000;

export interface LiveServerOptions {
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Folders of the built page, and of the playground, which is served under `/playground/`. */
  readonly page: string;
  readonly playground: string;
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
export async function serveLive({
  port,
  page,
  playground,
  run,
  about,
  loss,
}: LiveServerOptions): Promise<LiveServer> {
  const viewers = new Viewers(run, about);
  // Knows the files from the start and looks nothing up by path.
  const files = sirv(page, { etag: true });
  const playgroundFiles = sirv(playground, { etag: true });
  const headers = securityHeaders(["'self'"]);
  // WebAssembly trains there.
  const playgroundHeaders = securityHeaders(["'self'", "'wasm-unsafe-eval'"]);
  const timeouts = {
    headersTimeout: REQUEST_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: CHECKING_INTERVAL_MS,
  };
  const server = createServer(timeouts, (request, response) => {
    const inPlayground = request.url?.startsWith(PLAYGROUND) === true;
    (inPlayground ? playgroundHeaders : headers)(request, response, () => {
      const foreign = requireLocal(request);
      if (foreign !== undefined) return answer(response, 403, foreign);
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return answer(response, 405, 'only GET and HEAD');
      if (request.url === '/loss.svg' && loss !== undefined) {
        response.setHeader('Content-Type', 'image/svg+xml');
        response.end(loss);
        return;
      }
      const missing = () => answer(response, 404, 'there is no such page');
      if (request.url === PLAYGROUND.slice(0, -1)) {
        response.writeHead(308, { Location: PLAYGROUND }).end();
        return;
      }
      if (!inPlayground) return files(request, response, missing);
      request.url = request.url?.slice(PLAYGROUND.length - 1);
      playgroundFiles(request, response, missing);
    });
  });
  const connections = new Connections(server);

  // The types do not know of closeTimeout yet.
  const options: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    maxPayload: LONGEST_MESSAGE,
    perMessageDeflate: false,
    closeTimeout: GOODBYE_MS,
  };
  const sockets = new WebSocketServer(options);
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const foreign =
      requireLocal(request) ?? (request.url === '/live' ? undefined : 'the run is told at /live');
    if (foreign !== undefined) {
      // Who is refused may leave at once, and has to.
      socket.on('error', () => {});
      socket.end(
        `HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n${foreign}\n`,
        () => socket.destroy(),
      );
      return;
    }
    sockets.handleUpgrade(request, socket, head, (connection) => {
      if (viewers.add(connection)) connections.keep(socket);
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, ADDRESS, resolve);
  });
  const bound = server.address();
  return {
    url: `http://${ADDRESS}:${typeof bound === 'object' ? bound?.port : port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      await Promise.all([viewers.close(), run.close()]);
      connections.close();
      await closed;
    },
  };
}

function securityHeaders(scriptSrc: readonly string[]) {
  const directives = { scriptSrc, ...CONTENT_SECURITY };
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    // There is no https to insist on.
    strictTransportSecurity: false,
  });
}

/** Scripts, styles, pictures and the socket from here, and nothing else. Only style attributes may stand inline: */
const CONTENT_SECURITY = {
  defaultSrc: ["'none'"],
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
