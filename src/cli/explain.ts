import { dirname, join } from 'node:path';
import { Command, Option } from 'commander';
import { unpack } from '../machine/index.ts';
import { jsonOption, networkArgument } from './arguments.ts';
import { CommandError, EXIT } from './exit.ts';
import { makeFolder } from './folder.ts';

export function command(): Command {
  return new Command('explain')
    .description('show what the network remembers: its smallest automaton, as text, DOT and SVG')
    .addArgument(networkArgument())
    .addOption(new Option('--out <folder>', 'where the pictures go (default: beside the network)'))
    .addOption(jsonOption())
    .action(run);
}

async function run(path: string, flags: { out?: string; json?: true }): Promise<void> {
  const [{ readNetwork, taskOf, writeWhole }, { automatonDot, minimalAutomaton, prove }, { instance }] =
    await Promise.all([import('../network/index.ts'), import('../proof/index.ts'), import('@viz-js/viz')]);
  const document = await readNetwork(path);
  const task = taskOf(document);
  const proof = prove(document.fixed, task);
  if (proof.verdict !== 'proven')
    throw new CommandError(`${path} is not proven; carrybit prove tells why`, EXIT.notProven);

  const automaton = minimalAutomaton(task, proof);
  const dot = automatonDot(automaton);
  const svg = (await instance()).renderString(dot, { format: 'svg' });
  const folder = flags.out ?? dirname(path);
  const files = { dot: join(folder, 'automaton.dot'), svg: join(folder, 'automaton.svg') };
  await makeFolder(folder);
  await writeWhole(files.dot, dot);
  await writeWhole(files.svg, svg);

  const { classes, initial } = automaton;
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({ network: path, task: task.name, initial, classes, files })}\n`);
    return;
  }
  const name = (index: number) => classes[index]?.labels.join(' or ') ?? '';
  const lines = classes.flatMap(({ states, edges }, index) => [
    `${name(index)}${index === initial ? ' (at the start)' : ''}: ${states} network states`,
    ...edges.map((edge, inputs) => {
      const bits = (packed: number, width: number) => unpack(packed, width).join('');
      const word = bits(inputs, task.inputs.length);
      if (edge === undefined) return `  ${word} never comes`;
      return `  ${word} / ${bits(edge.outputs, task.outputs.length)}  →  ${name(edge.to)}`;
    }),
  ]);
  process.stdout.write(
    [
      `The ${proof.states} states that the network can reach are ${classes.length} that any stream can tell apart:`,
      `(${task.inputs.join(' ')} / ${task.outputs.join(' ')} → next)`,
      ...lines,
      `drawn in ${files.svg} and ${files.dot}`,
      '',
    ].join('\n'),
  );
}
