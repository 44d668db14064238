#!/usr/bin/env bash
# The package that @napi-rs/cli prepares for x86_64-pc-windows-gnu is not installed on Windows.
#
# Expected: a package for an addon can be installed on the system it is for. `libc` only applies if `os` is linux
# (docs.npmjs.com, package.json, "libc").
# Seen: it asks for win32 and, because the target ends in gnu, for glibc too (@napi-rs/cli, create-npm-dirs), and npm
# refuses it on Windows: as an optional dependency it is left out without a word, and the program runs without its addon.
# Without `libc` in its package.json, npm installs it.
# @napi-rs/cli 3.10.12 from npm, npm 11. Exits with 0 while that is so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel error @napi-rs/cli@3.10.12 >/dev/null
echo "@napi-rs/cli $(node -p "require('@napi-rs/cli/package.json').version"), npm $(npm --version)"
mkdir addon app
cd addon
cat >package.json <<'J'
{ "name": "some-addon", "version": "1.0.0", "napi": { "binaryName": "some", "targets": ["x86_64-pc-windows-gnu"] } }
J
node ../node_modules/@napi-rs/cli/dist/cli.js create-npm-dirs >/dev/null 2>&1
package=$work/addon/npm/win32-x64-gnu
touch "$package/some.win32-x64-gnu.node"
node -p "const { os, cpu, libc } = require('$package/package.json'); JSON.stringify({ os, cpu, libc })"

# installs: whether npm brings the package to a Windows on x64, as an optional dependency.
installs() {
  rm -rf "$work/app" && mkdir "$work/app" && cd "$work/app"
  local tarball
  tarball=$(cd "$package" && npm pack --silent --pack-destination "$work")
  echo "{ \"optionalDependencies\": { \"some-addon-win32-x64-gnu\": \"file:$work/$tarball\" } }" >package.json
  npm install --no-audit --no-fund --ignore-scripts --loglevel error --os=win32 --cpu=x64 >/dev/null
  [ -d node_modules/some-addon-win32-x64-gnu ]
}
if installs; then
  echo 'as prepared: installed'
  exit 1
fi
echo 'as prepared: left out'
node -e "
const { libc, ...rest } = require('$package/package.json')
require('fs').writeFileSync('$package/package.json', JSON.stringify(rest))"
installs
echo 'without libc: installed'
