import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { carrybit } from './carrybit.ts';

/** A coffee machine with symbols, in DOT as AALpy writes it. */
export const coffee = `digraph coffee {
  __start0 [label="" shape="none"];
  empty -> paid [label="coin / beep"];
  empty -> empty [label="button / none"];
  paid -> paid [label="coin / beep"];
  paid -> empty [label="button / coffee"];
  __start0 -> empty;
}
`;

/** Trains a network of it with a bit for each symbol: `network.json` in this folder. */
export async function trainCoffee(folder: string): Promise<void> {
  writeFileSync(join(folder, 'coffee.dot'), coffee);
  const machine = ['--machine', 'coffee.dot', '--codes', 'one-hot'];
  await carrybit(folder, ['train', ...machine, '--out', '.', '--quiet']);
}
