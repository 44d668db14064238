import { hiddenName } from '../../tasks/names.ts';
import type { Fault } from '../frame.ts';
import { minus } from './minus.ts';

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

/**
 * The texts of the sections that the live page and the playground share; the texts of the proof are in
 * src/view/proof-words.ts.
 */
export const english = {
  engine: 'Engine',
  /** The page's own texts about an engine, by its id; without one, the engine's text is shown. */
  engines: {} as Readonly<Record<string, { readonly name: string; readonly about: string } | undefined>>,
  input: (name: string) => `input ${name}`,
  inputs: 'inputs',
  outputs: 'outputs',
  is: (name: string, level: number) => `${name} is ${level}`,
  pin: (pin: number) => `pin ${pin}`,
  bounce: 'Buttons bounce',
  unoOff: 'Arduino Uno, off',
  unoOn: (isLit: boolean) => `Arduino Uno, on, LED L at pin 13 ${isLit ? 'lit' : 'dark'}`,
  viewerSwitches: 'The switches show what is fed; whoever started this page sets them.',
  pressNumber: (takes: string) =>
    `Set the switches, then press CLK: the network takes ${takes}. RESET begins a new one.`,
  pressStep:
    'Set the switches, then press CLK: the network takes a step. RESET leads back to the initial state.',
  unoIsOff: 'The Uno is off: this computer takes the steps. Switches, CLK and RESET work all the same.',
  unoPins: 'An Uno has pins for 4 inputs and 4 outputs.',
  viewerFeed: (hertz: number) =>
    `You are watching: whoever started this page feeds the network, at ${hertz} steps a second.`,
  random: 'Random',
  stop: 'Stop',
  waiting: (commands: number) => `${commands} waiting`,
  clock: 'Clock',
  stepsASecond: (hertz: number) => `${hertz} steps a second`,
  refused: (field: string, value: string) =>
    `${field} is ${value ? `“${value}”` : 'empty'}: give a whole number from 0, in decimal`,
  states: 'states',
  flip: (bit: number, unit: number, level: number) => `flip bit ${bit} of ${hiddenName(unit)}, now ${level}`,
  flipRandom: 'Flip a random bit',
  flipHint: 'or press any bit above; arrow keys go from bit to bit.',
  fault: ({ unit, bit, from, to, steps, outcome }: Fault): string => {
    const flip = `Bit ${bit} of ${hiddenName(unit)} flipped: ${minus(from)} became ${minus(to)}`;
    const zeros = count(steps, 'step', 'steps');
    switch (outcome) {
      case 'under way':
        return `${flip}. Not back after ${zeros} …`;
      case 'recovered':
        return steps === 0
          ? `${flip}, a state that streams lead to as well: the proof still holds.`
          : `${flip}. Recovered after ${zeros}: the proof holds again.`;
      case 'reset':
        return `${flip}. A reset came before it was back.`;
      case 'stuck':
        return `${flip}. Not back after ${zeros} with all inputs 0: only a reset helps.`;
    }
  },
  orSwitches: (invitation: string) => `${invitation}, or set the switches and press CLK.`,
  given: (output: string) => `${output}, network`,
  bitByBit: (result: string) => `${result}, bit by bit`,
  right: 'right',
  notCompared: 'not compared: the machine says that one of these inputs never comes',
  wrong: 'wrong',
  newNumber: 'Dashed: a new number begins.',
  newStream: 'Dashed: a reset.',
  stateChange: 'The states change when CLK rises.',
  statesTraced: (shown: number, all: number) =>
    `Traced: ${hiddenName(0)}–${hiddenName(shown - 1)} of ${all} states.`,
  statesListed: (all: number) => `All ${all} states are in this list; scroll to see them.`,
  delay: (output: string, cycles: number) =>
    `On the board a step takes 1 ms; ${output} followed CLK after ${cycles} cycles, ${(cycles / 16).toFixed(1)} µs.`,
  downloadTrace: 'Download VCD',
  nothingFed: 'Nothing fed yet.',
  bitFlipped: 'bit flipped',
  /** The row that shows the automaton's state: what the network remembers. */
  remembers: 'remembers',
  or: 'or',
  none: 'none',
  emptyTraces: 'Traces, empty: nothing was fed yet',
  traces: (steps: number, last: string) => `Traces of the latest ${steps} steps. The last: ${last}`,
  level: (name: string, level: number | undefined) => `${name} ${level}`,
  statesAre: (values: string) => `states ${values}`,
  automaton: 'automaton',
  automatonOf: (states: string, now: string) => `Automaton with the states ${states}; now in ${now}`,
  unknownState: 'none: the state is one that no stream leads to',
  isUnknown: 'The state is none of those that a stream leads to.',
  networkStates: (count: number) => `${count} network state${count === 1 ? '' : 's'}`,
  statesThatDiffer: (states: number) =>
    `Of all states that the network can reach, only ${states} really differ; now`,
  reachable: 'states that the network can reach',
  constants: 'Constants',
  /** Only for the live page. */
  page: {
    size: (states: number, bits: number) => `${states} states of ${count(bits, 'bit', 'bits')}`,
    proven: 'proven',
    lost: 'the connection is lost',
    tryingAgain: 'trying again …',
    uno: 'Uno',
    panel: 'Switches and lights',
    traces: 'Traces',
    feed: 'Feed',
    automaton: 'What it remembers',
    state: 'State',
    training: 'Training',
    proof: 'Proof',
    viewers: (viewers: number) =>
      `${viewers === 1 ? 'One viewer is' : `${viewers} viewers are`} watching; all see the same run.`,
    /** Who gets the page, and what this viewer may do. */
    served: {
      local: 'Served to this computer only.',
      presenter: 'This link can change everything; the viewers’ link can only watch.',
      viewer: 'This link can only watch.',
    },
    noLosses: (origin: string) =>
      `No losses to show: ${origin}. They are drawn for trainings of the tutorial’s kind, if repeating them is quick.`,
    losses: 'The loss of each update, falling',
    trainedAgain: (origin: string) => `${origin}, trained again for this picture with the same bits.`,
  },
  task: {
    add: 'Add',
    feed: 'Feed',
    addTwo: 'Add two numbers',
    typeInputs: 'Type inputs',
    feedNumbers: (inputs: number) => `Feed ${inputs === 1 ? 'a number' : 'two numbers'}`,
    sum: 'Sum',
    result: 'Result',
    stream: 'Stream',
    sums: 'latest sums',
    results: 'latest outputs',
    bit: (inputs: number): string => (inputs === 1 ? 'a bit of the number' : 'one bit of each number'),
  },
};

export type PageTexts = typeof english;
