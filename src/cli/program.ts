import { Command } from 'commander';
import { printable } from '../runtime/printable.ts';
import { EXIT_MEANINGS } from './exit.ts';
import { endOnSignals } from './interrupt.ts';
import { colourOf, painted } from './terminal.ts';
import { version } from './version.ts';

/** Each command's file is loaded only when it is asked for: Node's own start is most of the time a command takes. */
const commands: Readonly<Record<string, () => Promise<{ command(): Command }>>> = {
  machine: () => import('./machine.ts'),
  train: () => import('./train.ts'),
  import: () => import('./import.ts'),
  prove: () => import('./prove.ts'),
  check: () => import('./check.ts'),
  explain: () => import('./explain.ts'),
  shrink: () => import('./shrink.ts'),
  smallest: () => import('./smallest.ts'),
  census: () => import('./census.ts'),
  sweep: () => import('./sweep.ts'),
  worker: () => import('./worker.ts'),
  export: () => import('./export.ts'),
  gradcheck: () => import('./gradcheck.ts'),
  'flash-weights': () => import('./flash-weights.ts'),
  'flash-firmware': () => import('./flash-firmware.ts'),
  sim: () => import('./sim.ts'),
  stream: () => import('./stream.ts'),
  run: () => import('./run.ts'),
  live: () => import('./live.ts'),
  completion: () => import('./completion.ts'),
  man: () => import('./man.ts'),
  version: () => import('./version.ts'),
};

/** The one definition of all commands, or of the one that is asked for: help, completion, manual and reference are made of it. */
export async function programOf(asked?: string): Promise<Command> {
  const program = new Command('carrybit')
    .description('Train a tiny recurrent network, prove it in fixed point, and carry it to a board.')
    .version(version())
    // Taken out of the arguments before they are parsed; it stands here to be seen.
    .option('--no-color', 'print without colours, as with NO_COLOR in the environment')
    .showHelpAfterError('(carrybit --help lists what there is)')
    .configureOutput({
      writeErr: (text) => process.stderr.write(printable(text, 'many')),
      getOutHasColors: () => colourOf(process.stdout),
    })
    .configureHelp({ showGlobalOptions: true, styleTitle: (title) => painted('bold', title, process.stdout) })
    .addHelpText('after', `\nExit codes:\n${exitLines()}`)
    .exitOverride()
    .hook('preAction', endOnSignals);
  const files =
    asked !== undefined && Object.hasOwn(commands, asked) ? [commands[asked]] : Object.values(commands);
  for (const file of files) {
    const command = (await file?.())?.command();
    if (command) program.addCommand(command.copyInheritedSettings(program));
  }
  return program;
}

const exitLines = () =>
  EXIT_MEANINGS.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`).join('\n');
