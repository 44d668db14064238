/** What a page shows as code. */
export interface Block {
  /** The info string: language, and a file's name or a word on how it is tested. */
  readonly language: string;
  readonly name: string;
  readonly text: string;
}

/** A command that a page shows, with the output below it. */
export interface Shown {
  readonly args: readonly string[];
  readonly output: string;
  /** Whether it takes a board or a queue, so that only its spelling can be tested. */
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
      // What another program makes of it is that program's test.
      args: wordsOf(line.split(/ (?:&&|\|) /)[0] ?? ''),
      output: at === lines.length - 1 && next?.language === '' ? next.text : '',
      needsBoard: name === 'board' || name === 'queue',
    }));
  });
}

/** Words as a shell takes them apart, with quotes. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
}

/** Text whose line ends mean nothing. */
export const words = (text: string) => text.trim().split(/\s+/).join(' ');
