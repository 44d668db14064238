import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Base } from '../../runtime/index.ts';
import { printable } from '../../runtime/printable.ts';
import { isMachinePath } from '../../tasks/extensions.ts';
import type { Task } from '../../tasks/index.ts';
import { count } from '../../view/counts.ts';
import {
  formerNetworkOption,
  giveUpOption,
  ioOption,
  ioOptionsOption,
  jsonOption,
  networkArgument,
  pinsOption,
  plotterOption,
  unprovenOption,
} from '../arguments.ts';
import { recordedClockOption } from '../chosen-task.ts';
import { defaultNetwork } from '../config.ts';
import { ENGINE_NAMES, type EngineFlags } from '../engine.ts';
import { CommandError, EXIT } from '../exit.ts';
import { portOption } from '../find-boards.ts';
import { interruptible } from '../interrupt.ts';
import { real, whole } from '../number-option.ts';
import type { StreamOutput } from '../stream-base.ts';
import type { Source } from '../stream-source.ts';
import { type GrowingFile, growingFile, vcdOption } from '../vcd-file.ts';

/** A rate in bits per second that people can follow. */
const HUMAN_RATE = 8;

interface Flags extends Omit<EngineFlags, 'network'>, Source {
  network?: string;
  rate?: number;
  vcd?: string;
  json?: true;
  plotter?: true;
}

export function define(command: Command): Command {
  return command
    .addArgument(
      networkArgument('the network file, which ends in .json').default(undefined, `${defaultNetwork()}`),
    )
    .argument('[numbers...]', 'one for each input, such as 13, 0xd or 0b1101; 13 + 4 works too')
    .addOption(
      new Option(
        '--file <path>',
        'numbers, one for each input on each line: 13 4, 13 + 4, CSV, or what stream prints; - is the standard input',
      ).conflicts(['raw', 'random']),
    )
    .addOption(
      new Option(
        '--raw <path>',
        'bits, one step on each line, such as 10 for a = 1 and b = 0; an empty line begins a new number; - is the standard input',
      ).conflicts(['random', 'count']),
    )
    .addOption(
      new Option(
        '--in <list>',
        'inputs of a stream: symbols or bits, such as coin,coin,button; symbols with spaces go between commas or in double quotes',
      ).conflicts(['file', 'raw', 'random']),
    )
    .addOption(
      new Option(
        '--in-file <path>',
        'streams of inputs, symbols or bits; an empty line begins a new stream; - is the standard input; or recordings (.csv, .vcd), whose outputs are compared',
      ).conflicts(['in', 'file', 'raw', 'random']),
    )
    .addOption(recordedClockOption())
    .addOption(
      new Option(
        '--base <base>',
        'base of numbers without 0x or 0b: 2, 10 or 16 (default: auto: decimal, but numbers that could be bits are refused)',
      ).argParser(base),
    )
    .addOption(
      new Option(
        '--bit-order <order>',
        'with --base 2: which bit comes first, the most (msb) or the least significant one (lsb) (default: msb)',
      ).choices(['msb', 'lsb']),
    )
    .addOption(new Option('--random', 'random numbers (the default without another source)'))
    .option('--seed <n>', 'seed of the random numbers', whole, 1)
    .option('--bits <n>', 'bits of each random number', whole, 6)
    .option(
      '--count <n>',
      'how many results, or endless (default: 10 of random numbers, otherwise all that are given)',
      endless,
    )
    .addOption(
      new Option(
        '--engine <kind>',
        'what runs the network: a board over its link; this computer, by its cell (node) or 64 steps at once (packed); or a board at its pins (gpio; flash it with --clock electronic)',
      )
        .choices(ENGINE_NAMES)
        .default('board'),
    )
    .addOption(portOption())
    .option('--baud <rate>', 'with board: baud rate, 9600 to 1000000 (default: 57600)', baudRate)
    .addOption(ioOption())
    .addOption(ioOptionsOption())
    .addOption(pinsOption('with gpio: which pins, such as a=2,b=3'))
    .addOption(formerNetworkOption())
    .option('--rate <n>', `bits a second, or max (default: ${HUMAN_RATE} on a terminal, else max)`, rate)
    .addOption(giveUpOption())
    .addOption(vcdOption('inputs and outputs of each step'))
    .addOption(jsonOption().conflicts('plotter'))
    .addOption(plotterOption())
    .addOption(unprovenOption())
    .action(run);
}

/** Options that name what is fed; without one and without numbers it is random. */
const SOURCES = ['file', 'raw', 'in', 'inFile'] as const;

/** Options of one engine; with another engine a wrong value would go unnoticed, so they are refused. */
const ENGINE_OF = { baud: 'board', io: 'gpio', ioOptions: 'gpio', pins: 'gpio' } as const;

async function run(
  first: string | undefined,
  others: string[],
  flags: Flags,
  command: Command,
): Promise<void> {
  for (const option of command.options) {
    const engine = ENGINE_OF[option.attributeName() as keyof typeof ENGINE_OF];
    if (engine === undefined || engine === flags.engine) continue;
    if (command.getOptionValueSource(option.attributeName()) === 'cli')
      throw new CommandError(
        `${option.long}: expected --engine ${engine} with it, got --engine ${flags.engine}`,
        EXIT.usage,
      );
  }
  const isNetwork = first !== undefined && (first.endsWith('.json') || isMachinePath(first));
  const given = first === undefined || isNetwork ? others : [first, ...others];
  const isRandom = given.length === 0 && SOURCES.every((source) => flags[source] === undefined);
  for (const option of ['bits', 'seed'] as const)
    if (!isRandom && command.getOptionValueSource(option) === 'cli')
      throw new CommandError(
        `--${option}: expected --random with it, got numbers or steps that are given; leave --${option} out`,
        EXIT.usage,
      );
  const network = isNetwork ? first : (flags.network ?? defaultNetwork());
  const [{ openEngine }, { streamTo }, { openSource }, { outputFor }] = await Promise.all([
    import('../engine.ts'),
    import('../stream-run.ts'),
    import('../stream-source.ts'),
    import('../stream-output.ts'),
  ]);
  let output: StreamOutput | undefined;
  let recording: GrowingFile | undefined;
  let broken: Error | undefined;
  const opened = await openEngine({ ...flags, network }, ({ text }) => {
    if (output) output.note(text);
    else process.stderr.write(`${printable(text)}\n`);
  });
  try {
    if (flags.raw !== undefined) requireRawSteps(network, opened.task);
    const plain = await outputFor(
      { ...opened, name: opened.engine.name },
      { ...flags, steps: flags.raw !== undefined },
    );
    if (flags.vcd !== undefined)
      recording = await growingFile(flags.vcd, (error) => {
        broken = error;
        plain.note(`${flags.vcd}: cannot be written any more, the recording ends here`);
      });
    const shown = recording
      ? (await import('../stream-vcd.ts')).recordSteps(plain, opened.task, recording.write)
      : plain;
    output = shown;
    const source = await openSource(opened.task, given, flags, (text) => shown.note(text));
    const rate = flags.rate ?? (shown.isLive ? HUMAN_RATE : Number.POSITIVE_INFINITY);
    const errors = await interruptible((signal) => streamTo(opened, source, shown, { rate, signal }));
    recording?.close();
    recording = undefined;
    if (broken) throw broken;
    if (errors > 0) throw new CommandError(`${errors} wrong ${errors === 1 ? 'output' : 'outputs'}`);
    const differing = source.kind === 'numbers' ? (source.recorded?.differing ?? 0) : 0;
    if (differing > 0)
      throw new CommandError(
        `${count(differing, 'recorded output bit')} ${differing === 1 ? 'differs' : 'differ'} from the network’s`,
      );
  } finally {
    recording?.close();
    await opened.close();
  }
}

/** A bit of the bytes that it streams says where a number begins. */
function requireRawSteps(path: string, { inputs, outputs }: Task): void {
  if (inputs.length <= 7 && outputs.length <= 8) return;
  throw new CommandError(
    `${path}: expected at most 7 inputs and 8 outputs with --raw, got ${inputs.length} and ${outputs.length}; --in-file takes the same lines`,
    EXIT.usage,
  );
}

function base(text: string): Base {
  if (text === 'auto') return text;
  const value = [2, 10, 16].find((each) => String(each) === text);
  if (value === undefined) throw new InvalidArgumentError('Expected 2, 10, 16 or auto.');
  return value as Base;
}

/** The board itself reports which of these rates it supports. */
function baudRate(text: string): number {
  const value = whole(text);
  if (value < 9600 || value > 1_000_000 || value % 100 !== 0)
    throw new InvalidArgumentError('Expected a multiple of 100 in 9600–1000000.');
  return value;
}

function endless(text: string): number {
  return text === 'endless' ? Number.POSITIVE_INFINITY : atLeastOne(text);
}

function rate(text: string): number {
  if (text === 'max') return Number.POSITIVE_INFINITY;
  const value = real(text);
  if (!(value > 0 && value <= 1e6))
    throw new InvalidArgumentError('Expected more than 0 and at most 1000000, or max.');
  return value;
}

function atLeastOne(text: string): number {
  const value = whole(text);
  if (value < 1) throw new InvalidArgumentError('Expected 1 or more, or endless.');
  return value;
}
