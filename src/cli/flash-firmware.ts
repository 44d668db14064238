import { spawn } from 'node:child_process';
import { Command } from 'commander';
import { closeLine, connect, openLine } from '../board/index.ts';
import { jsonOption } from './arguments.ts';
import { CommandError, EXIT } from './exit.ts';
import { atPort, onlyPort, portOption, SIMULATED } from './find-boards.ts';
import { firmwarePath } from './simulated-uno.ts';

/** Rate of the boot loader of an Uno (optiboot). */
const BOOT_LOADER_BAUD = 115_200;
/** Lines of avrdude's that an error repeats. */
const LAST_LINES = 6;

export function command(): Command {
  return new Command('flash-firmware')
    .description('put carrybit’s firmware on an Arduino Uno, through avrdude; its networks stay')
    .addOption(portOption())
    .addOption(jsonOption())
    .action(run);
}

async function run(flags: { port?: string; json?: true }): Promise<void> {
  const port = flags.port ?? (await onlyPort());
  if (port === undefined)
    throw new CommandError(
      'no board is plugged in; plug an Uno in, or name its port with --port',
      EXIT.noBoard,
    );
  if (port === SIMULATED)
    throw new CommandError('the simulated Uno always runs carrybit’s firmware: nothing to do', EXIT.usage);
  await atPort(port, async () => {
    // What keeps a port from being opened is said here, the same way as by every other command.
    await closeLine(await openLine(port));
    if (!flags.json)
      process.stderr.write(`Writing and verifying the firmware on ${port}, some ten seconds…\n`);
    await avrdude(port);
    const line = await openLine(port);
    try {
      const { firmware, network } = (await connect(line)).description;
      if (flags.json)
        process.stdout.write(`${JSON.stringify({ port, firmware, network: network ?? null })}\n`);
      else process.stdout.write(report(port, firmware, network?.task));
    } finally {
      await closeLine(line);
    }
  });
}

function report(port: string, firmware: string, task: string | undefined): string {
  const runs = task === undefined ? 'no network yet: npm run flash-weights' : `the ${task} it had`;
  return `${port}: firmware ${firmware} is written, verified and answers. It runs ${runs}.\n`;
}

/** Writes the firmware and reads it back. @throws CommandError with what avrdude said last */
async function avrdude(port: string): Promise<void> {
  const args = ['-c', 'arduino', '-p', 'm328p', '-P', port.replace(/^tcp:\/\//, 'net:')];
  args.push('-b', String(BOOT_LOADER_BAUD), '-D', '-U', `flash:w:${firmwarePath()}:i`);
  const child = spawn('avrdude', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  // Who ends this command ends avrdude, which would write on alone.
  process.once('exit', () => child.kill());
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve);
    child.on('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ENOENT' ? missing() : error));
  });
  if (code === 0) return;
  const lines = said.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  throw new CommandError(
    `${port}: avrdude could not write the firmware; is it an Arduino Uno? avrdude’s last words:\n` +
      lines.slice(-LAST_LINES).join('\n'),
    EXIT.boardRefused,
  );
}

function missing(): CommandError {
  return new CommandError(
    'avrdude is not installed, and only it can write firmware: apt install avrdude on Debian and Ubuntu, ' +
      'brew install avrdude on macOS, winget install AVRDudes.AVRDUDE on Windows',
  );
}
