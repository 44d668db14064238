import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { parseHex } from '../../../firmware-sim/index.ts';
import {
  BOOT_LOADER_BAUDS,
  BoardError,
  closeLine,
  connect,
  type Description,
  type Line,
  openLine,
  writeFirmware,
} from '../../board/index.ts';
import { jsonOption } from '../arguments.ts';
import { avrdude } from '../avrdude.ts';
import { CommandError, EXIT } from '../exit.ts';
import { atPort, onlyPort, portOption, SIMULATED } from '../find-boards.ts';
import { FlashProgress } from '../flash-progress.ts';
import { whole } from '../number-option.ts';
import { firmwarePath } from '../simulated-uno.ts';
import { say } from '../terminal.ts';

/** Maximum time until a boot loader starts the firmware: 8 s, the longest time of a watchdog, plus a reserve. */
const BOOT_LOADER_WAIT_MS = 9000;

interface Flags {
  readonly port?: string;
  readonly baud?: number;
  readonly programmer: 'stk500v1' | 'avrdude';
  readonly json?: true;
}

export function define(command: Command): Command {
  return command
    .addOption(portOption())
    .addOption(
      new Option(
        '--baud <rate>',
        `rate of the boot loader (default: ${BOOT_LOADER_BAUDS.join(', then ')})`,
      ).argParser(whole),
    )
    .addOption(
      new Option('--programmer <name>', 'which program talks to the boot loader')
        .choices(['stk500v1', 'avrdude'])
        .default('stk500v1'),
    )
    .addOption(jsonOption())
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const { baud, json } = flags;
  if (baud !== undefined && (baud < 1200 || baud > 1_000_000))
    throw new CommandError(`--baud: expected 1200–1000000, got ${baud}`, EXIT.usage);
  const port = flags.port ?? (await onlyPort());
  if (port === undefined)
    throw new CommandError(
      'no board is plugged in; plug an Uno in, or name its port with --port',
      EXIT.noBoard,
    );
  if (port === SIMULATED)
    throw new CommandError('the simulated Uno always runs carrybit’s firmware: nothing to do', EXIT.usage);
  await atPort(port, async () => {
    const written =
      flags.programmer === 'avrdude' ? await throughAvrdude(port, flags) : await write(port, flags);
    try {
      const { firmware, network } = await started(written.line);
      if (json) {
        const { chip = null, baud: rate } = written;
        process.stdout.write(
          `${JSON.stringify({ port, firmware, network: network ?? null, chip, baud: rate })}\n`,
        );
      } else say(report(port, firmware, network?.task));
    } finally {
      await closeLine(written.line);
    }
  });
}

interface Written {
  readonly line: Line;
  readonly baud: number;
  readonly chip?: string;
}

async function write(port: string, { baud, json }: Flags): Promise<Written> {
  const flash = parseHex(await readFile(firmwarePath(), 'latin1'));
  const firmware = flash.subarray(0, flash.findLastIndex((byte) => byte !== 0xff) + 1);
  const progress = new FlashProgress(json === true);
  try {
    return await writeFirmware(
      (rate) => openLine(port, undefined, rate),
      firmware,
      baud === undefined ? BOOT_LOADER_BAUDS : [baud],
      (...step) => progress.update(port, ...step),
    );
  } finally {
    progress.stop();
  }
}

async function throughAvrdude(
  port: string,
  { baud = BOOT_LOADER_BAUDS[0] as number, json }: Flags,
): Promise<Written> {
  // Opening the port first reports a problem with it in the same way as every other command.
  await closeLine(await openLine(port));
  if (!json) process.stderr.write(`Writing and verifying the firmware on ${port}, some ten seconds…\n`);
  await avrdude(port, baud);
  return { line: await openLine(port), baud };
}

/** Waits for the firmware to answer, through the boot loader. @throws BoardError */
async function started(line: Line): Promise<Description> {
  const end = performance.now() + BOOT_LOADER_WAIT_MS;
  for (;;) {
    try {
      return (await connect(line)).description;
    } catch (error) {
      const silent = error instanceof BoardError && error.problem === 'foreign';
      if (!silent || performance.now() >= end) throw error;
    }
  }
}

function report(port: string, firmware: string, task: string | undefined): string {
  const runs = task === undefined ? 'no network; carrybit flash-weights gives it one' : `the ${task} it had`;
  return `${port}: firmware ${firmware} is written, verified and answers. It runs ${runs}.\n`;
}
