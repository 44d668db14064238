import { Argument, InvalidArgumentError, Option } from 'commander';
import { CLOCKS, DEFAULT_WIRING, type Wiring } from '../board/stand-alone.ts';
import type { Machine } from '../machine/machine.ts';
import type { NetworkDocument } from '../network/index.ts';
import type { Proven } from '../proof/index.ts';
import { DEFAULT_TRAINING } from '../training/options.ts';
import { config, defaultFolder, defaultNetwork } from './config.ts';
import { CommandError, EXIT } from './exit.ts';
import { real, whole } from './number-option.ts';
import { say } from './terminal.ts';

export const networkArgument = (about = 'the network file') =>
  new Argument('[network]', about).default(defaultNetwork());

/** `stream` and `run` took the network in this form before the argument was the same in all commands. */
export const formerNetworkOption = () => new Option('--network <file>').hideHelp();

/** The folder for the files of a training. */
export const folderOption = (about = 'where the files go') =>
  new Option('--out <folder>', about).default(defaultFolder());

/** The default of `--pins`: docs/spec.md section 9. */
const PINS_DEFAULT = 'a=2,b=3,clk=4,reset=5,sum=13';

export const pinsOption = (about = 'which pins, such as a=2,b=3') =>
  new Option('--pins <list>', about).default(config().pins ?? '', config().pins ?? PINS_DEFAULT);

/** The wiring of the pins that an adder reads: docs/spec.md section 9. */
export const clockOption = () =>
  new Option('--clock <kind>', 'what drives CLK and RESET: buttons, which bounce, or an electronic clock')
    .choices(CLOCKS)
    .default(DEFAULT_WIRING.clock);

export const pullUpOption = () =>
  new Option('--pull-up', 'inputs, CLK and RESET use pull-ups and are active low, for buttons to ground');

/** The wiring that {@link clockOption} and {@link pullUpOption} choose. */
export const wiringOf = ({ clock, pullUp }: { clock: Wiring['clock']; pullUp?: true }): Wiring => ({
  clock,
  pullUp: pullUp === true,
});

export const jsonOption = () => new Option('--json', 'print one JSON document only');

export const seedOption = () =>
  new Option('--seed <n>', 'seed of samples and starts').argParser(whole).default(DEFAULT_TRAINING.seed);

export const hiddenOption = (about = 'hidden states') =>
  new Option('--hidden <n>', about).argParser(whole).default(DEFAULT_TRAINING.hidden);

/** Without this option a network without a proof is refused. */
export const unprovenOption = (verb = 'run') => new Option('--unproven', `${verb} a network without a proof`);

export const plotterOption = () => new Option('--plotter', 'print what the Arduino Serial Plotter reads');

/** Pins that do not belong to a board with Firmata. */
export const ioOption = () =>
  new Option('--io <package>', 'a johnny-five io plugin that is installed, such as raspi-io');

/** The queue that holds the jobs of sweeps. */
export const queueOption = (about: string) => new Option('--queue <url>', about);

/** Arguments for the constructor of an io plugin. */
export const ioOptionsOption = () =>
  new Option(
    '--io-options <json>',
    'with --io: options for the plugin’s constructor, such as \'{"enableSoftPwm":true}\'',
  ).argParser((text: string) => {
    const value = parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new InvalidArgumentError('Expected a JSON object, such as \'{"enableSoftPwm":true}\'.');
    return value;
  });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How long to wait for a lost board; engines take `giveUpMs` of its value. */
export const giveUpOption = () =>
  new Option(
    '--give-up <seconds>',
    'give up when a lost board does not come back within this time (default: never)',
  ).argParser((text: string) => {
    const seconds = real(text);
    if (!(seconds > 0 && seconds <= 1e6))
      throw new InvalidArgumentError('Expected more than 0 and at most 1000000.');
    return seconds;
  });

export const giveUpMs = ({ giveUp }: { readonly giveUp?: number }): number | undefined =>
  giveUp === undefined ? undefined : giveUp * 1000;

/**
 * Refuses a network without a proof, unless the option allows it. Also refuses one whose file claims a proof that does
 * not hold: anybody who changes a file can make its digests fit, so the network is proven again. Returns that proof, or
 * null without one.
 */
export async function requireProof(
  path: string,
  document: NetworkDocument,
  allowUnproven: boolean,
): Promise<Proven | null> {
  if (document.proof === null) {
    if (allowUnproven) return null;
    throw new CommandError(
      `${path} is not proven; train a network until it is proven, or pass --unproven`,
      EXIT.notProven,
    );
  }
  noteOwnMachine(path, document);
  const { verifyProof } = await import('../network/index.ts');
  return agree(() => verifyProof(document).proof, path);
}

/** Says of a network that was learned from recordings alone what it is proven to do: what it does itself. */
export function noteOwnMachine(path: string, { provenance }: NetworkDocument): void {
  if (provenance.method !== 'recordings') return;
  say(
    `${path} was learned from recordings alone: its machine is the one that it became itself, not the recorded device. ` +
      'See it with carrybit explain; compare with recordings (stream --in-file) or another machine (prove --machine)',
    process.stderr,
  );
}

/** Refuses what boards, pins and packed planes would cut off: a step's inputs are a byte there, and its outputs. */
export function requireByteSteps(path: string, { inputs, outputs }: Machine, where: string): void {
  if (inputs.length <= 8 && outputs.length <= 8) return;
  throw new CommandError(
    `${path}: expected at most 8 inputs and 8 outputs with ${where}, got ${inputs.length} and ${outputs.length}; carrybit stream --engine node takes more, and carrybit export runs it elsewhere`,
    EXIT.usage,
  );
}

/** The result of checking a file's proof; if the check fails, the command ends as not proven. */
export function agree<Result>(check: () => Result, path: string): Result {
  try {
    return check();
  } catch (error) {
    throw new CommandError(`${path}: ${(error as Error).message}`, EXIT.notProven);
  }
}
