#!/usr/bin/env bash
# The completion scripts in the shells they are for: what stands after TAB.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
carrybit=(node "$root/dist/bin/carrybit.cjs")
for shell in bash zsh fish; do "${carrybit[@]}" completion "$shell" >"carrybit.$shell"; done
mkdir nets 'two words'
touch nets/network.json

# same NAME EXPECTED GOT
same() { [ "$2" = "$3" ] || { printf '%s: expected "%s", got "%s"\n' "$1" "$2" "$3"; exit 1; }; }

# after WORDS…: what bash completes the last of them to.
after() { bash -c 'source ./carrybit.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _carrybit; printf "%s;" "${COMPREPLY[@]}"' - "$@"; }
same bash 'prove;' "$(after carrybit prov)"
same bash 'adder;subtractor;comparator;parity;' "$(after carrybit train --task '')"
same bash '--machine;' "$(after carrybit prove --m)"
same bash 'nets;' "$(after carrybit prove ne)"
same bash 'two words;' "$(after carrybit train --out tw)"
same bash 'bash;zsh;fish;' "$(after carrybit completion '')"
same bash ';' "$(after carrybit train --seed '')"

zsh -n carrybit.zsh
same zsh _carrybit "$(zsh -fc 'autoload -Uz compinit; compinit -u -d ./dump; source ./carrybit.zsh; print $_comps[carrybit]')"

fish --no-execute carrybit.fish
# first LINE: the words that fish completes it to.
first() { fish --no-config -c "source carrybit.fish; complete -C '$1'" | cut -f1 | tr '\n' ';'; }
same fish 'prove;' "$(first 'carrybit prov')"
same fish 'adder;comparator;parity;subtractor;' "$(first 'carrybit train --task ')"
same fish 'parity' "$(fish --no-config -c "source carrybit.fish; complete -C 'carrybit train --task p'")"
same fish '--machine;' "$(first 'carrybit prove --m')"
same fish 'bash;fish;zsh;' "$(first 'carrybit completion ')"
echo 'completion: bash, zsh and fish'
