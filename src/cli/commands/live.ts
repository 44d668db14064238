import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { networkArgument, requireProof, whole } from '../arguments.ts';
import { CommandError, EXIT, explainError } from '../exit.ts';
import { portOption } from '../find-boards.ts';
import { interruption } from '../interrupt.ts';

/** The built pages. */
const DIST = join(dirname(createRequire(import.meta.url).resolve('carrybit/package.json')), 'dist');
const PAGE = join(DIST, 'page');
const PLAYGROUND = join(DIST, 'playground');
/** Where the page is served unless told otherwise. */
const DEFAULT_PORT = 8808;
const ENGINES = ['node', 'uno', 'board'] as const;

export function define(command: Command): Command {
  return command
    .addArgument(networkArgument())
    .option('--http <port>', 'port of the page on 127.0.0.1; 0 takes a free one', whole, DEFAULT_PORT)
    .addOption(
      new Option(
        '--engine <kind>',
        'which engine runs first: this process, the simulated Uno, or the board at --port (default: uno; board with --port)',
      ).choices(ENGINES),
    )
    .addOption(portOption())
    .action(run);
}

interface Flags {
  http: number;
  engine?: (typeof ENGINES)[number];
  port?: string;
}

async function run(path: string, { http, engine, port }: Flags): Promise<void> {
  if (http < 0 || http > 65_535) throw new CommandError(`--http: expected 0–65535, got ${http}`, EXIT.usage);
  const [{ readNetwork, taskOf }, { minimalAutomaton, prove }, web, { liveEngines }] = await Promise.all([
    import('../../network/index.ts'),
    import('../../proof/index.ts'),
    import('../../web/index.ts'),
    import('../live-engines.ts'),
  ]);
  const document = await readNetwork(path);
  await requireProof(path, document, false);
  const task = taskOf(document);
  const proof = prove(document.fixed, task);
  if (proof.verdict !== 'proven')
    throw new CommandError(`${path} is not proven; carrybit prove shows why`, EXIT.notProven);
  const automaton = minimalAutomaton(task, proof);
  const loss = await web.lossCurve(document, task);
  const engines = liveEngines(document, task, port);
  const about = await web.aboutNetwork(path, document, task, proof, automaton, engines, loss !== undefined);

  const open = (id: string) => web.Run.open(task, document.fixed, automaton, engines, id);
  const live = await open(engine ?? (port === undefined ? 'uno' : 'board')).catch((error: unknown) => {
    if (engine !== undefined || port !== undefined) throw error;
    process.stderr.write(`${explainError(error).message}: the steps are taken here instead.\n`);
    return open('node');
  });
  const server = await web
    .serveLive({ port: http, page: PAGE, playground: PLAYGROUND, run: live, about, loss })
    .catch(async (error: NodeJS.ErrnoException) => {
      await live.close();
      const problem = { EADDRINUSE: 'is taken', EACCES: 'may not be used' }[error.code ?? ''];
      if (problem === undefined) throw error;
      throw new CommandError(`port ${http} ${problem}; choose another with --http, or 0 for a free one`);
    });
  process.stdout.write(`${path} runs at ${server.url} (Ctrl-C ends it)\n`);
  await interruption();
  await server.close();
}
