#!/bin/sh
# PyRTL writes `~a + b` into a Verilog expression in which a is extended before it is inverted.
#
# Expected: the module that output_to_verilog writes computes what PyRTL's simulation computes. There ~a has as many bits
# as a, and is extended with zeros to the length of the sum.
# Seen: the complement is put into the expression around it. In Verilog the operands of +, -, * and of an inner ~ are
# extended to the length of the whole expression first (IEEE 1364-2005, 5.4), so the new bits of ~a are ones: the sum
# is always wrong, the product unless b is 0. Comparisons and `&` are right, and so is ~a with a name of its own.
# iverilog and yosys agree with each other on the module. Exits with 0 while that is so.
# pyrtl 1.0.3 from PyPI, iverilog 11 and yosys 0.23 of Debian 12.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
apt-get install -y -qq iverilog=11.0-1.1+b1 yosys=0.23-6 >/dev/null 2>&1
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install pyrtl==1.0.3
cd "$folder"
cat >invert.py <<'P'
from importlib.metadata import version
import pyrtl

print('pyrtl', version('pyrtl'))
a, b = pyrtl.Input(4, 'a'), pyrtl.Input(4, 'b')
named = pyrtl.WireVector(4, 'not_a')
named <<= ~a
for name, value in {'sum': ~a + b, 'product': ~a * b, 'less': ~a < b, 'both': ~a & b, 'apart': named + b}.items():
    output = pyrtl.Output(len(value), name)
    output <<= value
with open('invert.v', 'w') as file:
    pyrtl.output_to_verilog(file)
simulation = pyrtl.Simulation()
with open('python', 'w') as file:
    for number in range(256):
        simulation.step({'a': number >> 4, 'b': number & 15})
        print(*(simulation.inspect(name) for name in ('sum', 'product', 'less', 'both', 'apart')), file=file)
P
cat >test.v <<'V'
module test;
    reg [3:0] a, b; wire [4:0] sum, apart; wire [7:0] product; wire less; wire [3:0] both; integer at;
    toplevel top(.clk(1'b0), .rst(1'b0), .a(a), .b(b), .sum(sum), .product(product), .less(less), .both(both), .apart(apart));
    initial for (at = 0; at < 256; at = at + 1) begin
        {a, b} = at[7:0]; #1 $display("%0d %0d %0d %0d %0d", sum, product, less, both, apart);
    end
endmodule
V
venv/bin/python invert.py
yosys -V
yosys -q -p 'read_verilog invert.v; synth -top toplevel; write_verilog -noattr gates.v'
iverilog -o source invert.v test.v && ./source >verilog
iverilog -o gates gates.v test.v && ./gates >yosys
cmp verilog yosys
grep -E 'assign tmp.*~' invert.v
# differ COLUMN: how many of the 256 pairs a, b have another value in Verilog than in the simulation.
differ() { paste -d ' ' python verilog | awk -v at="$1" '$at != $(at + 5)' | wc -l; }
echo "wrong of 256: ~a + b $(differ 1), ~a * b $(differ 2), ~a < b $(differ 3), ~a & b $(differ 4), with a name $(differ 5)"
echo "$(differ 1) $(differ 2) $(differ 3) $(differ 4) $(differ 5)" >counts
grep -qx '256 240 0 0 0' counts
