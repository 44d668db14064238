import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { expect, test } from 'vitest';
import { usageError } from '../../src/cli/usage-error.ts';

/** What commander says of arguments, in our form. */
function refusalOf(...args: string[]): string {
  let said = '';
  const positive = (text: string) => {
    if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Expected 1 or more.');
    return Number(text);
  };
  const named = (text: string) => {
    throw new InvalidArgumentError(`expected a name, got ${text}.`);
  };
  const command = new Command('it')
    .addOption(new Option('-t, --task <name>', 'task').choices(['adder', 'parity']))
    .addOption(new Option('--count <n>', 'count').argParser(positive))
    .addOption(new Option('--proxy <name>', 'proxy').argParser(named))
    .addArgument(new Argument('[shell]', 'shell').choices(['bash', 'zsh']))
    .configureOutput({
      outputError: (text) => {
        said = usageError(text);
      },
    })
    .exitOverride();
  expect(() => command.parse(args, { from: 'user' })).toThrow();
  return said;
}

test.each([
  [['--task', 'sum'], '--task: expected one of adder, parity, got sum'],
  [['-t', "it's"], "--task: expected one of adder, parity, got it's"],
  [['--count', 'two\nlines'], '--count: expected 1 or more, got two\nlines'],
  [['--proxy', 'a b'], '--proxy: expected a name, got a b'],
  [['tcsh'], 'shell: expected one of bash, zsh, got tcsh'],
  [['--tsak', 'adder'], "unknown option '--tsak'\n(Did you mean --task?)"],
])('%j is refused in one form', (args, message) => {
  expect(refusalOf(...args)).toBe(message);
});
