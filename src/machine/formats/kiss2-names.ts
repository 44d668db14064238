import type { Machine } from '../machine.ts';
import type { NamedWord, Side, Symbols } from '../symbols.ts';
import { isName } from './draft.ts';
import { shown } from './format-error.ts';

/**
 * Names that KISS2 cannot hold stand in comments, one a line, which other readers skip: `#.state one_coin "one coin"`,
 * `#.in 10 "coin"` for a word of the inputs.
 */
const KINDS = ['name', 'input', 'output', 'state', 'in', 'out'] as const;
type Kind = (typeof KINDS)[number];

const COMMENT = /^#\.(\w+)(?:[ \t]+([^\s"]+))?[ \t]+("(?:[^"\\]|\\.)*")[ \t]*$/;

/** @param key what the file has instead: a plain name, or bits */
export const nameComment = (kind: Kind, key: string, name: string): string =>
  `#.${[kind, key, JSON.stringify(name)].filter(Boolean).join(' ')}`;

interface Entry {
  readonly key: string;
  readonly name: string;
  readonly line: number;
}

/** Names in the comments of a file. */
export class KissNames {
  readonly #entries = new Map<Kind, Entry[]>();
  readonly #notes: string[];

  /** @param notes gets what is not used */
  constructor(notes: string[]) {
    this.#notes = notes;
  }

  /** Takes a line that may be such a comment. */
  take(text: string, line: number): void {
    const [, kind = '', key = '', quoted = ''] = COMMENT.exec(text) ?? [];
    if (!KINDS.includes(kind as Kind)) return;
    const name = unquoted(quoted);
    if (name === undefined || !isName(name)) this.#ignore(line, quoted);
    else this.#list(kind as Kind).push({ key, name, line });
  }

  /** The machine with its own names, and the names of its words. */
  apply(machine: Machine): { machine: Machine; symbols?: Symbols } {
    const [title] = this.#list('name');
    const symbols = {
      ...this.#words('inputs', 'in', machine),
      ...this.#words('outputs', 'out', machine),
    };
    return {
      machine: {
        ...machine,
        name: title?.name ?? machine.name,
        inputs: this.#renamed('input', machine.inputs),
        outputs: this.#renamed('output', machine.outputs),
        states: this.#renamed('state', machine.states),
      },
      ...(Object.keys(symbols).length > 0 && { symbols }),
    };
  }

  #renamed(kind: Kind, names: readonly string[]): readonly string[] {
    const renamed = [...names];
    for (const { key, name, line } of this.#list(kind)) {
      const at = names.indexOf(key);
      if (at < 0 || renamed.includes(name)) this.#ignore(line, name);
      else renamed[at] = name;
    }
    return renamed;
  }

  #words(side: Side, kind: Kind, machine: Machine): Symbols {
    const words: NamedWord[] = [];
    for (const { key, name, line } of this.#list(kind)) {
      const word = [...key].reduce((sum, bit, index) => sum | (Number(bit) << index), 0);
      const isTaken = words.some(([other, one]) => other === name || one === word);
      if (key.length !== machine[side].length || /[^01]/.test(key) || isTaken) this.#ignore(line, name);
      else words.push([name, word]);
    }
    return words.length > 0 ? { [side]: words } : {};
  }

  #list(kind: Kind): Entry[] {
    const entries = this.#entries.get(kind) ?? [];
    this.#entries.set(kind, entries);
    return entries;
  }

  #ignore(line: number, name: string): void {
    this.#notes.push(`Line ${line}: the name ${shown(name)} is not used: it fits nothing, or is taken.`);
  }
}

function unquoted(text: string): string | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
