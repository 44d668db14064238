#!/usr/bin/env bash
# The WebAssembly modules in other engines than the Node that runs the tests: newer Nodes, Deno and Bun, each from its npm
# package, must compute the addon's bits with the module that they choose. Not part of `npm test`: it installs from npm.
set -euo pipefail
cd "$(dirname "$0")/../.."
SEEDS=${SEEDS:-40}
export CARRYBIT_WASM=${CARRYBIT_WASM:-$PWD/native/wasm}
work=$(mktemp -d)
# Inside the package, since it looks for its own addon; as JavaScript, since Node 20 knows nothing else.
bundle=dist/engines/digests.mjs
trap 'rm -rf "$work" "$(dirname "$bundle")"' EXIT

arch=$(node -p process.arch)
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel error \
  "node22@npm:node-linux-$arch@22.23.5" "node24@npm:node-linux-$arch@24.22.3" "node26@npm:node-linux-$arch@26.12.1" \
  "@deno/linux-$arch-glibc@2.9.6" "@oven/bun-linux-${arch/arm64/aarch64}@1.4.5"
npx rolldown test/native/print-digests.ts --platform node --format esm --file "$bundle" >/dev/null
node "$bundle" "$SEEDS" addon >"$work/expected" 2>/dev/null

passed=0
failed=0
# engine NAME COMMAND…
engine() {
  local name=$1
  shift
  if "$@" "$bundle" "$SEEDS" >"$work/digests" 2>"$work/module" && cmp -s "$work/expected" "$work/digests"; then
    passed=$((passed + 1))
    echo "$name computes the addon's bits with the $(tail -1 "$work/module") module"
  else
    failed=$((failed + 1))
    echo "FAILED: $name, $(tail -3 "$work/module")"
  fi
}
modules=$work/node_modules
engine "Node $(node -v)" node
for node in "$modules"/node2*/bin/node; do engine "Node $("$node" -v)" "$node"; done
deno=$modules/@deno/linux-$arch-glibc/deno
engine "$("$deno" --version | head -1)" "$deno" run --allow-all
bun=$(ls "$modules"/@oven/bun-linux-*/bin/bun)
engine "Bun $("$bun" --version)" "$bun"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
