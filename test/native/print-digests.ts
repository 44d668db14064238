// print-digests SEEDS [addon]: what engines.sh runs in every engine. It prints the digests of the addon, or of the module
// that the engine chooses for itself, after that module's name on stderr.
import { findAddon } from '../../src/native/addon.ts';
import { isFused } from '../../src/native/engine.ts';
import { moduleCore } from './cores.ts';
import { digests } from './digests.ts';

const [seeds = '1', kind] = process.argv.slice(2);
const name = isFused() ? 'fast' : 'exact';
const { addon, problem } = findAddon();
if (kind === 'addon' && addon === undefined) throw new Error(problem);
const core = kind === 'addon' ? addon : moduleCore(name);
process.stderr.write(`${kind ?? name}\n`);
if (core) for (const digest of await digests(core, Number(seeds))) process.stdout.write(`${digest}\n`);
