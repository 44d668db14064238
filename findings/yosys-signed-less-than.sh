#!/usr/bin/env bash
# yosys 0.23 synthesizes a comparison of signed numbers for iCE40 that is true for too many of them.
#
# Expected: synth_ice40 gives a circuit that compares as the source does, or refuses it.
# Seen: `a < 3'sh6` with signed a (a < -2) becomes a look-up table that is 1 for a = -2 … 1 too, without a warning.
# Generic `synth` gets it right. The synthesized netlist was simulated beside the module with iverilog.
# Debian 12. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -y -qq yosys=0.23-6 iverilog=11.0-1.1+b1 >/dev/null 2>&1
yosys -V
cat >less.v <<'V'
module less(input signed [2:0] a, output y); assign y = a < 3'sh6; endmodule
V
cat >test.v <<'V'
module test;
    reg signed [2:0] a; wire y; integer at;
    less less(a, y);
    initial for (at = -4; at < 4; at = at + 1) begin a = at; #1 $write("%0d:%b ", a, y); end
endmodule
V
yosys -q -p 'read_verilog less.v; synth_ice40 -top less; write_verilog -noattr ice40.v'
iverilog -g2005 -o source less.v test.v
iverilog -g2012 -DNO_ICE40_DEFAULT_ASSIGNMENTS -o ice40 ice40.v test.v /usr/share/yosys/ice40/cells_sim.v
echo "source: $(./source)"
echo "ice40:  $(./ice40)"
[ "$(./source)" = '-4:1 -3:1 -2:0 -1:0 0:0 1:0 2:0 3:0 ' ] && [ "$(./ice40)" = '-4:1 -3:1 -2:1 -1:1 0:1 1:1 2:0 3:0 ' ]
