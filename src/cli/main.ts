import { CommanderError } from 'commander';
import { COMMANDS } from './commands/index.ts';
import { EXIT, explainError, FILE_PROBLEMS } from './exit.ts';
import { exitInterrupted, interrupted } from './interrupt.ts';
import { listing, programOf } from './program.ts';
import { onErrors, readyTerminal, tell, withoutColour } from './terminal.ts';

async function main(): Promise<void> {
  await readyTerminal();
  process.argv = withoutColour(process.argv);
  const [first, second] = process.argv.slice(2);
  const asked = (first === 'help' ? second : first) ?? '';
  const program = Object.hasOwn(COMMANDS, asked) ? await programOf(asked) : listing();
  if (first === undefined) return program.outputHelp();
  await program.parseAsync();
}

// The reader of a pipe may leave early, as `head` does; that is not an error.
onErrors('stdout', (error) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  tell(`the output cannot be written: ${FILE_PROBLEMS[error.code ?? ''] ?? error.message}`);
  process.exit(EXIT.failed);
});
// stderr is closed: nobody can be told.
onErrors('stderr', () => {});

// A simulated board runs on the event loop, where no caller can catch its errors.
process.on('uncaughtException', (error) => {
  const { message, exitCode } = explainError(error);
  if (error.name === 'EepromFileError') tell(message);
  else process.stderr.write(`${error.stack ?? message}\n`);
  process.exit(exitCode);
});

main()
  .catch((error: unknown) => {
    if (error instanceof CommanderError) {
      // Commander has already printed the error, or the help that was asked for.
      process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    } else {
      const { message, exitCode } = explainError(error);
      tell(message);
      process.exitCode = exitCode;
    }
  })
  .finally(() => interrupted() && exitInterrupted());
