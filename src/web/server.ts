import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import helmet from 'helmet';
import sirv from 'sirv';
import { type ServerOptions, WebSocketServer } from 'ws';
import { admit, type Sharing } from './access.ts';
import { Connections } from './connections.ts';
import type { About } from './frame.ts';
import { type Links, linksOf } from './links.ts';
import { RefusedError } from './refused-error.ts';
import type { Session } from './session.ts';
import { GOODBYE_MS, MAX_MESSAGE_BYTES, Viewers } from './viewers.ts';

/** Path of the playground. */
const PLAYGROUND = '/playground/';
/** The address at which only this computer can connect. */
const LOOPBACK = '127.0.0.1';
/** Ms that a request may take to arrive, and ms between checks of this limit. */
const REQUEST_TIMEOUT_MS = 5000;
const CHECKING_INTERVAL_MS = 1000;

export interface LiveServerOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Address of this computer to listen at: 127.0.0.1 by default, null for all addresses. */
  readonly address?: string | null | undefined;
  /** Roles of clients, if other computers get the page too. */
  readonly sharing?: Sharing | undefined;
  /** Folders of the built page, and of the playground, which is served under `/playground/`. */
  readonly page: string;
  readonly playground: string;
  readonly session: Session;
  readonly about: About;
  /** The loss curve as SVG, if it is known. */
  readonly loss: string | undefined;
}

export interface LiveServer {
  readonly links: Links;
  close(): Promise<void>;
}

/**
 * Serves the page and sends the session to its viewers.
 *
 * @throws Error with code EADDRINUSE when the port is taken, EADDRNOTAVAIL when the address belongs to another computer
 */
export async function serveLive({
  port,
  address = LOOPBACK,
  sharing,
  page,
  playground,
  session,
  about,
  loss,
}: LiveServerOptions): Promise<LiveServer> {
  const viewers = new Viewers(session, about, sharing !== undefined);
  // Reads all files at the start, so no request becomes a path.
  const files = sirv(page, { etag: true });
  const playgroundFiles = sirv(playground, { etag: true });
  const isLocal = sharing === undefined;
  const headers = securityHeaders(isLocal, ["'self'"]);
  // The playground trains in WebAssembly.
  const playgroundHeaders = securityHeaders(isLocal, ["'self'", "'wasm-unsafe-eval'"]);
  const timeouts = {
    headersTimeout: REQUEST_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: CHECKING_INTERVAL_MS,
  };
  const server = createServer(timeouts, (request, response) => {
    if (!connections.admits(request.socket, response)) return;
    closeTogether(response);
    const admitted = admit(request, sharing);
    const path = typeof admitted === 'string' ? '' : admitted.path;
    const inPlayground = path.startsWith(PLAYGROUND);
    (inPlayground ? playgroundHeaders : headers)(request, response, () => {
      if (typeof admitted === 'string') return reply(response, 403, admitted);
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return reply(response, 405, 'only GET and HEAD');
      // Relative, because a proxy may serve the page under another path.
      if (path === '' || path === PLAYGROUND.slice(0, -1)) {
        response.writeHead(308, { Location: `${request.url?.split('/').at(-1)}/` }).end();
        return;
      }
      if (path === '/loss.svg' && loss !== undefined) return send(response, 'image/svg+xml', loss);
      if (path === '/trace.vcd') return sendTrace(response, session);
      const missing = () => reply(response, 404, 'there is no such page');
      request.url = inPlayground ? path.slice(PLAYGROUND.length - 1) : path;
      (inPlayground ? playgroundFiles : files)(request, response, missing);
    });
  });
  const connections = new Connections(server);

  // closeTimeout is missing in the types.
  const options: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    closeTimeout: GOODBYE_MS,
  };
  const sockets = new WebSocketServer(options);
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const admitted = admit(request, sharing);
    if (typeof admitted === 'string' || admitted.path !== '/live') {
      // A refused client may close at once, and must.
      socket.on('error', () => {});
      const reason = typeof admitted === 'string' ? admitted : 'the frames are at /live';
      socket.end(
        `HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${reason}\n`,
        () => socket.destroy(),
      );
      return;
    }
    sockets.handleUpgrade(request, socket, head, (connection) => {
      if (viewers.add(connection, admitted.role)) connections.keep(socket);
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address ?? undefined, resolve);
  });
  const bound = server.address();
  return {
    links: linksOf(address ?? undefined, typeof bound === 'object' && bound ? bound.port : port, sharing),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      await Promise.all([viewers.close(), session.close()]);
      connections.close();
      await closed;
    },
  };
}

function securityHeaders(isLocal: boolean, scriptSrc: readonly string[]) {
  const directives = { scriptSrc, ...CONTENT_SECURITY };
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    // There is no https to require.
    strictTransportSecurity: false,
    // Browsers use these headers only from this computer or over https, and complain elsewhere.
    crossOriginOpenerPolicy: isLocal,
    originAgentCluster: isLocal,
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

/** sirv leaves a file open whose reader has gone, and nobody catches what goes wrong with it. */
function closeTogether(response: ServerResponse): void {
  response.once('pipe', (file) => {
    file.once('error', () => response.destroy());
    response.once('close', () => file.destroy());
  });
}

/** The history of the pins, as a file for download. */
function sendTrace(response: ServerResponse, session: Session): void {
  try {
    const { trace } = session;
    response.setHeader('Content-Disposition', 'attachment; filename="trace.vcd"');
    send(response, 'text/plain; charset=utf-8', trace);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    reply(response, 409, error.message);
  }
}

function send(response: ServerResponse, type: string, text: string): void {
  response.setHeader('Content-Type', type);
  response.end(text);
}

function reply(response: ServerResponse, code: number, text: string): void {
  response.writeHead(code, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
