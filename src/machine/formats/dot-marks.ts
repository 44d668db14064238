import type { DotEdge, DotGraph, DotNode } from './dot-graph.ts';
import { FormatError, shown } from './format-error.ts';

/** A graph without what only marks its initial state. */
export interface Unmarked {
  readonly states: ReadonlyMap<string, DotNode>;
  readonly edges: readonly DotEdge[];
  readonly initial: string;
  /** Assumptions for the person who reads the file. */
  readonly notes: string[];
}

/**
 * Finds the initial state and removes its marks. A mark is a node that no edge leads to and that is called
 * `__start…`, or drawn without a border, or has one edge without a label.
 *
 * @throws FormatError for a graph without states, or with several initial ones
 */
export function withoutMarks({ nodes, edges }: DotGraph): Unmarked {
  const notes: string[] = [];
  const entered = new Set(edges.map(({ to }) => to));
  // Where all nodes are drawn alike, the shape marks none of them.
  const isSpecial = [...entered].some((id) => !isBare(nodes.get(id)));
  const isMark = (id: string, node: DotNode): boolean => {
    const own = edges.filter(({ from }) => from === id);
    if (entered.has(id) || own.length === 0) return false;
    if (id.startsWith('__start')) return true;
    if (own.length === 1 && own[0]?.label.trim() === '') return true;
    return isSpecial && isBare(node) && own.every(({ to }) => to === own[0]?.to);
  };
  const marked = new Set([...nodes].filter(([id, node]) => isMark(id, node)).map(([id]) => id));
  const marks = edges.filter(({ from }) => marked.has(from));
  const states = new Map([...nodes].filter(([id]) => !marked.has(id) && !isHidden(id, nodes, edges)));
  const [first] = states.keys();
  if (first === undefined)
    throw new FormatError(undefined, 'expected states and edges between them, got none');
  const starts = new Set(marks.map(({ to }) => to));
  if (starts.size > 1)
    throw new FormatError(
      marks.find(({ to }) => to !== marks[0]?.to)?.line,
      `expected one initial state, got ${[...starts].map(shown).join(', ')}`,
    );
  const [initial = first] = starts;
  if (starts.size === 0)
    notes.push(`No initial state is marked (__start0 -> state); ${shown(first)}, the first one, is taken.`);
  for (const { from, label, line } of marks)
    if (label.trim() !== '')
      notes.push(
        `Line ${line}: ${shown(from)} only marks the initial state; the label ${shown(label.trim())} on its edge is ignored.`,
      );
  return { states, edges: edges.filter((edge) => !marked.has(edge.from)), initial, notes };
}

const isBare = (node: DotNode | undefined) =>
  ['none', 'point', 'plaintext', 'plain'].includes(node?.attributes.get('shape') ?? '');

/** A node that does not stand for a state: `__start0` without an edge. */
function isHidden(id: string, nodes: DotGraph['nodes'], edges: readonly DotEdge[]): boolean {
  const bare = id.startsWith('__') || isBare(nodes.get(id));
  return bare && !edges.some(({ from, to }) => from === id || to === id);
}
