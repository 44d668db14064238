#!/bin/sh
# MyHDL turns a floor division into a truncating one when it converts to Verilog.
#
# Expected: a converted module computes what its simulation in Python computed, or the conversion refuses it. In Python
# a // 2 rounds down and a % 3 has the sign of 3; the same `%` is written as `mod` in VHDL, which has that sign too.
# Seen: in Verilog they become `/` and `%`, which round towards zero and take the sign of the dividend, without a warning:
# -7 // 2 is -4 in the simulation and -3 in the circuit, -7 % 3 is 2 and -1. `>>` becomes `>>>` and is right.
# Source: the table of operators in myhdl/conversion/_toVerilog.py has '/' for FloorDiv, whatever the signs.
# myhdl 0.11.52 from PyPI, iverilog 11 of Debian 12. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
apt-get install -y -qq iverilog=11.0-1.1+b1 >/dev/null 2>&1
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install myhdl==0.11.52
cd "$folder"
cat >divide.py <<'P'
from importlib.metadata import version
from myhdl import Signal, always_comb, block, delay, instance, intbv

@block
def divide(a, half, rest, shifted):
    @always_comb
    def logic():
        half.next = a // 2
        rest.next = a % 3
        shifted.next = a >> 1
    return logic

def signals():
    return [Signal(intbv(0, min=-8, max=8)) for _ in range(4)]

print('myhdl', version('myhdl'))
divide(*signals()).convert(hdl='Verilog')
a, half, rest, shifted = signals()
answers = []

@block
def bench():
    unit = divide(a, half, rest, shifted)

    @instance
    def stimulus():
        for number in range(-8, 8):
            a.next = number
            yield delay(1)
            answers.append(f'{number}:{int(half)},{int(rest)},{int(shifted)}')
    return unit, stimulus

bench().run_sim(quiet=1)
print(*answers, sep=' ', file=open('python', 'w'))
P
cat >test.v <<'V'
module test;
    reg signed [3:0] a; wire signed [3:0] half, rest, shifted; integer at;
    divide divide(a, half, rest, shifted);
    initial for (at = -8; at < 8; at = at + 1) begin
        a = at[3:0]; #1 $write("%0d:%0d,%0d,%0d%s", a, half, rest, shifted, at == 7 ? "\n" : " ");
    end
endmodule
V
venv/bin/python divide.py
grep -E '^assign' divide.v
iverilog -o circuit divide.v test.v
./circuit >verilog
echo "a:a//2,a%3,a>>1 in Python:  $(cat python)"
echo "a:a//2,a%3,a>>1 in Verilog: $(cat verilog)"
# Every negative odd number is divided otherwise; the shift never differs.
grep -q -- '^-8:-4,1,-4 -7:-4,2,-4 .* -1:-1,2,-1 0:0,0,0 ' python
grep -q -- '^-8:-4,-2,-4 -7:-3,-1,-4 .* -1:0,-1,-1 0:0,0,0 ' verilog
