import { percent } from './percent.ts';
import type { Failed } from './search.ts';

/** Every text of the page that is its own; what is said of the proof stands in src/view/proof-words.ts. */
export const english = {
  title: 'playground',
  claim: 'Three numbers learn to carry a bit. Then it is proven that they always will.',
  run: 'Run',
  pause: 'Pause',
  stop: 'Stop',
  step: 'Step',
  restart: 'Restart',
  speed: 'Speed',
  fullSpeed: 'full speed',
  hertz: (hertz: number) => `${hertz} updates a second`,
  copyLink: 'Copy link',
  copied: 'Copied',
  views: { learning: 'Learning', proof: 'Proof', board: 'Board' },
  sides: { lesson: 'Lesson', settings: 'Settings' },
  lessonStep: (step: number, steps: number) => `Step ${step} of ${steps}`,
  back: 'Back',
  next: 'Next',
  statesOf: (states: number) => `${states} states`,
  waiting: 'Loading …',
  unfit: 'nothing learns; change the settings',
  hung: 'the settings took too long and were given up',
  states: {
    searching: (start: number) => `start ${start} learns`,
    paused: (start: number) => `start ${start}, paused`,
    proven: (start: number) => `start ${start} is proven`,
    exhausted: 'no start was proven; change the settings',
  },
  searchStates: {
    waiting: 'ready to search',
    searching: (tried: number) => `searching: ${tried} starts tried`,
    proven: (kind: 'learned' | 'constructed', units: number) =>
      `${kind}: a network of ${units} ${units === 1 ? 'unit' : 'units'} is proven`,
    none: 'no start learned it, and its construction is too large',
  },
  search: {
    title: 'Search',
    tried: 'starts tried',
    updates: 'updates',
    start: 'stage, units',
    sizeOf: (stage: number, size: number) => (size === 0 ? '–' : `${stage}, ${size}`),
    best: 'smallest so far',
    bits: (bits: number) => `${bits.toLocaleString('en')} bits`,
    about:
      'A network is constructed, then smaller ones are learned from all steps of the machine at once, as carrybit train --machine does. Stop keeps the smallest found so far.',
    sizes: 'Size of the constants',
    learned: 'learned',
    constructed: 'constructed',
    table: 'transition table',
    hard: (stream: readonly string[], starts: number) =>
      `${stream.join(', ')}: the last step was wrong at the end of ${starts} starts`,
  },
  methodTitle: 'How it is learned',
  method: 'Method',
  methods: { search: 'search', samples: 'samples' },
  loss: 'loss ξ',
  accuracy: 'accuracy',
  gradient: 'gradient norm',
  update: 'update',
  curve: (update: number, loss: string) => `Loss of each update: ${loss} at update ${update}`,
  curveTitle: 'Loss',
  spaces: { float: 'Float network', fixed: 'Fixed network' },
  noFixed: 'Its weights have no fixed form in these widths.',
  turnHint: 'Drag, or use the arrow keys, to turn both pictures.',
  space: (name: string, states: readonly string[], apart: boolean) =>
    `${name}: hidden states as points, one colour for each of ${states.join(', ')}; ${
      apart ? 'no two colours are mixed' : 'the colours are mixed'
    }`,
  failedTitle: 'Failed starts',
  noFailed: 'None so far. Most seeds need several starts: each that fails stays here, with the reason.',
  failedMore: (count: number) => `· the latest of ${count.toLocaleString('en')}`,
  failed: (failed: Failed): string => {
    switch (failed.reason) {
      case 'not learned':
        return `not learned: accuracy ${percent(failed.accuracy, 'en')}`;
      case 'not quantizable':
        return 'its weights fit no fixed form';
      case 'undecided':
        return 'too many states to decide';
      case 'disproved':
        return 'disproved';
    }
  },
  counterexample: (start: number) => `Start ${start} learned all samples, and yet goes wrong:`,
  blame: (isRounding: boolean | undefined): string =>
    isRounding
      ? 'The float network gets this right: rounding broke it.'
      : 'The float network gets this wrong, too: it has not learned it.',
  replay: 'Play again',
  noProof: 'Nothing is proven yet. Let it run: a start that passes its test is quantized and proven at once.',
  proofTitle: 'Proof',
  automatonTitle: 'What it remembers',
  stateTitle: 'Bit flips',
  unoTitle: 'Uno',
  panelTitle: 'Switches and lights',
  tracesTitle: 'Traces',
  feedTitle: 'Feed',
  downloadTrace: 'Download VCD',
  noTrace: 'Choose the simulated Uno to record its pins.',
  filesTitle: 'Files',
  downloadNetwork: 'Download network.json',
  downloadCertificate: 'Download its certificate',
  filesHint: 'The same files, to the byte, that carrybit train writes; carrybit check proves it.',
  ownMachine: 'own machine',
  task: 'Task',
  /** What a task does, where the page has words of its own; otherwise what the task says. */
  tasks: {} as Readonly<Record<string, string | undefined>>,
  machine: 'Machine: KISS2, DOT, JSON or CSV',
  useMachine: 'Use this machine',
  editTable: 'Edit as a table',
  editTask: 'Make it my own',
  settings: {
    hidden: 'Hidden states',
    seed: 'Seed',
    bits: 'Bits of a number',
    samples: 'Samples',
    testSamples: 'Test samples',
    batch: 'Minibatch',
    epochs: 'Epochs',
    maxStarts: 'Starts at most',
    optimizer: 'Optimizer',
    precision: 'Precision',
    overlapping: 'Overlapping minibatches',
    weightBits: 'Bits of a weight',
    stateBits: 'Bits of a state',
    tableBits: 'Bits of the tanh table',
    learningRate: 'Learning rate',
    momentum: 'Momentum',
    decay: 'Decay λ',
    epsilon: 'ε',
    beta1: 'β₁',
    beta2: 'β₂',
    grow: 'Growth of a step',
    shrink: 'Shrinking of a step',
    initialStep: 'First step',
  } as Readonly<Record<string, string>>,
  groups: { network: 'Network', training: 'Training', optimizer: 'Optimizer', widths: 'Fixed form' },
  defaults: 'All defaults',
  yes: 'yes',
  no: 'no',
  board: {
    title: 'A real board',
    none: 'This browser has no Web Serial. Chromium and Edge have it; carrybit flash-weights does the same.',
    choose: 'Choose an Uno or Nano',
    chosen: 'Chosen. The firmware first, if it is not on the board yet.',
    firmware: 'Write firmware',
    network: 'Write network',
    stream: 'Stream through it',
    streaming: 'steps',
    connecting: 'Connecting …',
    firmwareWritten: (bytes: number, chip: string, baud: number) =>
      `${bytes} bytes of firmware are on the ${chip}, written at ${baud} baud and read back.`,
    networkWritten: (bytes: number, transitions: number) =>
      `The network is on the board, ${bytes} bytes; the board itself took all ${transitions} transitions.`,
    otherNetwork: 'the board does not run this network; put it on the board first',
    streamed: (right: number, steps: number, rate: number) =>
      `${right.toLocaleString('en')} of ${steps.toLocaleString('en')} steps right, ${Math.round(rate).toLocaleString('en')} a second.`,
  },
  table: {
    state: 'state',
    next: (state: string, input: string) => `state after ${input} in ${state}`,
    output: (name: string, state: string, input: string) => `${name} for ${input} in ${state}`,
    never: 'never',
    add: 'Add a state',
    remove: 'Remove the last state',
    tooLarge: 'This machine is too large for a table; edit its text.',
  },
};

export type Texts = typeof english;
