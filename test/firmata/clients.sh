#!/usr/bin/env bash
# Other people's Firmata clients at the simulated Uno with carrybit's firmware: pyFirmata2, pymata4, pymata-express and
# johnny-five; pyFirmata where there is a Python before 3.11, with which it starts; firmata4j where there are Java and
# Maven; gobot where there is Go; firmata-rs where there is Rust. They come from their registries, hence not part of `npm test`.
# Debian: apt-get install socat python3-venv
set -eu
cd "$(dirname "$0")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyfirmata2==2.5.0 pymata4==1.15 pymata-express==1.21
for old in python3.10 python3.9; do
  "$old" -m venv "$folder/old-venv" 2>"$folder/old.log" || continue
  "$folder/old-venv/bin/pip" install --quiet --disable-pip-version-check pyFirmata==1.1.0
  break
done
if command -v mvn >/dev/null && command -v java >/dev/null; then
  cp test/firmata/firmata4j.xml "$folder/pom.xml"
  mvn --quiet --batch-mode --file "$folder/pom.xml" dependency:copy-dependencies -DoutputDirectory="$folder/lib"
  ln -s "$(command -v java)" "$folder/java"
fi
if command -v go >/dev/null; then
  mkdir "$folder/source"
  cp test/firmata/gobot.go "$folder/source/main.go"
  (cd "$folder/source" && go mod init clients && go get gobot.io/x/gobot/v2@v2.5.0 && go mod tidy && go build -o "$folder/gobot" .) \
    >"$folder/go.log" 2>&1 || { cat "$folder/go.log"; exit 1; }
fi
if command -v cargo >/dev/null; then
  cargo build --quiet --locked --manifest-path test/firmata/firmata-rs/Cargo.toml --target-dir "$folder/target"
  ln -s "$folder/target/debug/with-firmata-rs" "$folder/firmata-rs"
fi
CLIENTS=$folder npx vitest run --project slow "${@:-test/firmata/}"
