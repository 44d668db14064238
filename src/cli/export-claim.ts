import type { FixedNetwork } from '../fixed/index.ts';
import type { Side } from '../machine/symbols.ts';
import { wordText } from '../machine/symbols.ts';
import type { Proven } from '../proof/index.ts';
import type { Task } from '../tasks/index.ts';
import { count } from '../view/counts.ts';
import { assumptions } from '../view/proof-lines.ts';
import { english } from '../view/proof-words.ts';

/** Characters of a line of comment. */
const MAX_COLUMNS = 110;

/** Maximum of symbols that are listed. */
const MAX_SYMBOLS = 64;

/** What a file with the fixed constants may claim about them, and what it assumes. */
export function claim(machine: Task, fixed: FixedNetwork, digest: string, proof: Proven | null): string[] {
  const { inputs, hidden, outputs } = fixed;
  const assumed = assumptions(machine);
  return [
    `The ${machine.name} of carrybit: ${count(inputs, 'input')}, ${count(hidden, 'state')}, ${count(outputs, 'output')}.`,
    proof === null
      ? 'NOT PROVEN.'
      : `Proven for streams of any length: ${count(proof.pairs.nodes, 'reachable pair')}.`,
    `Constants: SHA-256 ${digest}.`,
    ...side(machine, 'inputs'),
    ...side(machine, 'outputs'),
    ...(assumed.length === 0
      ? []
      : wrapped(`${english.assumed(assumed)} After any other the outputs are undefined until a reset.`)),
  ];
}

/** The bits of one side, and the words that have names. */
function side(machine: Task, which: Side): string[] {
  const title = which === 'inputs' ? 'Inputs' : 'Outputs';
  const symbols = machine.symbols?.[which] ?? [];
  const named = symbols
    .slice(0, MAX_SYMBOLS)
    .map(([name, word]) => `${name} = ${wordText({ ...machine, symbols: undefined }, which, word)}`);
  const more = symbols.length > MAX_SYMBOLS ? ` and ${symbols.length - MAX_SYMBOLS} more` : '';
  return wrapped(
    `${title}, bit 0 first: ${machine[which].join(', ')}${named.length > 0 ? `; symbols: ${named.join(', ')}${more}` : ''}.`,
  );
}

/** A line broken at blanks; no word is broken. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < MAX_COLUMNS)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
