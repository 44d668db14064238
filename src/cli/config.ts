import { readFileSync, statSync } from 'node:fs';
import { JsonError, parseJson } from '../machine/json.ts';
import { CommandError, EXIT } from './exit.ts';

/** A file for settings that options would have to repeat. It is read in the folder in which a command runs. */
export const CONFIG_FILE = 'carrybit.config.json';

/** The settings in the file. Options and CARRYBIT_PORT take precedence. */
export const CONFIG_FIELDS = {
  port: 'as --port: the port of the board',
  pins: 'as --pins: which pins, such as a=2,b=3',
  folder:
    'as --out of train: the folder of networks and of the simulated board’s EEPROM (trained, if it is not set)',
} as const;

export type Config = { readonly [Field in keyof typeof CONFIG_FIELDS]?: string };

let known: Config | undefined;

/** The contents of {@link CONFIG_FILE}. @throws CommandError naming the place of an error in it */
export function config(): Config {
  known ??= parseConfig(textOf());
  return known;
}

/** The folder of networks. */
export const defaultFolder = (): string => config().folder ?? 'trained';

/** `train` writes its network here, and every other command reads it here. */
export const defaultNetwork = (): string => `${defaultFolder()}/network.json`;

/** The file in which every command keeps the EEPROM of the simulated Uno. */
export const simulatedEeprom = (): string => `${defaultFolder()}/sim-eeprom.bin`;

function textOf(): string {
  const found = statSync(CONFIG_FILE, { throwIfNoEntry: false });
  if (found === undefined) return '{}';
  if (!found.isFile()) throw wrong(undefined, 'expected a file, got a folder, a device or a pipe');
  if (found.size > 2 ** 16) throw wrong(undefined, `expected at most ${2 ** 16} bytes, got ${found.size}`);
  return readFileSync(CONFIG_FILE, 'utf8').replace(/^\uFEFF/, '');
}

/** @throws CommandError */
export function parseConfig(text: string): Config {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw wrong(error.line, error.problem);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(
      1,
      `expected an object with ${Object.keys(CONFIG_FIELDS).join(', ')}, got ${text.trim().slice(0, 40)}`,
    );
  for (const [field, given] of Object.entries(value)) {
    const line = lineOf(text, text.indexOf(JSON.stringify(field)));
    if (!Object.hasOwn(CONFIG_FIELDS, field))
      throw wrong(
        line,
        `expected one of ${Object.keys(CONFIG_FIELDS).join(', ')}, got ${JSON.stringify(field)}`,
      );
    if (typeof given !== 'string' || given.trim() === '')
      throw wrong(line, `${field}: expected text, got ${JSON.stringify(given)}`);
  }
  return value as Config;
}

/** The number of the line, from 1, that contains a character. */
function lineOf(text: string, at: number): number | undefined {
  return at < 0 ? undefined : text.slice(0, at).split('\n').length;
}

function wrong(line: number | undefined, problem: string): CommandError {
  return new CommandError(
    `${CONFIG_FILE}${line === undefined ? '' : `, line ${line}`}: ${problem}`,
    EXIT.usage,
  );
}
