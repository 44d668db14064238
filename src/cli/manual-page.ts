import type { Command } from 'commander';
import { version } from '../version.ts';
import { CONFIG_FIELDS, CONFIG_FILE } from './config.ts';
import { EXIT_MEANINGS } from './exit.ts';
import { programOptions, referenceOf } from './reference.ts';

/** Text escaped for roff: no escapes, no requests, real hyphens. */
const roff = (text: string) =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&');

const item = (term: string, about: string) => `.TP\n.B ${roff(term)}\n${roff(about)}`;

/** The manual page of a program in roff. */
export function manualPage(program: Command): string {
  const commands = referenceOf(program).map(({ name, usage, about, arguments: given, options }) =>
    [
      `.SS "carrybit ${name} ${roff(usage)}"`,
      roff(about),
      ...given.map((each) => item(each.name, each.about)),
      ...options.map((each) => item(each.flags, each.about)),
    ].join('\n'),
  );
  return `${[
    `.TH CARRYBIT 1 "" "carrybit ${version()}" "User Commands"`,
    '.SH NAME',
    `carrybit \\- ${roff(program.description().replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    '.B carrybit\n.I command\n[options] [arguments]',
    '.SH OPTIONS',
    ...programOptions(program).map(({ flags, about }) => item(flags, about)),
    '.SH COMMANDS',
    ...commands,
    '.SH EXIT STATUS',
    ...EXIT_MEANINGS.map(([code, meaning]) => item(String(code), meaning)),
    '.SH ENVIRONMENT',
    item('CARRYBIT_PORT', 'the port of the board, where --port does not say it'),
    item('NO_COLOR', 'print without colours'),
    item('FORCE_COLOR', 'print colours into files and pipes, too'),
    '.SH FILES',
    item(CONFIG_FILE, 'in the folder that a command runs in: a JSON object with any of'),
    '.RS',
    ...Object.entries(CONFIG_FIELDS).map(([field, about]) => item(field, about)),
    '.RE',
    item('trained/network.json', 'the network that commands use unless another one is named'),
  ].join('\n')}\n`;
}
