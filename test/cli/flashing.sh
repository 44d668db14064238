# What the tests of flashing share; to be sourced in bash, with `set -eu`. It goes to an empty folder, and at the end
# removes it and stops the servers whose process ids are in `servers`.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT
cd "$folder"

main=$root/dist/bin/carrybit.cjs
carrybit() { timeout 120 "$(command -v node)" "$main" "$@"; }

# serve OUTPUT PROGRAM…: runs a program, its output to a file, until the test ends. Not a function: of that, only the
# shell around it would be stopped.
serve() {
  local output=$1
  shift
  "$@" >"$output" &
  servers+=($!)
}

# until_ready COMMAND…: waits, at most ten seconds, until a command succeeds.
until_ready() {
  for _ in $(seq 100); do "$@" && return; sleep 0.1; done
  echo "failed: waited in vain for $*" >&2
  exit 1
}

# expect CODE TEXT COMMAND…: the command ends with this code, and says this.
expect() {
  local due=$1 text=$2 code=0
  shift 2
  "$@" >said 2>&1 || code=$?
  if [ "$code" -ne "$due" ] || ! grep -q -- "$text" said; then
    printf 'failed: %s\n  due: exit code %s and "%s"; got %s and:\n' "$*" "$due" "$text" "$code"
    cat said
    exit 1
  fi
  printf 'exit code %s, "%s": %s\n' "$code" "$text" "${*:2}"
}
