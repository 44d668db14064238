// Writes the files in docs/ that are derived from the code; CI compares them with what is committed.
import { writeFileSync } from 'node:fs';
import { instance } from '@viz-js/viz';
import * as z from 'zod';
import { commandsPage } from '../dist/modules/src/cli/commands-page.js';
import { manualPage } from '../dist/modules/src/cli/manual-page.js';
import { programOf } from '../dist/modules/src/cli/program.js';
import { certificateSchema, machineFileSchema, networkSchema } from '../dist/modules/src/network/schema.js';
import { lossSvg } from '../dist/modules/src/view/index.js';
import { adder, automatonDot, DEFAULT_TRAINING, minimalAutomaton, train } from '../dist/src/index.js';

const write = (name, text) => writeFileSync(new URL(name, import.meta.url), text);

for (const [name, id, schema] of [
  ['network', 'carrybit-network-2', networkSchema],
  ['certificate', 'carrybit-certificate-2', certificateSchema],
  ['machine', 'carrybit-machine-1', machineFileSchema],
]) {
  const text = z.toJSONSchema(schema, { target: 'draft-2020-12' });
  write(`${name}.schema.json`, `${JSON.stringify({ ...text, $id: `${id}.schema.json` }, null, 2)}\n`);
}

const program = await programOf();
write('carrybit.1', manualPage(program));
write('reference/commands.md', commandsPage(program));

const { proof, trained } = await train(adder, DEFAULT_TRAINING);
write('loss.svg', lossSvg(trained.losses, 'adder, seed 1, start 0'));
const dot = automatonDot(minimalAutomaton(adder, proof));
write('automaton.svg', (await instance()).renderString(dot, { format: 'svg' }));
