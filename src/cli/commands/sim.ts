import { type Command, Option } from 'commander';
import { recordPins, serveTcp, type TcpPort, type Uno } from '../../../firmware-sim/index.ts';
import { jsonOption } from '../arguments.ts';
import { simulatedEeprom } from '../config.ts';
import { CommandError, EXIT } from '../exit.ts';
import { interruption } from '../interrupt.ts';
import { whole } from '../number-option.ts';
import { simulatedUno } from '../simulated-uno.ts';
import { say } from '../terminal.ts';
import { growingFile, vcdOption } from '../vcd-file.ts';

interface Flags {
  tcp: number;
  host: string;
  firmware?: string;
  bootLoader?: string;
  eeprom: string;
  vcd?: string;
  json?: true;
}

export function define(command: Command): Command {
  return command
    .addOption(
      new Option('--tcp <port>', 'port to listen on; 0 takes a free one').argParser(whole).default(3030),
    )
    .addOption(new Option('--host <address>', 'address to listen on').default('127.0.0.1'))
    .addOption(new Option('--firmware <file>', 'any Intel HEX file (default: carrybit’s firmware)'))
    .addOption(
      new Option(
        '--boot-loader <file>',
        'Intel HEX file of a boot loader, for flash-firmware (default: none)',
      ),
    )
    .addOption(new Option('--eeprom <file>', 'file that keeps the EEPROM').default(simulatedEeprom()))
    .addOption(vcdOption('every edge at every pin'))
    .addOption(jsonOption())
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  if (flags.tcp < 0 || flags.tcp > 65_535)
    throw new CommandError(`--tcp: expected 0–65535, got ${flags.tcp}`, EXIT.usage);
  const broken = failing();
  const recording = flags.vcd === undefined ? undefined : await growingFile(flags.vcd, broken.fail);
  const { uno, release } = await simulatedUno(flags, broken.fail);
  const { port, close } = await listen(uno, flags);
  const stopRecording = recording && recordPins(uno, recording.write);
  uno.start();
  const line = `${flags.host.includes(':') ? `[${flags.host}]` : flags.host}:${port}`;
  if (flags.json) {
    const { host, firmware = null, bootLoader = null, eeprom } = flags;
    process.stdout.write(`${JSON.stringify({ host, port, firmware, bootLoader, eeprom })}\n`);
  } else {
    say(
      `Simulated Uno running ${flags.firmware ?? 'carrybit’s firmware'}, EEPROM in ${flags.eeprom}.\n` +
        `Its serial port is TCP ${line}: socket://${line} for --port and pyserial, tcp:${line} for socat. Ctrl-C ends it.`,
      process.stderr,
    );
  }
  try {
    await Promise.race([interruption(), broken.promise]);
  } finally {
    uno.stop();
    stopRecording?.();
    recording?.close();
    await close();
    await release();
  }
}

async function listen(uno: Uno, { tcp, host }: Flags): Promise<TcpPort> {
  try {
    return await serveTcp(uno, { port: tcp, host });
  } catch (error) {
    const problem = PROBLEMS[(error as NodeJS.ErrnoException).code ?? ''];
    if (problem === undefined) throw error;
    throw new CommandError(`cannot listen on ${host}, port ${tcp}: ${problem}`);
  }
}

const PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program has this port; end it, or choose another port with --tcp (0 takes a free one)',
  EACCES: 'not permitted; choose a port from 1024 on with --tcp',
  EADDRNOTAVAIL: 'this machine does not have this address; leave --host out, or give one that it has',
  ENOTFOUND: 'no such host; leave --host out, or give an address of this machine',
  EAI_AGAIN: 'no such host; leave --host out, or give an address of this machine',
};

/** Rejects if the board, which runs on the event loop, fails. */
function failing(): { promise: Promise<never>; fail: (error: Error) => void } {
  let fail: (error: Error) => void = () => {};
  const promise = new Promise<never>((_, reject) => {
    fail = reject;
  });
  promise.catch(() => {});
  return { promise, fail };
}
