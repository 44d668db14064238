import { cubes } from '../cubes.ts';
import { UNSPECIFIED } from '../machine.ts';
import { shown } from './format-error.ts';
import { ANY } from './kiss2.ts';
import type { Parsed } from './parsed.ts';

/** Names in KISS2 have no white space, no `#` and no `.` at the beginning. */
const NAME = /^[^\s#.*-][^\s#]*$/;

/**
 * Writes KISS2. Rows of one state that do the same are joined into cubes. Names that KISS2 cannot hold are changed.
 *
 * @returns the text, and what KISS2 could not express
 */
export function kiss2Text({ machine }: Pick<Parsed, 'machine'>): { text: string; lost: string[] } {
  const { inputs, outputs, initial, next, output, care } = machine;
  const lost: string[] = [];
  const states = plainNames('state', machine.states, lost);
  const words = 2 ** inputs.length;
  const bits = (width: number, word: number, mask: number) =>
    Array.from({ length: width }, (_, bit) => ((mask >> bit) & 1 ? (word >> bit) & 1 : '-')).join('');
  const rows = states.flatMap((state, from) => {
    const steps = new Map<string, number[]>();
    for (let word = 0; word < words; word++) {
      const at = from * words + word;
      if (next[at] === UNSPECIFIED) continue;
      const does = `${states[next[at] as number]} ${bits(outputs.length, output[at] as number, care[at] as number)}`;
      const known = steps.get(does);
      if (known === undefined) steps.set(does, [word]);
      else known.push(word);
    }
    return [...steps].flatMap(([does, which]) =>
      cubes(which, inputs.length).map(
        ({ value, care: fixed }) => `${bits(inputs.length, value, fixed)} ${state} ${does}`,
      ),
    );
  });
  const text = [
    ...(NAME.test(machine.name) ? [`.model ${machine.name}`] : []),
    `.i ${inputs.length}`,
    `.o ${outputs.length}`,
    `.ilb ${plainNames('input', inputs, lost).join(' ')}`,
    `.ob ${plainNames('output', outputs, lost).join(' ')}`,
    `.p ${rows.length}`,
    `.s ${states.length}`,
    `.r ${states[initial]}`,
    ...rows,
    '.e',
    '',
  ].join('\n');
  return { text, lost };
}

/** Names of one word each, all different. */
function plainNames(what: string, names: readonly string[], lost: string[]): string[] {
  const taken = new Set(names.filter((name) => NAME.test(name) && !ANY.has(name)));
  return names.map((name) => {
    if (NAME.test(name) && !ANY.has(name)) return name;
    const base = name.replace(/[\s#]+/g, '_').replace(/^[.*-]/, '_') || '_';
    let plain = base;
    for (let copy = 2; taken.has(plain) || ANY.has(plain); copy++) plain = `${base}_${copy}`;
    taken.add(plain);
    lost.push(`The ${what} ${shown(name)} is written as ${plain}.`);
    return plain;
  });
}
