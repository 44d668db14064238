#!/usr/bin/env bash
# Trains a network, exports it as safetensors, and has PyTorch load it into its own nn.RNN under the names that are
# in the file: it must answer as network.json's parameters do in plain numpy.
set -eu
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3=/usr/bin/python3 # Debian's, which has Debian's PyTorch.
"$python3" -m venv --system-site-packages "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check safetensors==0.6.2
node dist/bin/carrybit.cjs train --quiet --out "$folder"
node dist/bin/carrybit.cjs export --format safetensors --name adder "$folder/network.json"
"$folder/venv/bin/python" test/network/load_safetensors.py "$folder/network.json" "$folder/adder.safetensors"
