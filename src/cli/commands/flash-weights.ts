import { type Command, Option } from 'commander';
import {
  closeLine,
  connect,
  digestOf,
  type Flashed,
  type FlashStage,
  flash,
  type RunningNetwork,
  type Wiring,
} from '../../board/index.ts';
import { BOARD_LIMITS } from '../../board/limits.ts';
import { CYCLES_PER_SECOND } from '../../board/step-time.ts';
import { type Side, wordText } from '../../machine/index.ts';
import type { NetworkDocument } from '../../network/index.ts';
import { type GpioPins, parsePins } from '../../runtime/gpio-pins.ts';
import { printable } from '../../runtime/printable.ts';
import type { Task } from '../../tasks/index.ts';
import { count } from '../../view/counts.ts';
import {
  clockOption,
  jsonOption,
  networkArgument,
  pullUpOption,
  requireProof,
  wiringOf,
} from '../arguments.ts';
import { networkName, wiringLine } from '../board-report.ts';
import { CommandError, EXIT, explainError } from '../exit.ts';
import { allPorts, atPort, findPort, openBoard, portOption } from '../find-boards.ts';
import { FlashProgress } from '../flash-progress.ts';
import { interruptible } from '../interrupt.ts';
import { say } from '../terminal.ts';

interface Flags {
  port?: string;
  all?: true;
  pins?: string;
  clock: Wiring['clock'];
  pullUp?: true;
  json?: true;
}

export function define(command: Command): Command {
  return command
    .addArgument(networkArgument())
    .addOption(portOption())
    .addOption(new Option('--all', 'flash every board that is plugged in').conflicts('port'))
    .addOption(
      new Option(
        '--pins <list>',
        'as a=2,b=3: fail if these are not the pins of the firmware, which are fixed and printed',
      ),
    )
    .addOption(clockOption())
    .addOption(pullUpOption())
    .addOption(jsonOption())
    .action(run);
}

interface Outcome {
  readonly port: string;
  readonly flashed?: Flashed;
  readonly error?: { readonly message: string; readonly exitCode: number };
}

async function run(path: string, flags: Flags): Promise<void> {
  const { readNetwork, taskOf } = await import('../../network/index.ts');
  const document = await readNetwork(path);
  await requireProof(path, document, false);
  const pins = fixedPins(taskOf(document), flags.pins);
  const ports = flags.all ? await allPorts() : [await findPort(flags.port)];
  const progress = new FlashProgress(flags.json === true);
  const outcomes = await interruptible((signal) =>
    Promise.all(ports.map((port) => flashOne(port, document, wiringOf(flags), progress, signal))),
  );
  progress.stop();

  if (flags.json) {
    const roles = Object.fromEntries(pins);
    process.stdout.write(`${JSON.stringify({ network: path, pins: roles, boards: outcomes })}\n`);
  } else {
    const lines = pinLines(taskOf(document), pins);
    for (const outcome of outcomes) if (outcome.flashed) say(report(outcome.port, outcome.flashed, lines));
  }
  const failed = outcomes.flatMap(({ error }) => error ?? []);
  if (failed[0]) throw new CommandError(failed.map(({ message }) => message).join('\n'), failed[0].exitCode);
}

/** Never throws: with several boards, one that fails does not stop the others. */
async function flashOne(
  port: string,
  document: NetworkDocument,
  wiring: Wiring,
  progress: FlashProgress,
  signal: AbortSignal,
): Promise<Outcome> {
  let stage: FlashStage | undefined;
  let before: RunningNetwork | undefined;
  try {
    return await atPort(port, async () => {
      const opened = await openBoard(port);
      // Closing the line ends every wait for the board. A commit gets the time that it takes.
      const close = () => {
        if (stage === 'commit') setTimeout(() => void closeLine(opened.line), COMMIT_MS);
        else void closeLine(opened.line);
      };
      signal.addEventListener('abort', close);
      try {
        const { board, description } = await connect(opened.line);
        before = description.network;
        stage = 'write';
        const onProgress: Parameters<typeof flash>[3] = (...step) => {
          [stage] = step;
          progress.update(port, ...step);
        };
        const flashed = await flash(board, description, document, onProgress, wiring);
        return { port, flashed };
      } finally {
        signal.removeEventListener('abort', close);
        await opened.close();
      }
    });
  } catch (error) {
    if (!signal.aborted) return { port, error: explainError(error) };
    const had = before ? `the ${networkName(before)}` : 'no network';
    const message =
      stage === undefined
        ? 'interrupted before it answered; nothing was written, the board goes on with what it had'
        : stage === 'commit'
          ? `interrupted at the commit; the board has ${had}, as before, or the ${document.machine.name} ` +
            `${digestOf(document.digests)}, and either is whole; carrybit board info says which`
          : `interrupted before the commit; the board goes on with ${had}`;
    return { port, error: { message: `${port}: ${message}`, exitCode: EXIT.interrupted } };
  }
}

/** Shorter than the time that an interrupted command has. */
const COMMIT_MS = 100;

function report(
  port: string,
  { bytes, transitions, stepCycles, before, after }: Flashed,
  pins: readonly string[],
): string {
  const had = before ? `the ${printable(before.task)} ${before.digest}` : 'no network';
  return [
    `${port}: ${bytes} bytes written and read back; ${transitions} of ${count(transitions, 'reachable transition')} taken by the board ` +
      `as proven. It now runs the ${after.task} ${after.digest} (slot ${after.slot}, update ${after.sequence}); before, it had ${had}.`,
    `A step takes ${stepCycles} cycles (${microseconds(stepCycles)} µs), whatever the state and the inputs.`,
    wiringLine(after.wiring),
    ...pins,
    '',
  ].join('\n');
}

const microseconds = (cycles: number) => ((cycles / CYCLES_PER_SECOND) * 1e6).toFixed(1);

/** The firmware's pins. @throws CommandError if others are asked for */
function fixedPins(task: Task, asked = ''): GpioPins {
  // The board refuses a network with more inputs or outputs than the firmware has pins, and names its limit.
  if (task.inputs.length > BOARD_LIMITS.inputs || task.outputs.length > BOARD_LIMITS.outputs)
    return new Map();
  const pins = parsePins(task, '');
  const wanted = [...parsePins(task, asked)].find(([role, pin]) => pins.get(role) !== pin);
  if (wanted === undefined) return pins;
  throw new CommandError(
    `--pins: expected ${wanted[0]}=${pins.get(wanted[0])}, got ${wanted.join('=')}; the firmware’s pins are fixed. ` +
      'carrybit run --gpio --pins runs the network on this computer, at any pins of a board',
    EXIT.usage,
  );
}

/** The role of each pin, and the bits of each symbol at the pins. */
function pinLines(task: Task, pins: GpioPins): string[] {
  const at = (names: readonly string[]) => names.map((name) => `${name} ${pins.get(name)}`).join(', ');
  const { symbols } = task;
  const coded = (side: Side) =>
    (symbols?.[side] ?? []).map(
      ([name, word]) => `${name} ${wordText({ ...task, symbols: undefined }, side, word)}`,
    );
  const codes = (['inputs', 'outputs'] as const).filter((side) => symbols?.[side] !== undefined);
  return [
    `Pins: inputs ${at(task.inputs)}; CLK ${pins.get('clk')}, RESET ${pins.get('reset')}; outputs ${at(task.outputs)}.`,
    ...codes.map((side) => `As bits of ${task[side].join(', ')}: ${coded(side).join(', ')}.`),
  ];
}
