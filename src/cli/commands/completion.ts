import { Argument, type Command } from 'commander';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export function define(command: Command): Command {
  return command
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText(
      'after',
      `
  bash  eval "$(carrybit completion bash)" in ~/.bashrc
  zsh   eval "$(carrybit completion zsh)" in ~/.zshrc, after compinit
  fish  carrybit completion fish > ~/.config/fish/completions/carrybit.fish`,
    )
    .action(run);
}

async function run(shell: (typeof SHELLS)[number]): Promise<void> {
  const [{ programOf }, { programOptions, referenceOf }, scripts] = await Promise.all([
    import('../program.ts'),
    import('../reference.ts'),
    import('../completion-scripts.ts'),
  ]);
  const program = await programOf();
  process.stdout.write(scripts[shell](referenceOf(program), programOptions(program)));
}
