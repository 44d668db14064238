/** A block of code on a page. */
export interface Block {
  /** From the info string: the language, and a file's name or how the block is tested. */
  readonly language: string;
  readonly name: string;
  readonly text: string;
}

/** A command that a page shows, with the output below it. */
export interface Shown {
  readonly args: readonly string[];
  readonly output: string;
  /** Whether it needs a board or a queue; then only its options are tested. */
  readonly needsBoard: boolean;
}

/** The fenced blocks of a page of Markdown; those that are indented instead are commands for a shell. */
export function blocksOf(page: string): Block[] {
  const pattern = /^```(\w*) ?([^\n]*)\n(.*?)^```$|((?:^ {4}npx [^\n]*\n)+)/gms;
  return [...page.matchAll(pattern)].map(([, language = '', name = '', text = '', indented]) =>
    indented === undefined ? { language, name, text } : { language: 'sh', name: '', text: indented },
  );
}

/** The commands of a page in their order. */
export function commandsOf(page: string): Shown[] {
  const blocks = blocksOf(page);
  return blocks.flatMap(({ language, name, text }, index) => {
    if (language !== 'sh') return [];
    const lines = text.split('\n').flatMap((line) => /^ *npx carrybit ([^#\n]*)/.exec(line)?.[1] ?? []);
    const next = blocks[index + 1];
    return lines.map((line, at) => ({
      // What comes after a pipe is another program.
      args: wordsOf(line.split(/ (?:&&|\|) /)[0] ?? ''),
      output: at === lines.length - 1 && next?.language === '' ? next.text : '',
      needsBoard: name === 'board' || name === 'queue',
    }));
  });
}

/** Splits a line into words as a shell does, with quotes. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
}

/** Text without line breaks. */
export const words = (text: string) => text.trim().split(/\s+/).join(' ');
