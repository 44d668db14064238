#!/usr/bin/env bash
# Verilator 5.006 compares the items of a case statement one by one, by the rules for two numbers.
#
# Expected: the expressions of a case statement are one context. If any of them, selector or item, is unsigned, all are
# taken for unsigned, and all are extended to the longest (IEEE 1364-2005, 9.5). So with a signed 3-bit selector and the
# items -4 (32 bits, signed) and 3'd2 (unsigned), a selector of -4 is 4 in 32 bits, which is not the item -4: default.
# Seen: iverilog 11 and yosys 0.23 take the default. Verilator extends the selector by its sign for the item -4 and takes
# that item; with the default warnings it says nothing of signs. Without the unsigned item all agree.
# Debian 12. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -y -qq verilator=5.006-3 iverilog=11.0-1.1+b1 yosys=0.23-6 g++ make >/dev/null 2>&1
verilator --version
yosys -V
cat >select.v <<'V'
module select(input signed [2:0] a, output reg [1:0] mixed, output reg [1:0] plain);
    always @* begin
        case (a) -4: mixed = 1; 3'd2: mixed = 2; default: mixed = 0; endcase
        case (a) -4: plain = 1; 3'sd2: plain = 2; default: plain = 0; endcase
    end
endmodule
V
cat >test.v <<'V'
module test;
    reg signed [2:0] a; wire [1:0] mixed, plain; integer at;
    select select(a, mixed, plain);
    initial begin
        for (at = -4; at < 4; at = at + 1) begin a = at[2:0]; #1 $write("%0d:%0d%0d ", a, mixed, plain); end
        $finish;
    end
endmodule
V
yosys -q -p 'read_verilog select.v; synth -top select; write_verilog -noattr netlist.v'
iverilog -g2005 -o source select.v test.v
iverilog -g2005 -o netlist netlist.v test.v
verilator --binary --timing -Wno-fatal --timescale 1ns/1ns --top-module test select.v test.v >log 2>&1 || { cat log; exit 1; }
iverilog=$(./source)
yosys=$(./netlist)
verilator=$(obj_dir/Vtest | head -1)
echo "warnings of Verilator: $(grep -oE '%Warning-[A-Z]+' log | sort | uniq -c | tr -s ' \n' ' ')"
echo "a:mixed,plain in iverilog:  $iverilog"
echo "a:mixed,plain from yosys:   $yosys"
echo "a:mixed,plain in Verilator: $verilator"
case $verilator in '-4:11 -3:00 -2:00 -1:00 0:00 1:00 2:22 3:00 '*) ;; *) exit 1 ;; esac
case $iverilog$yosys in '-4:01 -3:00 -2:00 -1:00 0:00 1:00 2:22 3:00 '*'-4:01 -3:00 -2:00 -1:00 0:00 1:00 2:22 3:00 '*) ;; *) exit 1 ;; esac
