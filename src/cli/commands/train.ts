import { type Command, Option } from 'commander';
import { WIDTH_LIMITS, type Widths } from '../../fixed/fixed-network.ts';
import { MAX_UNITS, MAX_UNITS_FROM_RECORDINGS } from '../../machine/index.ts';
import type { Task } from '../../tasks/index.ts';
import type { Training } from '../../train.ts';
import type { OptimizerRule, TrainingOptions } from '../../training/index.ts';
import { OPTIMIZER_NUMBERS, OPTIMIZERS } from '../../training/optimizers.ts';
import {
  checkWhole,
  completeTraining,
  DEFAULT_TRAINING,
  OPTIMIZER_DEFAULTS,
  SettingError,
} from '../../training/options.ts';
import { count } from '../../view/counts.ts';
import { folderOption, hiddenOption, jsonOption, seedOption } from '../arguments.ts';
import { chosenTask, type TaskFlags, withTask } from '../chosen-task.ts';
import { droppedCounts } from '../dropped-counts.ts';
import { CommandError, EXIT } from '../exit.ts';
import { inFolder } from '../folder.ts';
import { interrupted, interruptible } from '../interrupt.ts';
import { real, whole } from '../number-option.ts';
import { columnsOf, redraws, shownOn } from '../terminal.ts';

/** After this many starts without success, the command explains why. */
const HOPELESS_STARTS = 32;

const NUMBERS = Object.keys(OPTIMIZER_NUMBERS) as (keyof typeof OPTIMIZER_NUMBERS)[];

/** Settings of the tutorial's training and rounding; a search for a network for a machine has none of them. */
const SETTINGS = [
  ...NUMBERS,
  ...['bits', 'samples', 'testSamples', 'batch', 'epochs', 'overlapping', 'optimizer', 'precision'],
  ...['weightBits', 'stateBits', 'tableBits'],
];

type Flags = TaskFlags &
  Partial<Omit<TrainingOptions, 'optimizer'>> &
  Partial<Record<keyof typeof OPTIMIZER_NUMBERS, number>> & {
    optimizer: OptimizerRule['kind'];
    weightBits: number;
    stateBits: number;
    tableBits: number;
    out: string;
    recordings?: string;
    quiet?: true;
    json?: true;
  };

export function define(command: Command): Command {
  const d = DEFAULT_TRAINING;
  const count = (flags: string, about: string, standard?: number) => {
    const option = new Option(flags, standard === undefined ? about : `${about} (default: ${standard})`);
    return option.argParser(whole);
  };
  withTask(command)
    .addOption(
      new Option(
        '--recordings <file>',
        'learn only from recordings in CSV or VCD; explain then shows which machine the network has become',
      ).conflicts(['task', 'machine']),
    )
    .addOption(seedOption())
    .addOption(
      hiddenOption(
        'hidden states; with --machine the preferred maximum: more are taken only if no start learns it with so many',
      ),
    )
    .addOption(count('--bits <n>', 'bits of each number in a sample', d.bits))
    .addOption(count('--samples <n>', 'training samples', d.samples))
    .addOption(
      count('--test-samples <n>', 'fresh samples, all of which a start must get right', d.testSamples),
    )
    .addOption(count('--batch <n>', 'samples of a minibatch (default: 100; rprop: all)'))
    .addOption(count('--epochs <n>', 'passes over the samples (default: 5; rprop: 100)'))
    .addOption(
      new Option('--overlapping', 'the k-th minibatch starts at sample k, as in the tutorial’s code'),
    )
    .addOption(
      new Option('--optimizer <kind>', 'how gradients become updates')
        .choices(Object.keys(OPTIMIZER_DEFAULTS))
        .default('rmsprop'),
    );
  for (const name of NUMBERS) command.addOption(numberOption(name));
  return command
    .addOption(
      new Option('--precision <type>', 'arithmetic').choices(['float32', 'float64']).default(d.precision),
    )
    .addOption(count('--max-starts <n>', 'give up after this many starts', d.maxStarts))
    .addOption(count('--weight-bits <n>', 'bits of each weight, 2 to 8').default(8))
    .addOption(count('--state-bits <n>', 'bits of each state, 1 to 8').default(8))
    .addOption(count('--table-bits <n>', 'the tanh table has 2^n entries, 1 to 8').default(8))
    .addOption(folderOption())
    .addOption(new Option('--quiet', 'print only errors').conflicts('json'))
    .addOption(jsonOption())
    .action(run);
}

const words = (name: string, between: string) =>
  name.replace(/[A-Z]/g, (letter) => `${between}${letter.toLowerCase()}`);

/** What the core says about `learning rate` is about `--learning-rate` here. */
function withFlag(error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && error.code === 'CARRYBIT_INVALID_ARGUMENT'))
    return error;
  const name = NUMBERS.find((each) => error.message.startsWith(`${words(each, ' ')}: `));
  if (name === undefined) return error;
  return new CommandError(error.message.replace(words(name, ' '), `--${words(name, '-')}`), EXIT.usage);
}

/** The option of an optimizer's number: which optimizers read it, and what it is. */
function numberOption(name: keyof typeof OPTIMIZER_NUMBERS): Option {
  const readers = Object.values(OPTIMIZERS).filter((rule) => name in rule);
  const option = `--${words(name, '-')} <x>`;
  const about = `${readers.map(({ kind }) => kind).join(', ')}: ${OPTIMIZER_NUMBERS[name]}`;
  return new Option(option, about).argParser(real);
}

async function run(flags: Flags, command: Command): Promise<void> {
  // `performance` would take a millisecond to load.
  const started = process.uptime();
  const given = (name: string) => command.getOptionValueSource(name) === 'cli';
  // There is no default size, so only a given one counts.
  const { hidden, ...others } = flags;
  const sized = { ...others, ...(given('hidden') && { hidden }) };
  const setting = SETTINGS.find(given);
  // Wrong options of the two searches are reported before a file is read or a folder is made.
  if (flags.recordings !== undefined || (flags.machine !== undefined && setting === undefined)) {
    const max = flags.recordings === undefined ? MAX_UNITS : MAX_UNITS_FROM_RECORDINGS;
    if (sized.hidden !== undefined) checkWhole('hidden', sized.hidden, [1, max]);
    if (flags.maxStarts !== undefined) checkWhole('maxStarts', flags.maxStarts, [1, 1_000_000]);
    if (flags.seed !== undefined) checkWhole('seed', flags.seed, [0, Number.MAX_SAFE_INTEGER]);
  }
  if (flags.recordings !== undefined) {
    if (setting !== undefined)
      throw new SettingError(
        setting,
        flags[setting as keyof Flags],
        'no value with --recordings, because that does not use it',
      );
    const { trainRecordings } = await import('../train-recordings.ts');
    return trainRecordings(flags.recordings, sized);
  }
  const task = await chosenTask(flags);
  // A user's machine has its own training. An option of the tutorial's training selects that one instead.
  if (flags.machine !== undefined && setting === undefined) {
    const { trainMachine } = await import('../train-machine.ts');
    return inFolder(flags.out, 'network.json', () => trainMachine(task, sized));
  }
  const option = command.options.find((each) => each.attributeName() === setting)?.long;
  const instead = flags.machine === undefined ? undefined : option;
  if (instead !== undefined && !flags.quiet && !flags.json)
    process.stderr.write(
      `${instead} is a setting of the tutorial’s training, so ${task.name} is learned in that way: from random streams, with one optimizer and the given size and widths. Leave ${instead} out for the search for machines, which chooses these itself.\n`,
    );
  const options = trainingOptions(flags);
  const widths = checkWidths(flags);
  // A problem with the folder is reported before a long training.
  await inFolder(flags.out, 'network.json', () =>
    trainTask(task, options, widths, flags, started, instead),
  ).catch((error) => {
    throw withFlag(error);
  });
}

/**
 * @param started when the command began
 * @param instead the option that made this training replace the search for a machine, if it did
 */
async function trainTask(
  task: Task,
  options: TrainingOptions,
  widths: Widths,
  flags: Flags,
  started: number,
  instead: string | undefined,
): Promise<void> {
  const [{ train }, { writeFiles }, report] = await Promise.all([
    import('../../train.ts'),
    import('../train-files.ts'),
    // Charts and texts take longer to load than training takes, so they are loaded meanwhile.
    flags.quiet ? undefined : import('../train-report.ts'),
  ]);
  const talks = report !== undefined && !flags.json;
  const bar =
    talks && redraws() ? new (await import('../train-progress.ts')).TrainProgress(options) : undefined;
  const notLearned: number[] = [];
  let tried = 0;
  let said: Promise<void> | undefined;
  const say = (text: string) => (bar ? bar.print(text) : process.stderr.write(`${text}\n`));
  const training = await interruptible((signal) =>
    train(task, options, widths, {
      signal,
      onProgress: bar && ((progress) => bar.update(progress)),
      onDropped: (dropped) => {
        tried += 1;
        if (dropped.reason === 'not learned') notLearned.push(dropped.start);
        // A line for each of a thousand starts is too much. Without a bar, the end reports how many there were.
        if (bar) bar.print(report?.droppedLine(task, dropped) ?? '');
        if (talks && tried === HOPELESS_STARTS && notLearned.length === tried)
          said = adviceOn(task, options, notLearned).then((text) => {
            if (!interrupted()) say(`${HOPELESS_STARTS} starts, and none has learned: ${text}`);
          });
      },
    }),
  ).finally(async () => {
    // No advice after Ctrl-C: it takes a while.
    if (!interrupted()) await said;
    bar?.stop();
  });

  const files = await writeFiles(training, flags.out);
  if (report !== undefined) {
    const milliseconds = (process.uptime() - started) * 1000;
    process.stdout.write(
      flags.json
        ? `${JSON.stringify(report.report(training, files, milliseconds))}\n`
        : shownOn(process.stdout, report.summary(training, files, columnsOf(process.stdout, 100))),
    );
  }
  if (training.outcome === 'proven') return;
  const why =
    training.outcome === 'exhausted' && notLearned.length > 0
      ? await adviceOn(task, options, notLearned)
      : undefined;
  const search = instead && `leave ${instead} out: the search for machines needs no settings`;
  throw notProven(training, options.maxStarts, files.network, [why, search].filter(Boolean).join('; or '));
}

async function adviceOn(task: Task, options: TrainingOptions, starts: readonly number[]): Promise<string> {
  return (await import('../train-advice.ts')).advice(task, options, starts);
}

function notProven(
  { outcome, trained: best, dropped }: Training,
  maxStarts: number,
  file: string | undefined,
  why: string,
): CommandError {
  const kept =
    best && file
      ? `; the best network so far, start ${best.start} with ${(best.accuracy * 100).toFixed(1)} % of the test samples correct, is in ${file}`
      : '';
  return outcome === 'interrupted'
    ? new CommandError(`interrupted${kept}`, EXIT.interrupted)
    : new CommandError(
        `none of ${count(maxStarts, 'start')} was proven (${droppedCounts(dropped)})${kept}; ` +
          (why || 'try more --max-starts, --hidden or another --optimizer'),
        EXIT.startsExhausted,
      );
}

function trainingOptions(flags: Flags): TrainingOptions {
  const standard = OPTIMIZER_DEFAULTS[flags.optimizer];
  const given = Object.fromEntries(
    NUMBERS.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]])),
  );
  const stray = Object.keys(given).find((name) => !(name in standard.optimizer));
  if (stray !== undefined) {
    throw new SettingError(
      stray,
      given[stray],
      `no value, because the optimizer ${flags.optimizer} does not use it`,
    );
  }
  const { seed, hidden, bits, samples, testSamples, batch, epochs, overlapping, precision, maxStarts } =
    flags;
  const settings = {
    seed,
    hidden,
    bits,
    samples,
    testSamples,
    batch,
    epochs,
    overlapping,
    precision,
    maxStarts,
  };
  const optimizer = { ...standard.optimizer, ...given };
  return completeTraining({ ...settings, optimizer } as Partial<TrainingOptions>);
}

function checkWidths({ weightBits, stateBits, tableBits }: Flags): Widths {
  const widths = { weightBits, stateBits, tableBits };
  for (const setting of Object.keys(widths) as (keyof Widths)[]) {
    checkWhole(setting, widths[setting], WIDTH_LIMITS[setting]);
  }
  return widths;
}
