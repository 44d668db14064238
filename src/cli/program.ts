import { Command } from 'commander';
import { printable } from '../runtime/printable.ts';
import { version } from '../version.ts';
import { COMMANDS } from './commands/index.ts';
import { EXIT_MEANINGS } from './exit.ts';
import { endOnSignals } from './interrupt.ts';
import { colourOf, painted, tell } from './terminal.ts';
import { usageError } from './usage-error.ts';

/** All commands with their options, or only the one that is used. Completion, manual and reference are made from it. */
export async function programOf(asked?: string): Promise<Command> {
  const program = emptyProgram();
  const entries = Object.entries(COMMANDS).filter(([name]) => asked === undefined || name === asked);
  for (const [name, { summary, load }] of entries)
    (await load()).define(added(program, name, summary), programOf);
  return program;
}

/** The commands by name and summary only. */
export function listing(): Command {
  const program = emptyProgram();
  for (const [name, { summary }] of Object.entries(COMMANDS)) added(program, name, summary);
  return program;
}

function added(program: Command, name: string, summary: string): Command {
  const command = new Command(name)
    .description(summary)
    .copyInheritedSettings(program)
    .showHelpAfterError(`(carrybit ${name} --help lists what it takes)`);
  program.addCommand(command);
  return command;
}

function emptyProgram(): Command {
  return (
    new Command('carrybit')
      .description('Train a tiny recurrent network, prove its integers, and run them on a board.')
      .version(version())
      // This option is removed before parsing; it is declared here for the help.
      .option('--no-color', 'print without colours, as with NO_COLOR in the environment')
      .showHelpAfterError('(carrybit --help lists the commands)')
      .configureOutput({
        writeErr: (text) => process.stderr.write(printable(text, 'many')),
        outputError: (text) => tell(usageError(text)),
        getOutHasColors: () => colourOf(process.stdout),
      })
      .configureHelp({
        showGlobalOptions: true,
        minWidthToWrap: 20,
        subcommandTerm: (command) => command.name(),
        styleTitle: (title) => painted('bold', title, process.stdout),
      })
      .addHelpText('after', `\nExit codes:\n${exitLines()}`)
      .exitOverride()
      .hook('preAction', (_, command) => refuseEmpty(command))
      .hook('preAction', endOnSignals)
  );
}

/** Refuses options and arguments without content, as `--port "$PORT"` gives them where the variable is not set. */
function refuseEmpty(command: Command): void {
  for (const option of command.options) {
    const name = option.attributeName();
    if (command.getOptionValueSource(name) === 'cli' && command.getOptionValue(name) === '')
      command.error(`error: ${option.long}: expected a value, got ""`);
  }
  command.registeredArguments.forEach((argument, index) => {
    if ([command.args[index], argument.variadic && command.args.slice(index)].flat().includes(''))
      command.error(`error: ${argument.name()}: expected a value, got ""`);
  });
}

const exitLines = () =>
  EXIT_MEANINGS.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`).join('\n');
