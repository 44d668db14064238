#!/usr/bin/env bash
# Trains a network, exports it as safetensors, and has PyTorch load it into its own nn.RNN under the names that are
# in the file: it must answer as network.json's parameters do in plain numpy. And back: what PyTorch trained and saved is
# imported, proven, checked, flashed and streamed.
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

"$folder/venv/bin/python" test/network/train_elsewhere.py "$folder/else.safetensors" "$folder/else.onnx"
for file in else.safetensors else.onnx; do
  node dist/bin/carrybit.cjs import "$folder/$file" --out "$folder/$file.out"
  node dist/bin/carrybit.cjs check "$folder/$file.out/network.json"
  (cd "$folder" && node "$OLDPWD/dist/bin/carrybit.cjs" flash-weights "$file.out/network.json" --port sim)
  (cd "$folder" && node "$OLDPWD/dist/bin/carrybit.cjs" stream 511 1 --network "$file.out/network.json" --port sim) |
    grep '511 + 1 = 512'
done
