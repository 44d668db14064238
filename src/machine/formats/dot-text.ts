import { cubes } from '../cubes.ts';
import { quoted } from '../drawing.ts';
import { type Machine, UNSPECIFIED } from '../machine.ts';
import { type Named, type Side, wordText } from '../symbols.ts';
import { namesProblem } from './dot-names.ts';
import { FormatError } from './format-error.ts';
import { MAX_DOT_CHARACTERS } from './limits.ts';
import type { Parsed } from './parsed.ts';

/**
 * Writes a Mealy machine in DOT, one edge for each transition, as other programs read it. Symbols are written by name,
 * words without a name as bits. If that would be more than is read, steps between two states are joined.
 *
 * @returns the text, and what DOT could not express
 * @throws FormatError for a machine that is too large all the same
 */
export function dotText({ machine, symbols }: Pick<Parsed, 'machine' | 'symbols'>): {
  text: string;
  lost: string[];
} {
  const { name, inputs, outputs, states, initial, next, output, care } = machine;
  const words = 2 ** inputs.length;
  const all = 2 ** outputs.length - 1;
  const steps = Array.from(next.keys()).filter((at) => next[at] !== UNSPECIFIED);
  const lost: string[] = [];
  // A reader takes either symbols or bits, so each side is written in one of these forms.
  const useful = (side: Side, written: readonly number[], whole: boolean) => {
    const list = symbols?.[side];
    if (list === undefined) return undefined;
    const problem = namesProblem(side, list, written, whole);
    if (problem === undefined) return list;
    lost.push(`Names of ${side} are left out: ${problem}.`);
    return undefined;
  };
  const outputWords = steps.map((at) => output[at] as number);
  const named = {
    ...{ inputs, outputs },
    symbols: {
      inputs: useful(
        'inputs',
        steps.map((at) => at % words),
        true,
      ),
      outputs: useful(
        'outputs',
        outputWords,
        steps.every((at) => care[at] === all),
      ),
    },
  };
  const head = [
    `digraph ${quoted(name)} {`,
    ...inputs.map((each, bit) => `  input${bit}=${quoted(each)};`),
    ...outputs.map((each, bit) => `  output${bit}=${quoted(each)};`),
    '  __start0 [label="" shape="none"];',
    ...states.map((state, index) => `  s${index} [shape="circle" label=${quoted(state)}];`),
  ];
  const withEdges = (edges: string[]) =>
    [...head, ...edges, `  __start0 -> s${initial};`, '}', ''].join('\n');
  // Most machines of many steps would be far too large.
  if (steps.length * MIN_EDGE_CHARACTERS <= MAX_DOT_CHARACTERS) {
    const text = withEdges(
      steps.map((at) => {
        const input = wordText(named, 'inputs', at % words);
        return edge(Math.floor(at / words), next[at] as number, [
          `${input} / ${outputText(machine, named, at)}`,
        ]);
      }),
    );
    if (text.length <= MAX_DOT_CHARACTERS) return { text, lost };
  }
  const text = withEdges(joinedEdges(machine, named));
  checkLength(text.length);
  lost.push(
    'An edge has all steps between two states, one a line, and - for both values of a bit; DOT would be too large otherwise.',
  );
  return { text, lost };
}

/** Characters of a line with an edge, at least. */
const MIN_EDGE_CHARACTERS = 30;

function edge(from: number, to: number, lines: readonly string[]): string {
  return `  s${from} -> s${to} [label=${quoted(lines.join('\n'))}];`;
}

function outputText({ output, care }: Machine, named: Named, at: number): string {
  return wordText(named, 'outputs', output[at] as number, care[at]);
}

/** An edge for each two states; inputs with the same output stand together as cubes, if they are bits. */
function joinedEdges(machine: Machine, named: Named): string[] {
  const { inputs, states, next } = machine;
  const words = 2 ** inputs.length;
  const edges: string[] = [];
  let characters = 0;
  for (const from of states.keys()) {
    const targets = new Map<number, Map<string, number[]>>();
    for (let word = 0; word < words; word++) {
      const to = next[from * words + word] as number;
      if (to === UNSPECIFIED) continue;
      const outputs = targets.get(to) ?? new Map<string, number[]>();
      targets.set(to, outputs);
      const text = outputText(machine, named, from * words + word);
      const same = outputs.get(text);
      if (same === undefined) outputs.set(text, [word]);
      else same.push(word);
    }
    for (const [to, outputs] of targets) {
      const lines = [...outputs].flatMap(([output, same]) =>
        inputTexts(named, same).map((input) => `${input} / ${output}`),
      );
      const text = edge(from, to, lines);
      edges.push(text);
      characters += text.length;
      checkLength(characters);
    }
  }
  return edges;
}

function inputTexts(named: Named, words: readonly number[]): string[] {
  if (named.symbols?.inputs !== undefined) return words.map((word) => wordText(named, 'inputs', word));
  return cubes(words, named.inputs.length).map(({ value, care }) => wordText(named, 'inputs', value, care));
}

/** @throws FormatError */
function checkLength(characters: number): void {
  if (characters > MAX_DOT_CHARACTERS)
    throw new FormatError(
      undefined,
      `the machine is too large for DOT: expected at most ${MAX_DOT_CHARACTERS} characters, got more; take KISS2 or JSON`,
    );
}
