#!/bin/sh
# yosys reads a BLIF latch and writes it to BLIF as something no latch, without its initial value.
#
# Expected: `read_blif; write_blif` keeps latches and their initial values, as reading Verilog, `synth` and `write_blif` do.
# Seen: read_blif makes coarse flip-flops, which write_blif puts into the file as `.subckt $dff`, a model that is nowhere,
# without the initial value and without a warning; -icells, the option for cells that BLIF does not have, is not given. ABC
# refuses that file. With `simplemap` in between the latches and their values are kept, and ABC reads them.
# yosys 0.23 and ABC 1.01 of Debian 12. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -y -qq yosys=0.23-6 berkeley-abc=1.01+20221019git70cb339+dfsg-4 >/dev/null 2>&1
yosys -V
cat >in.blif <<'B'
.model latches
.inputs d clk
.outputs zero one
.latch d zero re clk 0
.latch d one re clk 1
.end
B
yosys -q -p 'read_blif in.blif; write_blif straight.blif' >log 2>&1
yosys -q -p 'read_blif in.blif; simplemap; write_blif mapped.blif' >>log 2>&1
grep -HE 'latch |subckt' in.blif straight.blif mapped.blif
echo "warnings of yosys: $(wc -l <log)"
for file in straight mapped; do
  berkeley-abc -c "read_blif $file.blif; print_latch" >"$file" 2>&1
  echo "ABC on $file.blif: $(grep -E 'Cannot|Init' "$file" | tr -s ' ' | head -1)"
done
[ ! -s log ]
[ "$(grep -c 'latch ' straight.blif || true)" = 0 ]
[ "$(grep -cF '.subckt $dff CLK=clk D=d' straight.blif)" = 2 ]
[ "$(grep 'latch ' mapped.blif | awk '{ print $3, $6 }' | sort | tr '\n' ' ')" = 'one 1 zero 0 ' ]
grep -q 'Cannot find the model for subcircuit' straight
! grep -q 'Cannot' mapped
