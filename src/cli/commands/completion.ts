import { Argument, type Command } from 'commander';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export function define(command: Command, whole: () => Promise<Command>): Command {
  return command
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText(
      'after',
      `
  bash  eval "$(carrybit completion bash)" in ~/.bashrc
  zsh   eval "$(carrybit completion zsh)" in ~/.zshrc, after compinit
  fish  carrybit completion fish > ~/.config/fish/completions/carrybit.fish`,
    )
    .action((shell) => run(shell, whole));
}

async function run(shell: (typeof SHELLS)[number], whole: () => Promise<Command>): Promise<void> {
  const [program, { programOptions, referenceOf }, scripts] = await Promise.all([
    whole(),
    import('../reference.ts'),
    import('../completion-scripts.ts'),
  ]);
  process.stdout.write(scripts[shell](referenceOf(program), programOptions(program)));
}
