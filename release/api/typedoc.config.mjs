// npm run api: the reference of everything that package.json exports, in release/api/html. An export without a word
// fails, and so does a type that another one mentions and nobody can import.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));
const { exports } = JSON.parse(readFileSync(path('package.json'), 'utf8'));

export default {
  name: 'carrybit',
  entryPoints: Object.values(exports)
    .map((target) => /^\.\/dist\/(.*)\.js$/.exec(target.default ?? '')?.[1])
    .filter((module) => module !== undefined)
    .map((module) => path(`${module}.ts`)),
  tsconfig: path('tsconfig.json'),
  basePath: path('.'),
  readme: path('README.md'),
  out: path('release/api/html'),
  githubPages: false,
  disableGit: true,
  disableSources: true,
  excludeExternals: true,
  excludeInternal: true,
  excludePrivate: true,
  highlightLanguages: ['typescript', 'console', 'text', 'json', 'javascript'],
  ignoredHighlightLanguages: ['kiss2'],
  // Node's own are explained by Node.
  externalSymbolLinkMappings: { '@types/node': { '*': '#' } },
  requiredToBeDocumented: ['Class', 'Function', 'Interface', 'TypeAlias', 'Variable'],
  validation: { notExported: true, invalidLink: true, notDocumented: true, rewrittenLink: true },
  // The library's own classes of these names stand for the addon's.
  intentionallyNotExported: ['native/node/index.d.ts:Minibatch', 'native/node/index.d.ts:Trainer'],
  treatValidationWarningsAsErrors: true,
};
