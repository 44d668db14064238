import { type ASTNode, type AttributeASTNode, parse } from '@ts-graphviz/ast';
import { checkNesting } from './dot-nesting.ts';
import { oneLineStrings } from './dot-strings.ts';
import { FormatError, shown } from './format-error.ts';

/** A directed graph from a DOT file: the parts that carrybit reads. */
export interface DotGraph {
  readonly name: string | undefined;
  readonly attributes: ReadonlyMap<string, string>;
  /** By id, in the order of appearance. */
  readonly nodes: ReadonlyMap<string, DotNode>;
  readonly edges: readonly DotEdge[];
}

export interface DotNode {
  readonly attributes: Map<string, string>;
  readonly line: number;
}

export interface DotEdge {
  readonly from: string;
  readonly to: string;
  /** As a drawing shows it; empty if there is none. */
  readonly label: string;
  readonly line: number;
}

/** One transition in a file's own symbols; the output is the one of this step. */
export interface Transition {
  readonly from: string;
  readonly to: string;
  readonly input: string;
  readonly output: string;
  readonly line: number;
}

/** Maximum of parser nodes in a file: about 40,000 edges. */
const MAX_AST_NODES = 400_000;

/** @throws FormatError for text that is not DOT, or not a directed graph */
export function dotGraph(text: string): DotGraph {
  const [graph, second] = parsed(text).filter((each) => each.type === 'Graph');
  if (graph?.type !== 'Graph') throw new FormatError(undefined, 'expected a digraph in DOT, got none');
  if (second !== undefined) throw new FormatError(lineOf(second), 'expected one digraph, got a second one');
  if (!graph.directed) throw new FormatError(lineOf(graph), 'expected a digraph, got an undirected graph');
  const attributes = new Map<string, string>();
  const nodes = new Map<string, DotNode>();
  const edges: DotEdge[] = [];
  type Defaults = Readonly<Record<'Node' | 'Edge', Map<string, string>>>;
  const node = (id: string, line: number, defaults: Defaults) => {
    const known = nodes.get(id) ?? { attributes: new Map(defaults.Node), line };
    nodes.set(id, known);
    return known;
  };
  const walk = (statements: readonly ASTNode[], defaults: Defaults, top: boolean): void => {
    for (const each of statements) {
      const line = lineOf(each);
      if (each.type === 'Node') {
        const { attributes: own } = node(each.id.value, line, defaults);
        for (const [key, value] of attributesOf(each.children)) own.set(key, value);
      } else if (each.type === 'Edge') {
        const own = new Map([...defaults.Edge, ...attributesOf(each.children)]);
        const groups = each.targets.map((target) =>
          target.type === 'NodeRef' ? [target.id.value] : target.children.map(({ id }) => id.value),
        );
        for (const id of groups.flat()) node(id, line, defaults);
        for (const [index, from] of groups.slice(0, -1).entries()) {
          for (const source of from)
            for (const to of groups[index + 1] ?? [])
              edges.push({ from: source, to, label: own.get('label') ?? '', line });
        }
      } else if (each.type === 'AttributeList') {
        const target = each.kind === 'Graph' ? (top ? attributes : new Map()) : defaults[each.kind];
        for (const [key, value] of attributesOf(each.children)) target.set(key, value);
      } else if (each.type === 'Attribute') {
        if (top) for (const [key, value] of attributesOf([each])) attributes.set(key, value);
      } else if (each.type === 'Subgraph') {
        walk(each.children, { Node: new Map(defaults.Node), Edge: new Map(defaults.Edge) }, false);
      }
    }
  };
  walk(graph.children, { Node: new Map(), Edge: new Map() }, true);
  return { name: graph.id?.value.replace(/\\(.)/gs, escaped), attributes, nodes, edges };
}

function parsed(text: string): readonly ASTNode[] {
  checkNesting(text);
  try {
    return parse(oneLineStrings(text.replace(/^\ufeff/, '')), { maxASTNodes: MAX_AST_NODES }).children;
  } catch (error) {
    const { message, cause } = error as Error & {
      cause?: { location?: { start: { line: number; column: number } } };
    };
    const start = cause?.location?.start;
    if (start === undefined)
      throw new FormatError(
        undefined,
        /AST node/.test(message)
          ? `expected at most ${MAX_AST_NODES} nodes, edges, names and values in DOT, got more; leave some out`
          : `expected DOT that can be read: ${message}`,
      );
    const line = text.split('\n', start.line).at(-1) ?? '';
    throw new FormatError(
      start.line,
      line.trim() === ''
        ? 'expected more of a digraph in DOT; the text ends before it'
        : `expected DOT, cannot go on at column ${start.column} of ${shown(line.trim())}`,
    );
  }
}

function lineOf({ location }: ASTNode): number {
  return location?.start.line ?? 1;
}

/** Attributes with their values as a drawing shows them. */
function attributesOf(children: readonly ASTNode[]): [string, string][] {
  return (
    children
      .filter((each): each is AttributeASTNode => each.type === 'Attribute')
      // `\N` stands for the node's own id; it is the default label.
      .filter(({ value }) => value.value !== '\\N')
      .map(({ key, value }) => [
        key.value,
        value.quoted === 'html' ? htmlText(value.value) : value.value.replace(/\\(.)/gs, escaped),
      ])
  );
}

/** DOT's own escapes in labels: `\n`, `\l` and `\r` end a line. */
const escaped = (_: string, character: string) => ('nlr'.includes(character) ? '\n' : character);

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** Two lines mean `inputs` and `output`, with bars between inputs: collections of TLS models label their edges so. */
function htmlText(html: string): string {
  const text = htmlLines(html);
  const [inputs = '', output, more] = text.split('\n').map((line) => line.trim());
  if (output === undefined || more !== undefined) return text;
  return inputs
    .split(/ \| ?/)
    .map((input) => `${input} / ${output}`)
    .join('\n');
}

function htmlLines(html: string): string {
  return html
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity)
    .replace(/[ \t]+/g, ' ')
    .trim();
}
