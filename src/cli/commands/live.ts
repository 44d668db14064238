import { isIP } from 'node:net';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { packageRoot } from '#native';
import { type NamedProxy, newToken, parseProxy } from '../../web/access.ts';
import { type Links, ownAddresses } from '../../web/links.ts';
import { networkArgument, requireProof } from '../arguments.ts';
import { CommandError, EXIT, explainError } from '../exit.ts';
import { portOption } from '../find-boards.ts';
import { interruption } from '../interrupt.ts';
import { givenNetwork } from '../network-file.ts';
import { whole } from '../number-option.ts';

/** The folder of the built pages. */
const DIST = join(packageRoot(), 'dist');
const PAGE = join(DIST, 'page');
const PLAYGROUND = join(DIST, 'playground');
/** Default port of the page. */
const DEFAULT_PORT = 8808;
const ENGINES = ['node', 'uno', 'board'] as const;

export function define(command: Command): Command {
  return command
    .addArgument(networkArgument())
    .option('--http <port>', 'port of the page; 0 takes a free one', whole, DEFAULT_PORT)
    .addOption(
      new Option(
        '--host [address]',
        'also serve other computers, at this address or at all addresses; they get a link that can only watch',
      ).argParser(ownAddress),
    )
    .option(
      '--proxy <name>',
      'also serve visitors who come through a proxy with this name, such as https://name.example',
      proxyNamed,
    )
    .addOption(
      new Option(
        '--engine <kind>',
        'which engine runs first: this computer (node), the simulated Uno, or the board at --port (default: uno; board with --port)',
      ).choices(ENGINES),
    )
    .addOption(portOption())
    .action(run);
}

interface Flags {
  http: number;
  host?: string | true;
  proxy?: NamedProxy;
  engine?: (typeof ENGINES)[number];
  port?: string;
}

async function run(path: string, { http, host, proxy, engine, port }: Flags): Promise<void> {
  if (http < 0 || http > 65_535) throw new CommandError(`--http: expected 0–65535, got ${http}`, EXIT.usage);
  const [{ readNetwork, taskOf }, { minimalAutomaton, prove }, web, { liveEngines }] = await Promise.all([
    import('../../network/index.ts'),
    import('../../proof/index.ts'),
    import('../../web/index.ts'),
    import('../live-engines.ts'),
  ]);
  const document = await givenNetwork(readNetwork(path));
  await requireProof(path, document, false);
  const task = taskOf(document);
  const proof = prove(document.fixed, task);
  if (proof.verdict !== 'proven')
    throw new CommandError(`${path} is not proven; carrybit prove shows why`, EXIT.notProven);
  const automaton = minimalAutomaton(task, proof);
  const loss = await web.lossCurve(document, task);
  const engines = liveEngines(document, task, port);
  const about = await web.aboutNetwork(path, document, task, proof, automaton, engines, loss !== undefined);

  const open = (id: string) => web.Session.open(task, document.fixed, automaton, engines, id);
  const live = await open(engine ?? (port === undefined ? 'uno' : 'board')).catch((error: unknown) => {
    if (engine !== undefined || port !== undefined) throw error;
    process.stderr.write(`${explainError(error).message}: the steps are taken here instead.\n`);
    return open('node');
  });
  const isShared = host !== undefined || proxy !== undefined;
  const sharing = isShared ? { tokens: { presenter: newToken(), viewer: newToken() }, proxy } : undefined;
  const address = host === true ? null : host;
  const server = await web
    .serveLive({
      port: http,
      address,
      sharing,
      page: PAGE,
      playground: PLAYGROUND,
      session: live,
      about,
      loss,
    })
    .catch(async (error: NodeJS.ErrnoException) => {
      await live.close();
      throw listenError(error, http, host);
    });
  process.stdout.write(linkLines(path, server.links, isShared));
  await interruption();
  await server.close();
}

/** Explains why the page cannot be served at this address. */
function listenError(error: NodeJS.ErrnoException, port: number, host: string | true | undefined): Error {
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'EINVAL')
    return new CommandError(
      `--host: expected an address of this computer, 127.0.0.1${ownAddresses()
        .map((each) => `, ${each}`)
        .join('')}, or --host alone for all, got ${host}`,
    );
  const problem = { EADDRINUSE: 'is taken', EACCES: 'may not be used' }[error.code ?? ''];
  if (problem === undefined) return error;
  return new CommandError(`port ${port} ${problem}; choose another with --http, or 0 for a free one`);
}

/** The links to the page, for you and for viewers. */
function linkLines(path: string, { presenter, viewers }: Links, isShared: boolean): string {
  const [here, ...others] = presenter;
  const lines = [`${path} runs at ${here} (Ctrl-C ends it)`];
  if (isShared) lines.push('This link is yours: it can change everything. Viewers can only watch:');
  lines.push(...viewers.map((link) => `  ${link}`));
  if (isShared && viewers.length === 0) lines.push('  nowhere: this computer has no address on a network');
  lines.push(...others.map((link) => `Yours through the proxy: ${link}`));
  return `${lines.join('\n')}\n`;
}

function ownAddress(text: string): string {
  if (isIP(text) === 0)
    throw new InvalidArgumentError(
      'Expected an IP address of this computer, such as 192.168.1.7, or none for all; the network file goes before --host.',
    );
  return text;
}

function proxyNamed(text: string): NamedProxy {
  try {
    return parseProxy(text);
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
}
