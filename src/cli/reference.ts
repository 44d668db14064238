import type { Argument, Command, Option } from 'commander';

/** An option or argument of a command. */
export type Value =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'file' | 'folder' | 'text' };

export interface OptionReference {
  /** As `--out`. */
  readonly long: string;
  /** As `--out <folder>`. */
  readonly flags: string;
  readonly about: string;
  /** Absent for an option without one. */
  readonly value?: Value;
  /** The environment variable for the same setting. */
  readonly variable?: string | undefined;
}

export interface ArgumentReference {
  /** As `[network]`. */
  readonly name: string;
  readonly about: string;
  readonly value: Value;
}

export interface CommandReference {
  readonly name: string;
  readonly about: string;
  /** As `[options] [network]`. */
  readonly usage: string;
  readonly arguments: readonly ArgumentReference[];
  readonly options: readonly OptionReference[];
}

/** Every command of a program as data. */
export function referenceOf(program: Command): CommandReference[] {
  return program.commands.map((command) => ({
    name: command.name(),
    about: command.description(),
    usage: command.usage(),
    arguments: command.registeredArguments.map(argumentReference),
    options: command.options.filter(({ hidden }) => !hidden).map(optionReference),
  }));
}

/** The options of the program itself. */
export const programOptions = (program: Command): OptionReference[] => program.options.map(optionReference);

function optionReference(option: Option): OptionReference {
  const { flags, long, argChoices, envVar, required, optional } = option;
  return {
    long: long ?? flags,
    flags,
    about: aboutOf(option),
    ...((required || optional) && { value: wordOf(flags, argChoices) }),
    variable: envVar,
  };
}

function argumentReference(argument: Argument): ArgumentReference {
  const { required, variadic, argChoices } = argument;
  const name = `${argument.name()}${variadic ? '...' : ''}`;
  return {
    name: required ? `<${name}>` : `[${name}]`,
    about: aboutOf(argument),
    value: wordOf(name === 'network' ? '<file>' : `<${name}>`, argChoices),
  };
}

/** What it does, with its choices and its default. */
function aboutOf({
  description,
  argChoices,
  defaultValue,
  defaultValueDescription,
}: Option | Argument): string {
  const more = [
    argChoices && `one of ${argChoices.join(', ')}`,
    defaultValue !== undefined && `default: ${defaultValueDescription ?? defaultValue}`,
    defaultValue === undefined && defaultValueDescription && `default: ${defaultValueDescription}`,
  ].filter(Boolean);
  return more.length === 0 ? description : `${description} (${more.join('; ')})`;
}

/** The name between the brackets. */
function wordOf(flags: string, choices: readonly string[] | undefined): Value {
  if (choices !== undefined) return { kind: 'words', words: choices };
  const [, name = ''] = /[<[](\w+)/.exec(flags) ?? [];
  if (name === 'file' || name === 'path') return { kind: 'file' };
  return { kind: name === 'folder' ? 'folder' : 'text' };
}
