import { Argument, InvalidArgumentError, Option } from 'commander';
import { CLOCKS, DEFAULT_WIRING, type Wiring } from '../board/stand-alone.ts';
import type { NetworkDocument } from '../network/index.ts';
import { type Task, tasks } from '../tasks/index.ts';
import { DEFAULT_TRAINING } from '../training/options.ts';
import { CommandError, EXIT } from './exit.ts';

/** Where `train` puts its network and every other command looks for one. */
export const DEFAULT_NETWORK = 'trained/network.json';

export const networkArgument = () => new Argument('[network]', 'the network file').default(DEFAULT_NETWORK);

/** What `--pins` is when it is not given: docs/spec.md section 9. */
export const PINS_DEFAULT = 'a=2,b=3,clk=4,reset=5,sum=13';

/** What is at the pins that an adder reads: docs/spec.md section 9. */
export const clockOption = () =>
  new Option('--clock <kind>', 'what CLK and RESET are: buttons, which bounce, or an electronic clock')
    .choices(CLOCKS)
    .default(DEFAULT_WIRING.clock);

export const pullUpOption = () =>
  new Option('--pull-up', 'inputs, CLK and RESET have pull-ups and are active low: buttons to ground');

/** The wiring that {@link clockOption} and {@link pullUpOption} tell of. */
export const wiringOf = ({ clock, pullUp }: { clock: Wiring['clock']; pullUp?: true }): Wiring => ({
  clock,
  pullUp: pullUp === true,
});

export const jsonOption = () => new Option('--json', 'print one JSON document and nothing else');

export const taskOption = () =>
  new Option('--task <name>', 'what to learn').choices([...tasks.keys()]).default('adder');

/** The task of a checked {@link taskOption}. */
export function taskNamed(name: string): Task {
  const task = tasks.get(name);
  if (task === undefined)
    throw new CommandError(`--task is ${name}, allowed are ${[...tasks.keys()].join(', ')}`, EXIT.usage);
  return task;
}

export const seedOption = () =>
  new Option('--seed <n>', 'determines samples and starts').argParser(whole).default(DEFAULT_TRAINING.seed);

export const hiddenOption = () =>
  new Option('--hidden <n>', 'hidden states').argParser(whole).default(DEFAULT_TRAINING.hidden);

/** Parses a whole number; its range is checked where it is used. */
export function whole(text: string): number {
  if (!/^[+-]?\d{1,15}$/.test(text) && !/^\d(\.\d+)?e\d{1,2}$/i.test(text)) {
    throw new InvalidArgumentError('Expected a whole number.');
  }
  return Number(text);
}

/** Parses a finite number. */
export function real(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new InvalidArgumentError('Expected a finite number.');
  return value;
}

/** Refuses a network without a proof, unless told otherwise. */
export function requireProof(path: string, { proof }: NetworkDocument, allowUnproven: boolean): void {
  if (proof !== null || allowUnproven) return;
  throw new CommandError(`${path} is not proven; train one that is, or pass --unproven`, EXIT.notProven);
}
