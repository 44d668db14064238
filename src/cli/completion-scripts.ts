import type { CommandReference, OptionReference, Value } from './reference.ts';

type Script = (commands: readonly CommandReference[], common: readonly OptionReference[]) => string;

/** Text in single quotes, for bash and zsh. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** For bash from 3.2 on, without the package bash-completion. */
export const bash: Script = (commands, common) => {
  const complete = (value: Value) => {
    if (value.kind === 'words') return `compgen -W ${quoted(value.words.join('\n'))} -- "$word"`;
    return { file: 'compgen -f -- "$word"', folder: 'compgen -d -- "$word"', text: ':' }[value.kind];
  };
  const cases = commands.flatMap(({ name, options }) =>
    options.flatMap(({ long, value }) =>
      value === undefined ? [] : [`    ${quoted(`${name} ${long}`)}) ${complete(value)} ;;`],
    ),
  );
  const words = commands.map(({ name, arguments: [first], options }) => {
    const longs = [...options, ...common].map(({ long }) => long).join('\n');
    return `    ${name}) if [[ $word == -* ]]; then compgen -W ${quoted(longs)} -- "$word"; else ${complete(first?.value ?? { kind: 'text' })}; fi ;;`;
  });
  const first = [...commands.map(({ name }) => name), ...common.map(({ long }) => long)];
  return `# carrybit's completion for bash, printed by: carrybit completion bash
_carrybit_words() {
  local word=$1 before=$2 command=$3 position=$4 IFS=$'\\n'
  if [[ $position -eq 1 ]]; then compgen -W ${quoted(first.join('\n'))} -- "$word"; return; fi
  case "$command $before" in
${cases.join('\n')}
    *) case "$command" in
${words.map((line) => `  ${line}`).join('\n')}
    esac ;;
  esac
}
_carrybit() {
  local IFS=$'\\n'
  COMPREPLY=($(_carrybit_words "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[COMP_CWORD-1]}" "\${COMP_WORDS[1]}" "$COMP_CWORD"))
}
complete -o filenames -F _carrybit carrybit
`;
};

/** For zsh, evaluated after compinit or kept as _carrybit in $fpath. */
export const zsh: Script = (commands, common) => {
  const action = (value: Value) =>
    value.kind === 'words'
      ? `(${value.words.join(' ')})`
      : { file: '_files', folder: '_files -/', text: '' }[value.kind];
  const about = (text: string) => text.replace(/[[\]\\:]/g, '\\$&');
  const option = ({ long, about: said, value }: OptionReference) =>
    quoted(`${long}[${about(said)}]${value === undefined ? '' : `:value:${action(value)}`}`);
  const cases = commands.map(({ name, arguments: given, options }) => {
    const words = given.map(({ name: word, about: said, value }) =>
      quoted(
        `${word.includes('...') ? '*' : word.startsWith('[') ? ':' : ''}:${about(said)}:${action(value)}`,
      ),
    );
    return `    ${name}) _arguments ${[...[...options, ...common].map(option), ...words].join(' \\\n      ')} ;;`;
  });
  return `#compdef carrybit
# carrybit's completion for zsh, printed by: carrybit completion zsh
_carrybit() {
  local -a commands
  commands=(
${commands.map(({ name, about: said }) => `    ${quoted(`${name}:${about(said)}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words
  (( CURRENT -= 1 ))
  case $command in
${cases.join('\n')}
  esac
}
if [[ $funcstack[1] == _carrybit ]]; then _carrybit "$@"; else compdef _carrybit carrybit; fi
`;
};

/** For fish from 3 on. */
export const fish: Script = (commands, common) => {
  const text = (said: string) => `'${said.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const option = (where: string, { long, about, value }: OptionReference) => {
    const takes = {
      words: ' -x',
      file: ' -r -F',
      folder: ' -x -a "(__fish_complete_directories)"',
      text: ' -x',
    };
    const named = `complete -c carrybit${where} -l ${long.slice(2)}`;
    const described = `${named}${value ? takes[value.kind] : ''} -d ${text(about)}`;
    // The words are in a line of their own; otherwise fish would show the text of the option for each of them.
    return value?.kind === 'words'
      ? `${named} -x -a ${text(value.words.join(' '))}\n${described}`
      : described;
  };
  const lines = commands.flatMap(({ name, about, arguments: [first], options }) => {
    const where = ` -n '__fish_seen_subcommand_from ${name}'`;
    const words =
      first?.value.kind === 'words'
        ? [`complete -c carrybit${where} -a ${text(first.value.words.join(' '))}`]
        : first?.value.kind === 'file'
          ? [`complete -c carrybit${where} -F`]
          : [];
    return [
      `complete -c carrybit -n __fish_use_subcommand -a ${name} -d ${text(about)}`,
      ...options.map((each) => option(where, each)),
      ...words,
    ];
  });
  return `# carrybit's completion for fish, printed by: carrybit completion fish
complete -c carrybit -f
${common.map((each) => option('', each)).join('\n')}
${lines.join('\n')}
`;
};
