import type { DotNode } from './dot-graph.ts';

/** What the label of a state says. */
export interface StateLabel {
  /** Undefined if the label holds an output only. */
  readonly name: string | undefined;
  readonly output: string;
}

/**
 * The outputs of a Moore machine's states, by id: `name|output`, `name/output`, or the id with the output on the next
 * line.
 *
 * @returns undefined if some state has no output
 */
export function mooreLabels(
  states: ReadonlyMap<string, DotNode>,
): ReadonlyMap<string, StateLabel> | undefined {
  const labels = new Map<string, StateLabel>();
  for (const [id, node] of states) {
    const label = inRecord(node) ?? onTwoLines(id, node) ?? inputOutput(labelOf(node));
    if (label === undefined || label[1] === '') return undefined;
    labels.set(id, { name: label[0], output: label[1] });
  }
  return labels;
}

/**
 * Labels that hold outputs only, as AALpy writes some machines: they repeat, so they name no states, and none is its
 * node's id.
 */
export function outputsAlone(
  states: ReadonlyMap<string, DotNode>,
): ReadonlyMap<string, StateLabel> | undefined {
  const labels = ownLabels(states);
  const distinct = new Set(labels?.values());
  if (labels === undefined || distinct.size < 2 || distinct.size === labels.size) return undefined;
  return new Map([...labels].map(([id, output]) => [id, { name: undefined, output }]));
}

/** The labels of states if all have one that is not their id. */
export function ownLabels(states: ReadonlyMap<string, DotNode>): ReadonlyMap<string, string> | undefined {
  const labels = new Map([...states].map(([id, node]) => [id, labelOf(node).trim()]));
  return [...labels].every(([id, label]) => label !== '' && label !== id) ? labels : undefined;
}

/** `a/b`, `a / b`: split at a slash with spaces, else at the first slash. */
export function inputOutput(label: string): readonly [string, string] | undefined {
  const spaced = label.indexOf(' / ');
  const at = spaced >= 0 ? spaced + 1 : label.indexOf('/');
  if (at < 0) return undefined;
  const [input, output] = [label.slice(0, at).trim(), label.slice(at + 1).trim()];
  return input === '' || output === '' ? undefined : [input, output];
}

const labelOf = ({ attributes }: DotNode) => attributes.get('label') ?? '';

/** `name|output`, with or without braces. */
function inRecord(node: DotNode): readonly [string, string] | undefined {
  const match = /^\s*\{?\s*([^|]*?)\s*\|\s*([^|]*?)\s*\}?\s*$/.exec(labelOf(node));
  return match ? [match[1] as string, match[2] as string] : undefined;
}

function onTwoLines(id: string, node: DotNode): readonly [string, string] | undefined {
  const [name, output, more] = labelOf(node)
    .trim()
    .split('\n')
    .map((line) => line.trim());
  return name === id && output !== undefined && more === undefined ? [name, output] : undefined;
}
