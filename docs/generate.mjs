// Writes the files in docs/ that are derived from the code; CI compares them with what is committed.
import { writeFileSync } from 'node:fs';
import * as z from 'zod';
import { networkSchema } from '../dist/src/network/schema.js';

const schema = z.toJSONSchema(networkSchema, { target: 'draft-2020-12' });
const path = new URL('network.schema.json', import.meta.url);
writeFileSync(path, `${JSON.stringify({ ...schema, $id: 'carrybit-network-1.schema.json' }, null, 2)}\n`);
