#!/usr/bin/env bash
# Network file and certificate, of this version and of 0.1.0, written anew by Python's json: the same files.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
node "$root/dist/bin/carrybit.cjs" train --quiet
cp "$root"/test/network/v1/*.json .
cp trained/*.json .
cp "$root"/test/network/v1/network.json old.json
cp "$root"/test/network/v1/network.*.certificate.json "$(basename "$root"/test/network/v1/network.*.certificate.json | sed 's/^network/old/')"
python3 - *.json <<'PYTHON'
import json, sys
for name in sys.argv[1:]:
    value = json.load(open(name, encoding="utf-8"))
    json.dump(value, open(name, "w", encoding="utf-8"), sort_keys=True, indent=1)
PYTHON
for network in network old smallest; do node "$root/dist/bin/carrybit.cjs" check "$network.json"; done
