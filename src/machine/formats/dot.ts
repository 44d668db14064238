import { MAX_NAME } from '../machine.ts';
import { type Coding, codeOf } from './codes.ts';
import { type DotGraph, type DotNode, dotGraph, type Transition } from './dot-graph.ts';
import { drawn } from './dot-kinds.ts';
import { withoutLists } from './dot-lists.ts';
import { withoutMarks } from './dot-marks.ts';
import type { StateLabel } from './dot-moore.ts';
import { Draft, isName } from './draft.ts';
import { FormatError, shown } from './format-error.ts';
import { checkStates, type Parsed } from './parsed.ts';

/**
 * Reads a state machine that is drawn in DOT, as AALpy, LearnLib and collections of automata write them: Mealy machines
 * (edges `input/output`), Moore machines (states `name|output`, seen after the step that leads there) and acceptors
 * (accepting states are double circles; the output is 1 after a step that leads to one). Symbols become bits.
 *
 * @param name of the machine, if the graph has none
 * @throws FormatError
 */
export function parseDot(text: string, name: string, coding: Coding = 'binary'): Parsed {
  checkCount(text);
  const graph = dotGraph(text);
  const { states, edges, initial, notes: marks } = withoutMarks(graph);
  const { transitions: labelled, labels, notes } = drawn(states, edges);
  const { transitions, notes: lists } = withoutLists(labelled);
  const named = stateNames(states, labels);
  const inputs = codeOf('input', distinct(transitions, 'input'), coding, bitsNamed(graph, 'input'));
  const outputs = codeOf('output', distinct(transitions, 'output'), coding, bitsNamed(graph, 'output'));
  const draft = new Draft(inputs.bits);
  for (const [id, { line }] of states) draft.state(named.get(id) as string, line);
  for (const { from, to, input, output, line } of transitions) {
    const { value, care } = inputs.of(input);
    const seen = outputs.of(output);
    const step = { next: named.get(to), output: seen.value, care: seen.care, line };
    const free = (2 ** inputs.bits.length - 1) & ~care;
    for (let some = free; ; some = (some - 1) & free) {
      draft.add(named.get(from) as string, value | some, step, input);
      if (some === 0) break;
    }
  }
  const title = graph.name !== undefined && isName(graph.name) ? graph.name : name;
  const machine = draft.finish(title, outputs.bits, named.get(initial) as string);
  return {
    machine,
    ...((inputs.symbols || outputs.symbols) && {
      symbols: {
        ...(inputs.symbols && { inputs: inputs.symbols }),
        ...(outputs.symbols && { outputs: outputs.symbols }),
      },
    }),
    notes: [...notes, ...lists, ...marks],
  };
}

/** Counts the states from which edges start, to refuse a large graph before it is parsed. */
function checkCount(text: string): void {
  const sources = new Set<string>();
  for (const match of text.matchAll(/^[ \t]*("(?:[^"\\\n]|\\.)*"|[\w.]+)[ \t]*->/gm)) {
    sources.add(match[1] as string);
    // One more, because it may mark the initial state.
    checkStates(
      sources.size - 1,
      sources.size > 256 ? text.slice(0, match.index).split('\n').length : undefined,
    );
  }
}

/** The name of a state: its label up to an output if these all differ, else its id. */
function stateNames(
  states: ReadonlyMap<string, DotNode>,
  outputs: ReadonlyMap<string, StateLabel> | undefined,
): Map<string, string> {
  const labels = new Map(
    [...states].map(([id, node]) => [id, (outputs ? outputs.get(id)?.name : plainLabel(node)) || id]),
  );
  const good = [...labels.values()].every(isName) && new Set(labels.values()).size === labels.size;
  if (good) return labels;
  return new Map(
    [...states].map(([id, { line }], index) => {
      if (id.length > MAX_NAME) return [id, `s${index}`];
      if (!isName(id))
        throw new FormatError(line, `expected a state's name of 1–${MAX_NAME} characters, got ${shown(id)}`);
      return [id, id];
    }),
  );
}

function plainLabel({ attributes }: DotNode): string {
  const label = (attributes.get('label') ?? '').replace(/\s*\n\s*/g, ' ');
  return label.trim() === '' ? '' : label;
}

function distinct(transitions: readonly Transition[], part: 'input' | 'output'): string[] {
  return [...new Set(transitions.map((each) => each[part]))];
}

/** Names of bits, as `dotText` writes them: `input0=a`, `input1=b`. */
function bitsNamed({ attributes }: DotGraph, side: 'input' | 'output'): string[] | undefined {
  const names: string[] = [];
  for (
    let name = attributes.get(`${side}0`);
    name !== undefined;
    name = attributes.get(`${side}${names.length}`)
  )
    names.push(name);
  return names.length > 0 && names.every(isName) && new Set(names).size === names.length ? names : undefined;
}
