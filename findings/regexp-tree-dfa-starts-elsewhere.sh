#!/usr/bin/env bash
# The DFA that regexp-tree makes of an expression can begin in its accepting state.
#
# Expected: `fa.toDFA(expression)` and `fa.toNFA(expression)` accept the same words (README, on the interpreter), and the
# table of the DFA can be used for an implementation of one's own, as the README says.
# Seen: the states of the DFA are numbered in an order that need not have the start first, and state 1 is taken for the
# start. `a?b` becomes a table in which state 1 accepts and leads nowhere, so it accepts the empty word and neither b nor ab;
# `(a|b)*c` and `(a|b)c` fare the same, and minimize() keeps it so. `(a|b)*abb`, the expression of the textbooks, is right,
# and so are all NFAs.
# regexp-tree 0.1.27 from npm. Exits with 0 while that is so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel error regexp-tree@0.1.27 >/dev/null
cat >dfa.cjs <<'J'
const { fa } = require('regexp-tree')
console.log('regexp-tree', require('regexp-tree/package.json').version)
const words = ['']
for (let at = 0; words[at].length < 4; at++) for (const symbol of 'abc') words.push(words[at] + symbol)
const DUE = { 'ab?': 0, 'a*b*': 0, '(a|b)*abb': 0, 'c(a|b)*': 0, 'a?': 1, 'a?b': 3, 'a*c': 5, '(a|b)c': 3, '(a|b)*c': 16 }
let same = true
for (const [expression, due] of Object.entries(DUE)) {
  const whole = new RegExp(`^(?:${expression})$`)
  const wrong = automaton => words.filter(word => automaton.matches(word) !== whole.test(word))
  const nfa = wrong(fa.toNFA(`/${expression}/`))
  const dfa = fa.toDFA(`/${expression}/`)
  const lost = wrong(dfa)
  const table = JSON.stringify(dfa.getTransitionTable())
  const accepting = [...dfa.getAcceptingStateNumbers()].join(' ')
  dfa.minimize()
  const minimal = wrong(dfa)
  console.log(`${expression}: wrong of ${words.length} words: NFA ${nfa.length}, DFA ${lost.length} ${JSON.stringify(lost.slice(0, 3))}, minimal ${minimal.length}`)
  if (lost.length > 0) console.log(`  ${table}, accepting ${accepting}`)
  same &&= nfa.length === 0 && lost.length === due && minimal.length === due
}
process.exit(same ? 0 : 1)
J
timeout 60 node dfa.cjs
