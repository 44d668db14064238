#!/usr/bin/env bash
# All packages as they are published, installed in an empty folder on a machine without Rust, no install script run: what
# people do works, with the addon, without it, and with a damaged one. Not part of `npm test`: it installs from npm.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
live=
trap '[ -z "$live" ] || kill "$live" 2>/dev/null || true; rm -rf "$work"' EXIT
# Without whatever Rust there is.
PATH=$(dirname "$(command -v node)"):/usr/bin:/bin
CARGO=$(command -v cargo || true)
[ -z "$CARGO" ] || echo "note: $CARGO is there; nothing here calls it"

fail() {
  echo "FAILED: $1" >&2
  [ ! -f "$work/err" ] || cat "$work/err" >&2
  exit 1
}
# says TEXT: the last command's stderr has a line with it; silent: it has none.
says() { grep -qF -- "$1" "$work/err" || fail "nothing says: $1"; }
silent() { [ ! -s "$work/err" ] || fail "expected silence"; }
run() { timeout 120 npx --no-install carrybit "$@" >"$work/out" 2>"$work/err" </dev/null || fail "carrybit $*"; }

arch=$(node -p process.arch)
kind=$(getconf GNU_LIBC_VERSION >/dev/null 2>&1 && echo gnu || echo musl)
node "$root/release/pack.mjs" "$work/packages" "$(uname -m)-unknown-linux-$kind"
mkdir "$work/app"
cd "$work/app"
npm init -y >/dev/null
platform=carrybit-linux-$arch-$kind
began=$(date +%s%N)
npm install --no-audit --no-fund --ignore-scripts --loglevel error "$work"/packages/*.tgz
megabytes=$(du -sm node_modules | cut -f1)
echo "installed in $((($(date +%s%N) - began) / 1000000)) ms: $megabytes MB in node_modules"
npm ls --all || fail 'a dependency is missing, or not the one that is asked for'
[ "$megabytes" -le 35 ] || fail 'more than 35 MB'
scripts=$(node -p "
  const { packages } = JSON.parse(require('fs').readFileSync('package-lock.json', 'utf8'));
  Object.keys(packages).filter((path) => packages[path].hasInstallScript).join(' ')")
echo "install scripts: $scripts"
# It finds its own prebuilt addon when it is loaded; its script would build one where there is none.
[ "$scripts" = node_modules/@serialport/bindings-cpp ] || fail 'other packages run install scripts'
addon=node_modules/$platform

# Whatever does not train, without a word about addons; `live` answers.
without_training() {
  run --version && silent
  run prove && silent
  run explain && silent
  run export --format c --out "$work/export" && silent
  run stream 13 4 --engine node && silent
  grep -q '13 + 4 = 17' "$work/out" || fail 'stream 13 4'
  node --input-type=module -e "import { FixedCell } from 'carrybit'; if (!FixedCell) process.exit(1)" 2>"$work/err" && silent
  node_modules/.bin/carrybit live --http 0 >"$work/out" 2>"$work/err" </dev/null &
  live=$!
  for _ in $(seq 100); do grep -q 'http:' "$work/out" && break; sleep 0.1; done
  node -e "fetch(/http:\S+/.exec(require('fs').readFileSync('$work/out', 'utf8'))[0]).then(({ ok }) => process.exit(ok ? 0 : 1))" ||
    fail 'live answers'
  kill -TERM "$live"
  wait "$live" || true
  live=
}

echo '== with the addon'
run train --quiet && silent
mv trained trained-by-addon
ln -s trained-by-addon trained
without_training
run check && silent
rm trained

echo '== without it'
mv "$addon" "$work/aside"
run train --quiet
says "the addon $platform is not installed; WebAssembly takes its place"
says "npm install $platform@"
[ "$(wc -l <"$work/err")" -eq 1 ] || fail 'it is said once'
cmp trained/network.json trained-by-addon/network.json || fail 'the same bits'
without_training
run check

echo '== own machines, recordings and the smallest network without it'
examples=node_modules/carrybit/examples
run train --machine $examples/quadrature/quadrature.mjs --quiet --out machine
says "the addon $platform is not installed; WebAssembly takes its place"
run check machine/network.json
run train --recordings $examples/debouncer/debouncer.csv --quiet --out recorded
run check recorded/network.json --recordings $examples/debouncer/debouncer.csv
run smallest --task parity --tables any --out smallest
run check smallest/smallest-any.json

echo '== cut short'
cp -r "$work/aside" "$addon"
truncate -s 5000 "$addon"/*.node
run train --quiet
says "the addon $platform cannot be loaded (expected "
says "To repair it, run npm ci"
without_training

echo '== no core at all'
rm -r node_modules/carrybit/native/wasm
if npx --no-install carrybit train --quiet 2>"$work/err"; then fail 'training without a core'; fi
says "cannot be loaded"
[ "$(wc -l <"$work/err")" -eq 1 ] || fail 'one line'

echo '== repaired by the command that was named'
npm ci --no-audit --no-fund --ignore-scripts --loglevel error
run train --quiet && silent

echo '== a clone without Rust'
mkdir "$work/clone" "$work/bin"
git -C "$root" ls-files -z | tar -C "$root" --null --files-from - -cf - | tar -C "$work/clone" -xf -
ln -s "$root/node_modules" "$work/clone/node_modules"
for tool in node npm npx sh env; do ln -s "$(command -v "$tool")" "$work/bin"; done
cd "$work/clone"
PATH=$work/bin node prepare.mjs 2>"$work/err" || fail 'building without Rust'
says 'Rust is not installed: training runs on the committed WebAssembly'
says 'install Rust from https://rustup.rs, then run npm run build'
PATH=$work/bin npm run --silent train >"$work/out" 2>"$work/err" || fail 'training without Rust'
says 'the addon is not built; WebAssembly takes its place'
grep -q 'is proven' "$work/out" || fail 'a proof without Rust'
echo "packages work"
