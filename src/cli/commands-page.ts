import type { Command } from 'commander';
import { EXIT_MEANINGS } from './exit.ts';
import { programOptions, referenceOf } from './reference.ts';

/** Text in a cell of a table. */
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

function table(kind: string, rows: readonly (readonly [name: string, about: string])[]): string[] {
  if (rows.length === 0) return [];
  return [
    `| ${kind} | |`,
    '|---|---|',
    ...rows.map(([name, about]) => `| \`${name}\` | ${cell(about)} |`),
    '',
  ];
}

/** The reference of all commands, for docs/reference. */
export function commandsPage(program: Command): string {
  const commands = referenceOf(program);
  return [
    '# Commands',
    '',
    'Made of the definition of the commands by `docs/generate.mjs`; `carrybit COMMAND --help` prints the same.',
    '',
    ...table(
      'command',
      commands.map(({ name, about }) => [name, about]),
    ),
    'For all of them:',
    '',
    ...table(
      'option',
      programOptions(program).map(({ flags, about }) => [flags, about]),
    ),
    ...commands.flatMap(({ name, usage, about, arguments: given, options }) => [
      `## carrybit ${name}`,
      '',
      `${about[0]?.toUpperCase()}${about.slice(1)}.`,
      '',
      `\`carrybit ${name} ${usage}\``,
      '',
      ...table('argument, option', [
        ...given.map((each) => [each.name, each.about] as const),
        ...options.map(
          (each) => [each.flags, `${each.about}${each.variable ? `; or ${each.variable}` : ''}`] as const,
        ),
      ]),
    ]),
    '## Exit codes',
    '',
    ...table(
      'code',
      EXIT_MEANINGS.map(([code, meaning]) => [String(code), meaning]),
    ),
  ].join('\n');
}
