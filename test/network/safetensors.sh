#!/usr/bin/env bash
# Trains a network, exports it as safetensors, and has Python's own safetensors library load it: every tensor must
# be there with the shape and the numbers that network.json has, to the bit.
set -eu
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check safetensors==0.6.2 numpy==2.2.6
node dist/bin/carrybit.cjs train --quiet --out "$folder"
node dist/bin/carrybit.cjs export --format safetensors "$folder/network.json"
"$folder/venv/bin/python" test/network/load_safetensors.py "$folder/network.json" "$folder/network.safetensors"
