#!/usr/bin/env bash
# The README's commands, on a copy of this folder's tracked files, where there is only what the README asks for: the
# PATH holds Node, npm, Rust, a C compiler, sh and coreutils, whatever else is installed. As root they run as the user
# nobody.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
bare=$(mktemp -d)
trap 'rm -rf "$bare"' EXIT
chmod 755 "$bare"
mkdir "$bare/bin" "$bare/home" "$bare/carrybit"
(cd "$root" && git ls-files -z | xargs -0 cp -P --parents -t "$bare/carrybit")

as_user=()
if [ "$(id -u)" -eq 0 ]; then
  chown -R nobody "$bare/home" "$bare/carrybit"
  as_user=(setpriv --reuid nobody --regid nogroup --clear-groups)
fi

# The toolchain itself, not rustup's programs of the same names. That of root is in root's home, which nobody can enter.
rust=$(rustc --print sysroot)
if ! "${as_user[@]}" test -x "$rust/bin/rustc"; then
  mkdir "$bare/rust"
  for part in bin lib; do cp -al "$rust/$part" "$bare/rust" 2>/dev/null || cp -a "$rust/$part" "$bare/rust"; done
  rust=$bare/rust
fi
ln -s "$rust/bin/cargo" "$rust/bin/rustc" "$bare/bin"
for program in node npm cc ld as ar sh \
  basename cat chmod cp cut date dirname echo env expr false head id ln ls mkdir mkfifo mktemp mv nproc printf pwd \
  readlink realpath rm rmdir sleep sort stat tail tee test touch tr true uname uniq wc; do
  ln -s "$(readlink -f "$(type -P "$program")")" "$bare/bin/$program"
done

cd "$bare/carrybit"
mapfile -t commands < <(grep '^    npm ci ' README.md)
[ "${#commands[@]}" -eq 2 ] || { echo 'failed: expected two commands in README.md that begin with npm ci' >&2; exit 1; }
for command in "${commands[@]}"; do
  printf '\n$ %s\n' "$command"
  "${as_user[@]}" env -u CARGO_HOME -u RUSTUP_HOME -u CARRYBIT_PORT HOME="$bare/home" PATH="$bare/bin" \
    sh -c "$command" </dev/null
done
