import {
  drawingDot,
  type Machine,
  minimize,
  type Named,
  reachable,
  type Side,
  UNSPECIFIED,
  wordText,
} from '../machine/index.ts';
import type { ReadMachine, Task } from '../tasks/index.ts';
import { count } from './counts.ts';
import { assumptions } from './proof-lines.ts';

/** Maximum of names that are listed one by one. */
const MAX_NAMES = 16;

/** What was read from a machine's file, for programs. */
export function machineJson({ task, format, notes }: ReadMachine) {
  const { nodes, states } = reachable(task);
  const seen = new Set(states);
  const specified = task.next.filter((to) => to !== UNSPECIFIED).length;
  return {
    name: task.name,
    format,
    inputs: task.inputs,
    outputs: task.outputs,
    states: task.states.length,
    initial: task.states[task.initial],
    reachable: nodes,
    unreachable: task.states.filter((_, state) => !seen.has(state)),
    minimal: minimize(task).states.length,
    steps: { specified, all: task.next.length },
    outputBits: { free: specified * task.outputs.length - ones(task), all: specified * task.outputs.length },
    assumptions: assumptions(task),
    ...(task.symbols && { symbols: task.symbols }),
    notes,
  };
}

/** Output bits of all steps that matter. */
function ones({ care, outputs }: Machine): number {
  return care.reduce((sum, word) => sum + outputs.filter((_, bit) => (word >> bit) & 1).length, 0);
}

/** What was read from a machine's file, as text. */
export function machineLines(read: ReadMachine): string {
  const { task, notes } = read;
  const about = machineJson(read);
  const { steps, outputBits, unreachable, minimal } = about;
  const smaller =
    minimal < about.reachable
      ? `a machine of ${count(minimal, 'state')} does the same`
      : `no two of its ${about.reachable === about.states ? '' : 'reachable '}states do the same`;
  const rows: [string, string][] = [
    ['machine', `${task.name}, read as ${FORMATS[read.format]}`],
    ['states', `${about.states}: ${list(task.states)}; initially ${about.initial}`],
    ['inputs', sideText(task, 'inputs')],
    ['outputs', sideText(task, 'outputs')],
    [
      'steps',
      steps.specified === steps.all
        ? `all ${steps.all} specified`
        : `${steps.specified} of ${steps.all} specified`,
    ],
    ['unreachable', unreachable.length === 0 ? 'none' : `${unreachable.length}: ${list(unreachable)}`],
    ['minimal', smaller],
    ['don’t-cares', outputBits.free === 0 ? 'none' : `${outputBits.free} of ${outputBits.all} output bits`],
    ...about.assumptions.map((assumption, index): [string, string] => [
      index === 0 ? 'assumed' : '',
      assumption,
    ]),
    ...notes.map((note, index): [string, string] => [index === 0 ? 'notes' : '', note]),
  ];
  return rows.map(([name, text]) => `${name.padEnd(12)} ${text}`).join('\n');
}

const FORMATS: Readonly<Record<ReadMachine['format'], string>> = {
  kiss2: 'KISS2',
  dot: 'DOT',
  json: 'JSON',
  csv: 'recordings',
  vcd: 'recordings',
  regex: 'a regular expression',
  module: 'a module',
};

function sideText(task: Named, side: Side): string {
  const bits = `${count(task[side].length, 'bit')}: ${task[side].join(', ')}`;
  const symbols = task.symbols?.[side];
  if (symbols === undefined) return bits;
  const codes = symbols.map(
    ([name, word]) => `${name} = ${wordText({ ...task, symbols: undefined }, side, word)}`,
  );
  return `${bits}; ${count(symbols.length, 'symbol')}: ${list(codes)}`;
}

function list(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  return more > 0 ? `${names.slice(0, MAX_NAMES).join(', ')} and ${more} more` : names.join(', ');
}

/** A machine as a Graphviz digraph for people, without unreachable states. */
export function machineDrawing(task: Task): string {
  const { nodes, states, next, output } = reachable(task);
  const words = 2 ** task.inputs.length;
  return drawingDot({
    title: task.name,
    named: task,
    initial: 0,
    states: Array.from({ length: nodes }, (_, node) => task.states[states[node] as number] as string),
    edges: Array.from({ length: nodes }, (_, from) => {
      const targets = [...new Set(next.subarray(from * words, (from + 1) * words))];
      return targets
        .filter((to) => to !== UNSPECIFIED)
        .map((to) => ({
          from,
          to,
          steps: Array.from({ length: words }, (_, word) => word)
            .filter((word) => next[from * words + word] === to)
            .map((word) => ({
              word,
              output: output[from * words + word] as number,
              care: task.care[(states[from] as number) * words + word],
            })),
        }));
    }).flat(),
  });
}
