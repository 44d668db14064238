#!/bin/sh
# graphlib-dot lets the defaults of a DOT subgraph hold for everything after it.
#
# Expected: a default attribute holds for what is made after it in the graph or subgraph where it is set (Graphviz, "DOT
# Language", "Subgraphs and Clusters"), so `node [shape=circle]` within braces ends with them.
# Seen: a subgraph begins with the defaults around it, but what it sets stays: states drawn after a group of accepting ones
# are accepting, and edges after a group have its label. With defaults set outside only, and with attributes of their own,
# nodes and edges are read as dot reads them.
# graphlib-dot 0.6.4 from npm, graphviz 2.42.2 of Debian 12. Exits with 0 while that is so.
set -eu
version=0.6.4
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
apt-get install -y -qq graphviz=2.42.2-7+deb12u1 >/dev/null 2>&1
cd "$folder"
npm install --silent --no-audit --no-fund "graphlib-dot@$version" >/dev/null

cat >defaults.cjs <<'END'
const { execFileSync } = require('node:child_process');
const { read } = require('graphlib-dot');
const FILES = {
  'defaults outside': 'digraph m { node [shape=circle]; a; node [shape=doublecircle]; b; a -> b [label=x]; }',
  'nodes of a subgraph': 'digraph m { node [shape=circle]; a; { node [shape=doublecircle]; b; } c; }',
  'edges of a subgraph': 'digraph m { edge [label=x]; a -> b; subgraph group { edge [label=y]; b -> c; } c -> a; }',
};
const words = (list) => list.sort().join(' ');

function byDot(text) {
  const { objects, edges = [] } = JSON.parse(execFileSync('dot', ['-Tdot_json'], { input: text }));
  const nodes = objects.filter(({ nodes }) => !nodes).map(({ name, shape = '' }) => `${name}:${shape}`);
  return words([...nodes, ...edges.map(({ tail, head, label }) => `${objects[tail].name}->${objects[head].name}:${label}`)]);
}

function byGraphlib(text) {
  const graph = read(text);
  const nodes = graph.nodes().filter((name) => graph.children(name).length === 0);
  return words([
    ...nodes.map((name) => `${name}:${graph.node(name).shape ?? ''}`),
    ...graph.edges().map((edge) => `${edge.v}->${edge.w}:${graph.edge(edge).label}`),
  ]);
}

const seen = Object.entries(FILES).map(([title, text]) => {
  const both = [byDot(text), byGraphlib(text)];
  console.log(`${title}\n  dot           ${both[0]}\n  graphlib-dot  ${both[1]}`);
  return both;
});
const OUTSIDE = 'a->b:x a:circle b:doublecircle';
const due = [
  [OUTSIDE, OUTSIDE],
  ['a:circle b:doublecircle c:circle', 'a:circle b:doublecircle c:doublecircle'],
  ['a->b:x a: b->c:y b: c->a:x c:', 'a->b:x a: b->c:y b: c->a:y c:'],
];
process.exit(JSON.stringify(seen) === JSON.stringify(due) ? 0 : 1);
END
echo "graphlib-dot $version"
dot -V 2>&1
node defaults.cjs
