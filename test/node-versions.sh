#!/usr/bin/env bash
# Builds carrybit under each Node that it supports, and tries it: training, proof, check, a stream through the simulated
# Uno, the library. Node 18 is told that it is too old. npm's package `node` brings each of them.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
system_path=$PATH

# use VERSION: this Node is `node` from here on.
use() {
  PATH=$system_path
  npm install --silent --prefix "$folder/node-$1" "node@$1"
  PATH=$folder/node-$1/node_modules/node/bin:$PATH
  printf '\n=== Node %s\n' "$(node --version)"
}

# says TEXT COMMAND…: the command succeeds, and says this.
says() {
  local text=$1
  shift
  "$@" >"$folder/said" 2>&1 && grep -q -- "$text" "$folder/said" && printf 'ok: %s\n' "${*:2}" && return
  printf 'failed: %s\n  due: "%s"; got:\n' "$*" "$text"
  cat "$folder/said"
  exit 1
}

cat >"$folder/library.mjs" <<END
import { adder, DEFAULT_TRAINING, train } from '$root/dist/src/index.js';
console.log((await train(adder, DEFAULT_TRAINING)).outcome);
END

for version in latest 24 22 20.19; do
  use "$version"
  (cd "$root" && npm run --silent build)
  mkdir "$folder/$version"
  cd "$folder/$version"
  main=$root/dist/bin/carrybit.cjs
  says 'Proven for ' node "$main" train
  says 'Proven for ' node "$main" prove
  says 'the certificate holds' node "$main" check
  says 'It now runs the adder' node "$main" flash-weights --port sim
  says '13 + 4 = 17' node "$main" stream 13 4 --port sim
  says '^proven$' node "$folder/library.mjs"
done

use 18
for args in train 'stream 13 4' --version --help ''; do
  # shellcheck disable=SC2086 # an option and its values are words
  code=0; said=$(node "$root/dist/bin/carrybit.cjs" $args 2>&1) || code=$?
  if [ "$code" -ne 1 ] || [ "$said" != 'carrybit needs Node 20.19 or newer, this is 18.20' ]; then
    printf 'failed: carrybit %s: exit code %s and: %s\n' "$args" "$code" "$said"
    exit 1
  fi
  printf 'exit code 1, "%s": carrybit %s\n' "$said" "$args"
done
