// Writes sweep.schema.json from the code; CI compares.
import { writeFileSync } from 'node:fs';
import * as z from 'zod';
import { sweepSchema } from './dist/sweep-file.js';

const schema = z.toJSONSchema(sweepSchema, { target: 'draft-2020-12', io: 'input' });
const text = JSON.stringify({ ...schema, $id: 'carrybit-sweep-1.schema.json' }, undefined, 2);
writeFileSync(new URL('sweep.schema.json', import.meta.url), `${text}\n`);
