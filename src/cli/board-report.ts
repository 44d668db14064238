import type { Description, RunningNetwork, SpareNetwork, Wiring } from '../board/index.ts';
import { printable } from '../runtime/printable.ts';
import type { Task } from '../tasks/index.ts';
import { count } from '../view/counts.ts';
import { pinLines, pinNumbers, pinsOn } from './stand-alone-pins.ts';

/** The network and its slot: `adder cc2cd8dd4a43eda6 (slot 0, update 1)`. */
export function networkName({
  task,
  digest,
  slot,
  sequence,
}: Pick<RunningNetwork, 'task' | 'digest' | 'slot' | 'sequence'>): string {
  return `${printable(task)} ${digest} (slot ${slot}, update ${sequence})`;
}

/** One line, for a list. */
export function shortReport({ firmware, network }: Pick<Description, 'firmware' | 'network'>): string {
  const runs = network ? `runs the ${networkName(network)}` : 'has no network: carrybit flash-weights';
  return `firmware ${firmware} ${runs}`;
}

/** How the pins have to be wired. */
export const wiringLine = ({ clock, pullUp }: Wiring): string =>
  `CLK and RESET are set for ${CLOCKED_BY[clock]}${pullUp ? ', all inputs for switches to ground: pull-ups are on' : ''}.`;

/** A board does not keep the names of bits and symbols. */
const nameless = (network: RunningNetwork): string[] => {
  const { inputs, clk, reset, outputs } = pinNumbers(network);
  return [
    `Pins: inputs ${inputs.join(', ')}; CLK ${clk}, RESET ${reset}; outputs ${outputs.join(', ')}.`,
    'A board keeps no names of pins: carrybit board info NETWORK.json shows them, or --machine FILE.',
  ];
};

const CLOCKED_BY = { button: 'buttons', electronic: 'an electronic clock' } as const;

/**
 * Everything known about a board, one fact on each line.
 *
 * @param task of the network that runs, if it is known
 */
export function longReport(
  port: string,
  { firmware, most, longestImage, network }: Description,
  spare: SpareNetwork | undefined,
  task: Task | undefined,
): string {
  const lines = [`${port}: carrybit's firmware ${firmware}`];
  if (network === undefined) {
    lines.push('It has no network; carrybit flash-weights gives it one.');
  } else {
    const { inputs, hidden, outputs, imageLength, wiring, sequence } = network;
    lines.push(
      `It runs the ${networkName(network)}: ${sequence === 1 ? 'its first update' : `after ${sequence} updates (counted modulo 65,536)`}.`,
      `${count(inputs, 'input')}, ${count(hidden, 'hidden state')}, ${count(outputs, 'output')}, ${imageLength} bytes of EEPROM.`,
      wiringLine(wiring),
      ...(task ? pinLines(task, pinsOn(task, network)) : nameless(network)),
      spare ? `The other slot holds the ${networkName(spare)}.` : 'The other slot holds no network.',
    );
  }
  lines.push(
    `It takes networks of at most ${most.inputs} inputs, ${most.hidden} hidden states, ${most.outputs} outputs, ${longestImage} bytes.`,
  );
  return `${lines.join('\n')}\n`;
}
