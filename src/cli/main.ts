import { Command, CommanderError } from 'commander';
import { printable } from '../runtime/printable.ts';
import { EXIT, explainError } from './exit.ts';
import { endOnSignals, exitInterrupted, interrupted } from './interrupt.ts';
import { version } from './version.ts';

/** Each command's file is loaded only when it is asked for: Node's own start is most of the time a command takes. */
const commands: Readonly<Record<string, () => Promise<{ command(): Command }>>> = {
  machine: () => import('./machine.ts'),
  train: () => import('./train.ts'),
  prove: () => import('./prove.ts'),
  check: () => import('./check.ts'),
  explain: () => import('./explain.ts'),
  shrink: () => import('./shrink.ts'),
  smallest: () => import('./smallest.ts'),
  census: () => import('./census.ts'),
  export: () => import('./export.ts'),
  gradcheck: () => import('./gradcheck.ts'),
  'flash-weights': () => import('./flash-weights.ts'),
  'flash-firmware': () => import('./flash-firmware.ts'),
  sim: () => import('./sim.ts'),
  stream: () => import('./stream.ts'),
  run: () => import('./run.ts'),
  live: () => import('./live.ts'),
  board: () => import('./board.ts'),
};

async function main(): Promise<void> {
  const program = new Command('carrybit')
    .description('Train a tiny recurrent network, prove it in fixed point, and carry it to a board.')
    .version(version())
    .showHelpAfterError('(carrybit --help lists what there is)')
    .configureOutput({ writeErr: (text) => process.stderr.write(printable(text, 'many')) })
    .addHelpText(
      'after',
      `
Exit codes: ${EXIT.done} done, ${EXIT.failed} failed, ${EXIT.usage} wrong usage, ${EXIT.notProven} not proven, ${EXIT.noBoard} no board, ${EXIT.boardRefused} board refused,
            ${EXIT.startsExhausted} no start within the limit was proven, ${EXIT.foreignBoard} not a carrybit board, ${EXIT.firmwareVersion} its firmware is too old or too new,
            ${EXIT.boardLost} board lost, ${EXIT.wrongAnswer} wrong answer from the board, ${EXIT.pluginFailed} io plugin failed,
            ${EXIT.interrupted} interrupted, ${EXIT.terminated} told to end by SIGTERM`,
    )
    .exitOverride()
    .hook('preAction', endOnSignals);
  const asked = process.argv[2] ?? '';
  const files = Object.hasOwn(commands, asked) ? [commands[asked]] : Object.values(commands);
  for (const file of files) {
    const command = (await file?.())?.command();
    if (command === undefined) continue;
    program.addCommand(command.copyInheritedSettings(program));
    for (const part of command.commands) part.copyInheritedSettings(program);
  }
  if (asked === '') return program.outputHelp();
  await program.parseAsync();
}

// The reader of a pipe may leave early, as `head` does; that is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  process.stderr.write(`carrybit: the output cannot be written: ${error.message}\n`);
  process.exit(EXIT.failed);
});
// Nobody is left to tell.
process.stderr.on('error', () => {});

// A simulated board runs on the event loop, and nobody can catch what it throws.
process.on('uncaughtException', (error) => {
  const { message, exitCode } = explainError(error);
  const isOurs = error.name === 'EepromFileError';
  process.stderr.write(isOurs ? `carrybit: ${printable(message, 'many')}\n` : `${error.stack ?? message}\n`);
  process.exit(exitCode);
});

main()
  .catch((error: unknown) => {
    if (error instanceof CommanderError) {
      // Commander has said what is wrong, or has printed the help that was asked for.
      process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    } else {
      const { message, exitCode } = explainError(error);
      process.stderr.write(`carrybit: ${printable(message, 'many')}\n`);
      process.exitCode = exitCode;
    }
  })
  .finally(() => interrupted() && exitInterrupted());
