import { spawn } from 'node:child_process';
import { tcpUrl } from '../board/index.ts';
import { CommandError, EXIT } from './exit.ts';
import { firmwarePath } from './simulated-uno.ts';

/** Lines of avrdude's output that an error repeats. */
const LAST_LINES = 6;

/** Writes the firmware and reads it back. @throws CommandError with the last lines of avrdude's output */
export async function avrdude(port: string, baud: number): Promise<void> {
  const tcp = tcpUrl(port);
  const args = ['-c', 'arduino', '-p', 'm328p', '-P', tcp ? `net:${tcp.host}` : port];
  args.push('-b', String(baud), '-D', '-U', `flash:w:${firmwarePath()}:i`);
  const child = spawn('avrdude', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  // When this command is ended, avrdude is ended too; otherwise it would go on writing.
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
    `${port}: avrdude could not write the firmware; is it an Arduino Uno? avrdude’s last lines:\n` +
      lines.slice(-LAST_LINES).join('\n'),
    EXIT.boardRefused,
  );
}

function missing(): CommandError {
  return new CommandError(
    'avrdude is not installed; leave out --programmer avrdude, or install it: apt install avrdude on Debian and Ubuntu, ' +
      'brew install avrdude on macOS, winget install AVRDudes.AVRDUDE on Windows',
  );
}
