import { dirname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { grouped } from '../../view/counts.ts';
import { agree, jsonOption, networkArgument } from '../arguments.ts';
import { type MachineFlags, otherMachine, withMachine } from '../chosen-task.ts';
import { CommandError, EXIT } from '../exit.ts';
import { makeFolder } from '../folder.ts';
import { formatOf, MAX_DRAWN_STATES, machineText } from '../machine-text.ts';
import { givenNetwork } from '../network-file.ts';
import { say } from '../terminal.ts';

export function define(command: Command): Command {
  return withMachine(command, 'name its states after those of another machine')
    .addArgument(networkArgument())
    .addOption(new Option('--out <folder>', 'where the pictures go (default: beside the network)'))
    .option('--save <file>', 'also write the automaton as a machine: .kiss2, .dot, .json or .svg')
    .option('--force', 'with --save: overwrite a file of another machine')
    .addOption(jsonOption())
    .action(run);
}

interface Flags extends MachineFlags {
  readonly machine?: string;
  readonly out?: string;
  readonly save?: string;
  readonly force?: true;
  readonly json?: true;
}

async function run(path: string, flags: Flags): Promise<void> {
  const format = flags.save === undefined ? undefined : formatOf(flags.save);
  if (flags.save !== undefined)
    await (await import('../refuse-other.ts')).refuseInput('--save', flags.save, path);
  const [
    { checkProofNumbers, readNetwork, taskOf, writeWhole },
    { automatonDot, automatonMachine, minimalAutomaton, prove },
    graphviz,
    { automatonLines },
  ] = await Promise.all([
    import('../../network/index.ts'),
    import('../../proof/index.ts'),
    // It is compiled meanwhile.
    import('@viz-js/viz').then(({ instance }) => instance()),
    import('../../view/automaton-lines.ts'),
  ]);
  const document = await givenNetwork(readNetwork(path));
  const task =
    flags.machine === undefined
      ? taskOf(document)
      : await otherMachine(flags.machine, taskOf(document), flags);
  const proof = prove(document.fixed, task);
  if (proof.verdict !== 'proven')
    throw new CommandError(`${path} is not proven; carrybit prove shows why`, EXIT.notProven);
  if (flags.machine === undefined) agree(() => checkProofNumbers(document, task, proof), path);

  const automaton = minimalAutomaton(task, proof);
  const dot = automatonDot(automaton);
  const isDrawn = automaton.states.length <= MAX_DRAWN_STATES;
  const folder = flags.out ?? dirname(path);
  const files = {
    dot: join(folder, 'automaton.dot'),
    ...(isDrawn && { svg: join(folder, 'automaton.svg') }),
    ...(flags.save !== undefined && { machine: flags.save }),
  };
  const saved = format && (await machineText(automatonMachine(automaton), format, path));
  if (flags.save !== undefined && saved !== undefined && flags.force !== true)
    await (await import('../refuse-other.ts')).refuseOtherText('--save', flags.save, saved.text);
  await makeFolder(folder);
  await writeWhole(files.dot, dot);
  if (files.svg !== undefined) await writeWhole(files.svg, graphviz.renderString(dot, { format: 'svg' }));
  if (flags.save !== undefined && saved !== undefined) {
    for (const note of saved.lost) say(`${flags.save}: ${note}`, process.stderr);
    await writeWhole(flags.save, saved.text);
  }

  const { states, initial } = automaton;
  if (flags.json) {
    process.stdout.write(
      `${JSON.stringify({ network: path, task: task.name, initial, classes: states, files })}\n`,
    );
    return;
  }
  say(
    [
      reached(proof.states, states.length),
      `(${task.symbols?.inputs ? 'input' : task.inputs.join(' ')} / ${task.symbols?.outputs ? 'output' : task.outputs.join(' ')} → next)`,
      ...automatonLines(automaton),
      files.svg === undefined
        ? `not drawn: expected at most ${MAX_DRAWN_STATES} states, got ${states.length}; ${files.dot} has all of them`
        : `drawn in ${files.svg} and ${files.dot}`,
      ...(flags.save === undefined ? [] : [`saved as a machine in ${flags.save}`]),
      '',
    ].join('\n'),
  );
}

/** How many states the network can reach, and how many of them differ. */
function reached(all: number, differing: number): string {
  if (all === 1) return 'The network can reach 1 state:';
  const states = `The network can reach ${grouped(all)} states`;
  if (differing === 1) return `${states}; they all behave the same:`;
  return differing >= all
    ? `${states}, which all behave differently:`
    : `${states}; only ${grouped(differing)} of them behave differently:`;
}
