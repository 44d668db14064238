#!/bin/sh
# A recurrent synaptic network loses its memory when it is exported, and keeps it when it is cleared.
#
# Expected: standalone() returns a function that does what the network does, without the library; clear() makes the network
# forget its context and keep its weights (the project's documentation of Network). So from step to step the function
# agrees with an LSTM, and a cleared LSTM begins as a new one.
# Seen: the memory lies inside the exported function and is made anew by each call, so an LSTM gives the same output for the
# same input wherever it comes in a sequence. clear() sets the training's traces to 0, but neither the cells' states nor the
# activations that are fed back, so the next sequence goes on from the last one; only a copy made by toJSON() and fromJSON(),
# which does not hold them, begins anew. Right are the first step, and networks without memory.
# synaptic 1.1.4 from npm. Exits with 0 while that is so.
set -eu
version=1.1.4
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "synaptic@$version" >/dev/null

cat >memory.cjs <<'END'
let seed = 1;
Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
const { Architect, Network } = require('synaptic');
const SEQUENCE = [[0, 0], [1, 1], [0, 1], [0, 1], [1, 1], [0, 0]];
const outputs = (run) => SEQUENCE.map((inputs) => run(inputs)[0].toFixed(5)).join(' ');
const seen = [];
for (const [name, network] of [['LSTM', new Architect.LSTM(2, 3, 1)], ['Perceptron', new Architect.Perceptron(2, 3, 1)]]) {
  const json = network.toJSON();
  const copy = Network.fromJSON(json);
  const alone = Network.fromJSON(json).standalone();
  const rows = { network: outputs((inputs) => network.activate(inputs)) };
  rows.standalone = outputs(alone);
  network.clear();
  rows.cleared = outputs((inputs) => network.activate(inputs));
  rows.copy = outputs((inputs) => copy.activate(inputs));
  console.log(name);
  for (const [title, row] of Object.entries(rows)) console.log(`  ${title.padEnd(10)}  ${row}`);
  seen.push(rows);
}
const [lstm, perceptron] = seen;
const alone = lstm.standalone.split(' ');
const asSeen =
  new Set(Object.values(perceptron)).size === 1 &&
  lstm.copy === lstm.network && lstm.cleared !== lstm.network && lstm.standalone !== lstm.network &&
  alone[0] === lstm.network.split(' ')[0] &&
  alone[0] === alone[5] && alone[1] === alone[4] && alone[2] === alone[3] &&
  lstm.network.split(' ')[2] !== lstm.network.split(' ')[3];
process.exit(asSeen ? 0 : 1);
END
echo "synaptic $version"
node memory.cjs
