// What each peer was given, and what became of the networks of those that prove nothing.
import { TORCH_TRAINING as T } from './peers.mjs';

export const TESTED = (T.testStreams * T.testSteps).toLocaleString('en');
const LOOK = (T.batch * T.lookSteps).toLocaleString('en');
/** A network that is wrong in fewer of the tested steps passes a short test. */
const SELDOM = 1000;

const GIVEN = {
  'carrybit 0.1.0': ({ limit }) =>
    `the machine as a task of its library, and its defaults: three units, at most ${limit} starts.`,
  'carrybit 0.1.0, 8 units': () => 'the same with `hidden: 8`.',
  'PyTorch, tanh': ({ limit }) =>
    'a network of the kind that carrybit has, `nn.RNN` and `nn.Linear`. It has twice as many units as the machine ' +
    `has states, and at least 8. It makes at most ${limit} updates of ${T.batch} fresh random words of ${T.steps} ` +
    `steps: Adam, a rate that falls from ${T.rate} to ${T.lastRate}, clipped gradients. It ends earlier when ` +
    `${T.batch} words of ${T.lookSteps} steps are right ${T.exactLooks} times in a row, ${T.lookEvery} updates apart.`,
  'PyTorch, GRU': () => 'the same with `nn.GRU`.',
};

export function given(peer) {
  const versions = Object.entries(peer.versions).map((each) => each.join(' '));
  const part = peer.every > 1 ? `; one machine in ${peer.every}` : '';
  return `- **${peer.name}** (${versions.join(', ')}${part}): ${GIVEN[peer.name](peer)}`;
}

/** Networks that are tested and not proven. */
const isTested = ({ wrong }) => wrong !== undefined;
const isMachine = ({ aalpy }) => aalpy?.isSame;
/** Rows: what they count, and of which results. Where there are none of these, nothing was tried. */
const COUNTS = [
  ['networks', isTested, isTested],
  [`right in all of ${TESTED} steps`, isTested, ({ wrong }) => wrong === 0],
  [
    '… and with each tensor rounded to bytes',
    ({ wrongInBytes }) => wrongInBytes !== undefined,
    ({ wrongInBytes }) => wrongInBytes === 0,
  ],
  [
    '… and rounded by carrybit, and proven',
    ({ judged }) => judged !== undefined,
    ({ judged }) => judged === 'proven',
  ],
  [
    `passed ${T.exactLooks} tests of ${LOOK} steps in training, and is wrong in these`,
    isTested,
    ({ passed, wrong }) => passed && wrong > 0,
  ],
  [
    `wrong in fewer than ${SELDOM.toLocaleString('en')} of these steps`,
    isTested,
    ({ wrong }) => wrong > 0 && wrong < SELDOM,
  ],
  ['AALpy’s automaton is the machine', ({ aalpy }) => aalpy, isMachine],
  [
    '… although the network is wrong in longer streams',
    ({ aalpy }) => aalpy,
    (result) => isMachine(result) && result.wrong > 0,
  ],
];

/** A table of what became of networks that were tested, or nothing if there are none. */
export function tests(peers) {
  const tested = peers.filter(({ results }) => results.some(isTested));
  if (tested.length === 0) return '';
  const rows = COUNTS.map(([about, isTried, isCounted]) => {
    const cells = tested.map(({ results }) =>
      results.some(isTried) ? results.filter(isCounted).length : '–',
    );
    return `| ${[about, ...cells].join(' | ')} |`;
  });
  return `
The tests are ${T.testStreams} random streams of ${T.testSteps.toLocaleString('en')} steps; after its first wrong step a network may be
wrong for ever. PyTorch’s bytes have a scale for each tensor. carrybit rounds networks of its own kind, to bytes that
mostly share one scale (\`importNetwork\`). AALpy asks each network what it does: the algorithm of Kearns and Vazirani,
with 10,000 steps of random walks to look for mistakes.

| ${['', ...tested.map(({ name }) => name)].join(' | ').trimStart()} |
|${'---|'.repeat(tested.length + 1)}
${rows.join('\n')}
`;
}
