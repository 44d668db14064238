#!/bin/sh
# ABC takes a BLIF latch with a clock and without an initial value for one that starts at 0.
#
# Expected: in `.latch INPUT OUTPUT [TYPE CONTROL] [INIT]` the value is optional whether or not there is a clock, and a
# latch without one starts unknown (Berkeley Logic Interchange Format: the default is 3, unknown).
# So `.latch n q re clk` and `.latch n q` start alike, and yosys 0.23 reads both as registers without initial value.
# Seen: ABC (Debian 12) has a don't-care for the second only. In the first it reads the clock's name as the value, so it
# starts at 0, or at 1 if the clock's name is `1`. A proof then holds from a start that the circuit need not have.
# Debian 12, amd64. Exits with 0 while that is so.
set -eu
version=1.01+20221019git70cb339+dfsg-4
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq "berkeley-abc=$version" >/dev/null 2>&1
dpkg -x berkeley-abc_*.deb .
echo "berkeley-abc $version"

# latches LINE: how many latches ABC starts at 0, at 1, and at any value.
latches() {
  printf '.model m\n.inputs clk 1 a\n.outputs q\n%s\n.end\n' "$1" >m.blif
  usr/bin/berkeley-abc -q 'read_blif m.blif; print_latch' | grep -oE 'Init[0-9DC]+ = [0-9]+' | tr '\n' ' '
}

bare=$(latches '.latch a q')
clocked=$(latches '.latch a q re clk')
named=$(latches '.latch a q re 1')
said=$(latches '.latch a q re clk 3')
echo ".latch a q            $bare"
echo ".latch a q re clk     $clocked"
echo ".latch a q re 1       $named"
echo ".latch a q re clk 3   $said"
[ "$bare" = 'Init0 = 0 Init1 = 0 InitDC = 1 ' ] && [ "$clocked" = 'Init0 = 1 Init1 = 0 InitDC = 0 ' ] &&
  [ "$named" = 'Init0 = 0 Init1 = 1 InitDC = 0 ' ]
