import { Argument, type Command, Option } from 'commander';
import type { RunningNetwork, UsbDevice } from '../../board/index.ts';
import { jsonOption } from '../arguments.ts';
import type { ReadFlags } from '../board-read.ts';
import { networkName, shortReport } from '../board-report.ts';
import { withMachine } from '../chosen-task.ts';
import { defaultNetwork } from '../config.ts';
import { CommandError, EXIT, explainError } from '../exit.ts';
import { askBoard, findPort, portOption, SIMULATED, visiblePorts } from '../find-boards.ts';
import { say } from '../terminal.ts';

interface Flags {
  readonly port?: string;
  readonly json?: true;
}

interface EraseFlags {
  readonly yes?: true;
}

/** The actions of the command. */
const ACTIONS: Readonly<
  Record<
    string,
    (flags: Flags & ReadFlags & EraseFlags, isTyped: boolean, network: string | undefined) => Promise<void>
  >
> = {
  list,
  info: async (flags, _, network) => (await import('../board-info.ts')).boardInfo(network, flags),
  read: async (flags) => (await import('../board-read.ts')).readBoard(flags),
  erase,
};

export function define(command: Command): Command {
  command
    .addArgument(
      new Argument(
        '<action>',
        'list: the ports of this computer, or --port, and what each Arduino Uno or Nano runs; info: what one board runs; ' +
          'read: save its network as a file, proven again; erase: remove its networks',
      ).choices(Object.keys(ACTIONS)),
    )
    .argument(
      '[network]',
      `info: the file of the network, for the names of its pins (default: ${defaultNetwork()})`,
    )
    .addOption(portOption())
    .addOption(new Option('--out <file>', 'read: where to write the network').default('trained/board.json'));
  return withMachine(command, 'read, info: the machine of the network, if it is not a built-in one')
    .addOption(new Option('--yes', 'erase: really erase (without it, only show what would be removed)'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nAsking a board opens its port, which resets an Uno. list asks what is known to be an Uno or has the CH340 of most ' +
        'clones, and the port of --port.',
    )
    .action((action: string, network: string | undefined, flags: Flags & ReadFlags & EraseFlags) => {
      refuseUnused(command, action, network);
      return ACTIONS[action]?.(flags, command.getOptionValueSource('port') === 'cli', network);
    });
}

/** The actions that take an option; with another one its value would go unnoticed. */
const ACTIONS_OF: Readonly<Record<string, readonly string[]>> = {
  machine: ['info', 'read'],
  out: ['read'],
  yes: ['erase'],
};

function refuseUnused(command: Command, action: string, network: string | undefined): void {
  if (network !== undefined && action !== 'info')
    throw new CommandError(
      `${network}: expected board info with a network, got board ${action}; leave it out`,
      EXIT.usage,
    );
  for (const [option, actions] of Object.entries(ACTIONS_OF))
    if (command.getOptionValueSource(option) === 'cli' && !actions.includes(action))
      throw new CommandError(
        `--${option}: expected board ${actions.join(' or board ')} with it, got board ${action}; leave --${option} out`,
        EXIT.usage,
      );
}

/**
 * Lists all ports, or only the one that was typed. Asks the port named by the option, the environment or the config
 * file.
 */
async function list({ json, port: named }: Flags, isTyped: boolean): Promise<void> {
  const { usbDevice } = await import('../../board/index.ts');
  const visible = await visiblePorts();
  const listed = isTyped ? visible.filter(({ path }) => path === named) : visible;
  const unlisted = named !== undefined && !listed.some(({ path }) => path === named);
  const ports = unlisted ? [...listed, { path: named, usb: undefined, device: undefined }] : listed;
  const rows = await Promise.all(
    ports.map(async ({ path, usb, device }) => {
      const known = usbDevice(usb);
      const name = known?.name ?? (path === SIMULATED ? 'the simulated Uno' : 'unknown: maybe a printer');
      const row = { port: path, usb: usb ?? null, device: device ?? null, name };
      // A port that was not named and is not known to be a board is neither opened nor reset.
      if (path !== named && known?.runs !== 'yes' && known?.runs !== 'likely')
        return { ...row, asked: false, note: `not asked: ${remedy(path, known?.runs)}` };
      try {
        const description = await askBoard(path, (_, said) => Promise.resolve(said));
        const { firmware, network = null } = description;
        return { ...row, asked: true, firmware, network, note: shortReport(description) };
      } catch (error) {
        const { message } = explainError(error);
        return { ...row, asked: true, problem: message, note: message };
      }
    }),
  );
  if (json) process.stdout.write(`${JSON.stringify({ ports: rows.map(({ note: _, ...row }) => row) })}\n`);
  else if (rows.length === 0) say(`No port that could be a board; --port ${SIMULATED} is the simulated Uno.`);
  for (const { port, usb, name, note } of json ? [] : rows)
    say(`${port}  ${usb ?? '(no USB id)'}  ${name}\n    ${note}`);
}

const remedy = (path: string, runs: UsbDevice['runs'] | undefined) =>
  runs === 'no'
    ? 'carrybit’s firmware is for the ATmega328P'
    : `if it is a board, carrybit board info --port ${path} asks it, and resets it`;

async function erase(flags: Flags & EraseFlags): Promise<void> {
  const port = await findPort(flags.port);
  const { eraseNetworks } = await import('../../board/index.ts');
  const erased = await askBoard(port, async (board, { network }): Promise<RunningNetwork | null> => {
    if (network === undefined) return null;
    if (!flags.yes)
      throw new CommandError(
        `${port} runs the ${networkName(network)}; --yes erases it, and carrybit board read keeps a copy`,
        EXIT.usage,
      );
    await eraseNetworks(board, network);
    const left = (await board.describe()).network;
    if (left !== undefined)
      throw new CommandError(`${port} still runs the ${networkName(left)}`, EXIT.wrongAnswer);
    return network;
  });
  if (flags.json) process.stdout.write(`${JSON.stringify({ port, erased })}\n`);
  else
    say(
      `${port}: ${erased ? `the ${networkName(erased)} is erased; the board has no network now` : 'there is no network to erase'}.`,
    );
}
