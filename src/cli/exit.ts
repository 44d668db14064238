import type { BoardProblem } from '../board/index.ts';

/** Exit codes: documented in the README, stable. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  notProven: 3,
  noBoard: 4,
  boardRefused: 5,
  startsExhausted: 6,
  foreignBoard: 7,
  firmwareVersion: 8,
  boardLost: 9,
  wrongAnswer: 10,
  pluginFailed: 11,
  noPackage: 12,
  sweepFile: 13,
  noQueue: 14,
  queuePassword: 15,
  queueEvicting: 16,
  queueRefused: 17,
  diskFull: 18,
  jobFailed: 19,
  sweepBusy: 20,
  interrupted: 130,
  terminated: 143,
} as const;

/** What each exit code means. */
export const EXIT_MEANINGS: readonly (readonly [code: number, meaning: string])[] = [
  [EXIT.done, 'done'],
  [EXIT.failed, 'failed; the message says where and why'],
  [EXIT.usage, 'wrong usage, or a machine, network, recording or weight file that is not valid or not there'],
  [EXIT.notProven, 'not proven'],
  [EXIT.noBoard, 'no board, or several: the message lists the ports for --port'],
  [EXIT.boardRefused, 'the board refused'],
  [EXIT.startsExhausted, 'no start was proven within --max-starts'],
  [EXIT.foreignBoard, 'the device at the port is not a carrybit board'],
  [EXIT.firmwareVersion, 'the board’s firmware is too old, or newer than carrybit'],
  [EXIT.boardLost, 'the board was lost, was reset, or stopped answering'],
  [EXIT.wrongAnswer, 'the board sent a wrong byte or took a wrong transition'],
  [EXIT.pluginFailed, 'an io plugin failed, or never became ready'],
  [EXIT.noPackage, 'carrybit-sweep is not installed, or has another version'],
  [EXIT.sweepFile, 'a sweep file, or a machine it names, is not valid'],
  [EXIT.noQueue, 'Redis cannot be reached'],
  [EXIT.queuePassword, 'Redis refuses this user or password'],
  [EXIT.queueEvicting, 'Redis drops keys when it is full'],
  [EXIT.queueRefused, 'Redis takes no jobs'],
  [EXIT.diskFull, 'a sweep cannot be saved: the disk is full'],
  [EXIT.jobFailed, 'a job of a sweep failed too often'],
  [EXIT.sweepBusy, 'another sweep uses this folder'],
  [EXIT.interrupted, 'ended by Ctrl-C'],
  [EXIT.terminated, 'ended by SIGTERM'],
];

/** Ends a command that cannot do what was asked. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** A line of text and an exit code, for anything that a command can throw. */
export function explainError(error: unknown): { message: string; exitCode: number } {
  if (!(error instanceof Error)) return { message: String(error), exitCode: EXIT.failed };
  const { name, message } = error;
  const { code, path, exitCode, setting, value, allowed, problem } = error as Error & Record<string, unknown>;
  if (name === 'CommandError') return { message, exitCode: exitCode as number };
  if (name === 'SettingError')
    return { message: `${flag(setting)}: expected ${allowed}, got ${value}`, exitCode: EXIT.usage };
  if (name === 'MachineFileError' || name === 'MachineError' || name === 'NetworkFileError')
    return { message, exitCode: EXIT.usage };
  if (name === 'PinError') {
    const isGiven = process.argv.some((word) => /^--pins(=|$)/.test(word));
    return {
      message: `${isGiven ? '--pins' : 'carrybit.config.json: pins'}: ${message}`,
      exitCode: EXIT.usage,
    };
  }
  if (code === 'CARRYBIT_INVALID_ARGUMENT') return { message, exitCode: EXIT.usage };
  if (name === 'CertificateError')
    return { message: `the certificate does not hold: ${message}`, exitCode: EXIT.notProven };
  if (name === 'BoardError') return { message, exitCode: BOARD_PROBLEMS[problem as BoardProblem] };
  if (name === 'SweepError') return { message, exitCode: SWEEP_PROBLEMS[String(problem)] ?? EXIT.failed };
  if (typeof code === 'string' && code in FILE_PROBLEMS) {
    return {
      message: `${path ?? 'file'}: ${FILE_PROBLEMS[code]}${code === 'ENOENT' ? hint(String(path)) : ''}`,
      exitCode: EXIT.failed,
    };
  }
  return { message, exitCode: EXIT.failed };
}

/** How to get a file that does not exist. */
function hint(path: string): string {
  if (path.endsWith('.certificate.json')) return '; it belongs beside its network file, copy both';
  return path.endsWith('.json') ? '; carrybit train makes trained/network.json' : '';
}

const BOARD_PROBLEMS: Readonly<Record<BoardProblem, number>> = {
  absent: EXIT.noBoard,
  foreign: EXIT.foreignBoard,
  version: EXIT.firmwareVersion,
  lost: EXIT.boardLost,
  silent: EXIT.boardLost,
  reset: EXIT.boardLost,
  refused: EXIT.boardRefused,
  wrong: EXIT.wrongAnswer,
};

/** The errors of carrybit-sweep, which may not be installed. */
const SWEEP_PROBLEMS: Readonly<Record<string, number>> = {
  file: EXIT.sweepFile,
  unreachable: EXIT.noQueue,
  password: EXIT.queuePassword,
  evicting: EXIT.queueEvicting,
  refused: EXIT.queueRefused,
  disk: EXIT.diskFull,
  job: EXIT.jobFailed,
  busy: EXIT.sweepBusy,
};

/** What the system's error codes mean, and what to do. */
export const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied; choose another place or change the permissions',
  EPERM: 'not permitted; choose another place or change the permissions',
  EISDIR: 'expected a file, got a folder',
  EINVAL: 'expected a file, got a device or a pipe',
  ENOTDIR: 'expected folders in this path, got a file among them',
  EROFS: 'the file system is read-only; choose another place',
  ENOSPC: 'the disk is full; free some space',
  EDQUOT: 'the disk quota is used up; free some space',
  EFBIG: 'the file would exceed the size limit of this shell (ulimit -f)',
  ELOOP: 'the symbolic links lead in a circle; choose another file',
  ENAMETOOLONG: 'the name is too long; choose a shorter one',
};

/** `testSamples` → `--test-samples`. */
function flag(setting: unknown): string {
  return `--${String(setting).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
