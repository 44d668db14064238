import { type Command, Option } from 'commander';
import type { Wiring } from '../../board/index.ts';
import {
  clockOption,
  formerNetworkOption,
  giveUpMs,
  giveUpOption,
  ioOption,
  ioOptionsOption,
  jsonOption,
  networkArgument,
  pinsOption,
  plotterOption,
  pullUpOption,
  requireByteSteps,
  requireProof,
  unprovenOption,
  wiringOf,
} from '../arguments.ts';
import { CommandError, EXIT } from '../exit.ts';
import { portOption } from '../find-boards.ts';
import { interruptible } from '../interrupt.ts';
import { givenNetwork } from '../network-file.ts';
import { real } from '../number-option.ts';
import type { GpioOutput } from '../run-output.ts';

interface Flags {
  gpio?: true;
  io?: string;
  ioOptions?: object;
  port?: string;
  pins: string;
  clock: Wiring['clock'];
  pullUp?: true;
  rate: number;
  network?: string;
  unproven?: true;
  giveUp?: number;
  json?: true;
  plotter?: true;
}

/** Presses per second at the pins of the simulated Uno, and the step rate of a clock. */
const MAX_RATE_HZ = { button: 10, electronic: 100 } as const;

export function define(command: Command): Command {
  return command
    .addArgument(networkArgument())
    .addOption(new Option('--gpio', 'use the pins of a board with Firmata, or of this computer with --io'))
    .addOption(ioOption().conflicts('port'))
    .addOption(ioOptionsOption())
    .addOption(portOption())
    .addOption(pinsOption())
    .addOption(clockOption())
    .addOption(pullUpOption())
    .addOption(
      new Option('--rate <n>', 'steps a second at the pins of the simulated Uno').default(4).argParser(real),
    )
    .addOption(formerNetworkOption())
    .addOption(giveUpOption())
    .addOption(jsonOption().conflicts('plotter'))
    .addOption(plotterOption())
    .addOption(unprovenOption())
    .action(run);
}

async function run(given: string, flags: Flags): Promise<void> {
  const network = flags.network ?? given;
  if (!flags.gpio)
    throw new CommandError('expected --gpio: carrybit run --gpio runs the network at pins', EXIT.usage);
  const max = MAX_RATE_HZ[flags.clock];
  if (!(flags.rate > 0 && flags.rate <= max))
    throw new CommandError(
      `--rate: expected more than 0 and at most ${max}${flags.clock === 'button' ? ' (100 with --clock electronic)' : ''}, got ${flags.rate}`,
      EXIT.usage,
    );
  const [
    { readNetwork, taskOf },
    { parsePins, pinRoles, resolvePins, runGpio },
    { openIo },
    { drivePins },
    { gpioOutput },
  ] = await Promise.all([
    import('../../network/index.ts'),
    import('../../runtime/index.ts'),
    import('../run-io.ts'),
    import('../simulated-pins.ts'),
    import('../run-output.ts'),
  ]);
  const document = await givenNetwork(readNetwork(network));
  await requireProof(network, document, flags.unproven === true);
  requireByteSteps(network, document.machine, 'run --gpio');
  const task = taskOf(document);
  const pins = parsePins(task, flags.pins);
  const io = await openIo(flags, (uno, ready) =>
    drivePins(uno, task, resolvePins(pinRoles(task), pins, ready), wiringOf(flags), flags.rate),
  );
  let output: GpioOutput | undefined;
  try {
    await interruptible((signal) =>
      runGpio({
        task,
        pins,
        network: document.fixed,
        wiring: wiringOf(flags),
        async connect() {
          const ready = await io.connect();
          resolvePins(task, pins, ready);
          output ??= await gpioOutput({ name: io.name, task, network: document.fixed }, flags);
          return ready;
        },
        signal,
        giveUp_ms: giveUpMs(flags),
        onChange: (change) => output?.take(change),
        onNotice: ({ text }) => output?.note(`${io.name}: ${text}`),
      }),
    );
  } finally {
    output?.end();
    await io.close();
  }
}
