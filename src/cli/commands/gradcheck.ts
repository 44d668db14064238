import type { Command } from 'commander';
import { DEFAULT_TRAINING } from '../../training/options.ts';
import { hiddenOption, jsonOption, seedOption } from '../arguments.ts';
import { chosenTask, type TaskFlags, withTask } from '../chosen-task.ts';
import { CommandError } from '../exit.ts';
import { whole } from '../number-option.ts';

export function define(command: Command): Command {
  return withTask(command)
    .addOption(seedOption())
    .addOption(hiddenOption())
    .option('--bits <n>', 'bits of each number', whole, DEFAULT_TRAINING.bits)
    .option('--samples <n>', 'samples for the loss', whole, 100)
    .addOption(jsonOption())
    .action(run);
}

interface Flags extends TaskFlags {
  seed: number;
  hidden: number;
  bits: number;
  samples: number;
  json?: true;
}

async function run(flags: Flags): Promise<void> {
  const [{ checkGradient, checkTraining }, { drawSamples, sampleGenerator }] = await Promise.all([
    import('../../training/index.ts'),
    import('../../tasks/index.ts'),
  ]);
  const { seed, hidden, bits, samples } = flags;
  checkTraining({ ...DEFAULT_TRAINING, seed, hidden, bits, samples, batch: samples });
  const task = await chosenTask(flags);
  const shape = { inputs: task.inputs.length, hidden, outputs: task.outputs.length };
  const comparisons = checkGradient(shape, seed, drawSamples(task, sampleGenerator(seed), samples, bits));

  const wrong = comparisons.filter((comparison) => !comparison.close);
  if (flags.json) process.stdout.write(`${JSON.stringify({ ...flags, json: undefined, comparisons })}\n`);
  else {
    const width = Math.max(...comparisons.map(({ parameter }) => parameter.length));
    const number = (value: number) => value.toExponential(9).padStart(17);
    process.stdout.write(`${'parameter'.padEnd(width)}   backpropagation       differences\n`);
    for (const { parameter, backpropagated, numeric, close } of comparisons) {
      const mark = close ? '' : '  differs';
      process.stdout.write(
        `${parameter.padEnd(width)} ${number(backpropagated)} ${number(numeric)}${mark}\n`,
      );
    }
  }
  if (wrong.length > 0) {
    throw new CommandError(`the gradient is wrong for ${wrong.map(({ parameter }) => parameter).join(', ')}`);
  }
  if (!flags.json) process.stdout.write(`All ${comparisons.length} gradients agree.\n`);
}
