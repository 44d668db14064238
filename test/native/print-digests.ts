// node print-digests.ts MODULE SEEDS: what engines.sh runs in every engine. It prints the module that the engine
// would choose itself, then the digests.
import { isFused } from '../../src/native/engine.ts';
import { moduleCore } from './cores.ts';
import { digests } from './digests.ts';

const [name = 'exact', seeds = '1'] = process.argv.slice(2);
console.log(isFused() ? 'fast' : 'exact');
for (const digest of await digests(moduleCore(name as 'fast' | 'exact'), Number(seeds))) console.log(digest);
