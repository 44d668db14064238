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
import { CYCLES_PER_SECOND, INTERRUPT_CYCLES, looksUp } from '../../board/step-time.ts';
import type { NetworkDocument } from '../../network/index.ts';
import { printable } from '../../runtime/printable.ts';
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
import { givenNetwork } from '../network-file.ts';
import { pinLines, standAlonePins, wiredPins } from '../stand-alone-pins.ts';
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
        'other pins than the usual ones, such as a=7,sum=9: 2–7 for inputs, clk and reset, 8–13 for outputs',
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
  const document = await givenNetwork(readNetwork(path));
  await requireProof(path, document, false);
  const task = taskOf(document);
  const pins = standAlonePins(task, flags.pins);
  const wiring: Wiring = { ...wiringOf(flags), ...(flags.pins && { pins: wiredPins(task, pins) }) };
  const ports = flags.all ? await allPorts() : [await findPort(flags.port)];
  const progress = new FlashProgress(flags.json === true);
  const outcomes = await interruptible((signal) =>
    Promise.all(ports.map((port) => flashOne(port, document, wiring, progress, signal))),
  );
  progress.stop();

  if (flags.json) {
    const roles = Object.fromEntries(pins);
    process.stdout.write(`${JSON.stringify({ network: path, pins: roles, boards: outcomes })}\n`);
  } else {
    for (const { port, flashed } of outcomes) {
      if (flashed === undefined) continue;
      say(report(port, flashed, [...pinLines(task, pins), ...clockLines(flashed, document)]));
    }
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
        ? 'interrupted before the board answered; nothing was written'
        : stage === 'commit'
          ? `interrupted at the commit; the board runs ${had}, as before, or the ${document.machine.name} ` +
            `${digestOf(document.digests)}, complete in either case; carrybit board info shows which`
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

/** Of a network that would be faster at the usual pins. */
function clockLines({ after, stepCycles, transitions }: Flashed, { fixed }: NetworkDocument): string[] {
  const { clock, pins } = after.wiring;
  if (clock !== 'electronic' || pins === undefined || !looksUp(fixed, transitions)) return [];
  return [
    'The board looks steps up only at the usual pins: at these, the outputs follow CLK within about ' +
      `${microseconds(stepCycles + INTERRUPT_CYCLES)} µs on an idle line.`,
  ];
}

const microseconds = (cycles: number) => ((cycles / CYCLES_PER_SECOND) * 1e6).toFixed(1);
