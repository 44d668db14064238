import { quoted } from '../drawing.ts';
import { UNSPECIFIED } from '../machine.ts';
import { type Side, wordText } from '../symbols.ts';
import type { Parsed } from './parsed.ts';

/**
 * Writes a Mealy machine in DOT, one edge for each transition, as other programs read it. Symbols are written by name,
 * words without a name as bits.
 *
 * @returns the text, and what DOT could not express
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
    const known = new Set(list.map(([, word]) => word));
    const plain = list.every(([symbol]) => !symbol.includes('/') && symbol.trim() === symbol);
    if (whole && plain && written.every((word) => known.has(word))) return list;
    lost.push(
      `Names of ${side} are left out: some word has none or matters in part, or a name holds a slash.`,
    );
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
  const text = [
    `digraph ${quoted(name)} {`,
    ...inputs.map((each, bit) => `  input${bit}=${quoted(each)};`),
    ...outputs.map((each, bit) => `  output${bit}=${quoted(each)};`),
    '  __start0 [label="" shape="none"];',
    ...states.map((state, index) => `  s${index} [shape="circle" label=${quoted(state)}];`),
    ...steps.map((at) => {
      const input = wordText(named, 'inputs', at % words);
      const label = wordText(named, 'outputs', output[at] as number, care[at]);
      return `  s${Math.floor(at / words)} -> s${next[at]} [label=${quoted(`${input} / ${label}`)}];`;
    }),
    `  __start0 -> s${initial};`,
    '}',
    '',
  ].join('\n');
  return { text, lost };
}
