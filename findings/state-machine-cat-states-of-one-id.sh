#!/usr/bin/env bash
# state-machine-cat writes different states to SCXML under the same id, so two states become one.
#
# Expected: a state is what its name says; SCXML output has a state for each, and a transition leads where the diagram's does.
# An id is unique in an SCXML document (W3C SCXML, 3.14).
# Seen: each sign that an XML name cannot hold becomes `_`, so `a<b`, `a=b` and `a>b` are all `a_b`: three states of one id,
# and transitions from it to itself. The same diagram as DOT has all three. Nothing is said of it. The names `less`, `equal`
# and `more` come out right; `0` and `1` become `_0` and `_1`, as an XML name must.
# state-machine-cat 14.0.8 from npm. Exits with 0 while that is so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel error state-machine-cat@14.0.8 >/dev/null
cat >states.mjs <<'J'
import { readFileSync } from 'node:fs'
import { render } from 'state-machine-cat'
console.log('state-machine-cat', JSON.parse(readFileSync('node_modules/state-machine-cat/package.json')).version)

/** The states and the transitions of a comparator with these names, as they stand in its SCXML. */
async function comparator(equal, less, more) {
  const diagram = `initial => "${equal}"; "${equal}" => "${less}": lt; "${equal}" => "${more}": gt;`
  const scxml = await render(diagram, { outputType: 'scxml' })
  const all = expression => [...scxml.matchAll(expression)].map(match => match.slice(1).join(' to '))
  const row = `states ${all(/<state id="(.*?)"/g).join(', ')}; transitions ${all(/event="(.*?)" target="(.*?)"/g).join(', ')}`
  const dot = await render(diagram, { outputType: 'dot' })
  console.log(`${equal} ${less} ${more}: ${row}; in DOT: ${[less, equal, more].filter(name => dot.includes(`"${name}"`)).length} states`)
  return row
}
const words = await comparator('equal', 'less', 'more')
const digits = await comparator('0', '1', '2')
const signs = await comparator('a=b', 'a<b', 'a>b')
process.exit(
  words === 'states equal, less, more; transitions lt to less, gt to more' &&
    digits === 'states _0, _1, _2; transitions lt to _1, gt to _2' &&
    signs === 'states a_b, a_b, a_b; transitions lt to a_b, gt to a_b'
    ? 0
    : 1,
)
J
timeout 60 node states.mjs
