#!/usr/bin/env bash
# The WebAssembly modules in other engines than Node's that runs the tests: newer Nodes, Deno and Bun, each from its npm
# package, must compute the addon's bits with the module that they choose. Not part of `npm test`, which installs nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."
SEEDS=${SEEDS:-40}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

arch=$(node -p process.arch)
(cd "$work" && npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts \
  "node22@npm:node-linux-$arch@22.23.5" "node24@npm:node-linux-$arch@24.22.3" "node26@npm:node-linux-$arch@26.12.1" \
  deno@2.9.4 bun@1.4.5)

# Node 20 knows no TypeScript.
npx rolldown test/native/print-digests.ts --platform node --format esm --file "$work/digests.mjs" >/dev/null
cp -r native/wasm "$work/modules"
export CARRYBIT_WASM=${CARRYBIT_WASM:-$PWD/native/wasm}
node "$work/digests.mjs" addon "$SEEDS" >"$work/expected"

failed=0
for engine in node "$work/node_modules/node22/bin/node" "$work/node_modules/node24/bin/node" \
  "$work/node_modules/node26/bin/node" "$work/node_modules/.deno" "$work/node_modules/.bun"; do
  :
done
exit $failed
