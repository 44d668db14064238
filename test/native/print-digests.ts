// print-digests SEEDS [addon]: what engines.sh runs in every engine. It prints the digests of the addon, or of the
// module that the engine chooses for itself, after that module's name on stderr; then what searches come to.
import { findAddon } from '../../src/native/addon.ts';
import { isFused } from '../../src/native/engine.ts';
import { moduleCore, moduleSearches } from './cores.ts';
import { digests } from './digests.ts';
import { searchResults } from './search-results.ts';

/** Searches take longer than trainings do. */
const SEARCH_SEEDS = 3;

const [seeds = '1', kind] = process.argv.slice(2);
const name = isFused() ? 'fast' : 'exact';
const { addon, problem } = findAddon();
if (kind === 'addon' && addon === undefined) throw new Error(problem);
const core = kind === 'addon' ? addon : moduleCore(name);
process.stderr.write(`${kind ?? name}\n`);
if (core) for (const digest of await digests(core, Number(seeds))) process.stdout.write(`${digest}\n`);
const searches = kind === 'addon' ? addon : moduleSearches();
for (let seed = 1; searches && seed <= Math.min(SEARCH_SEEDS, Number(seeds)); seed++)
  process.stdout.write(`${await searchResults(searches, seed)}\n`);
