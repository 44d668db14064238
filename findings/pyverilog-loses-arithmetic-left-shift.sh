#!/bin/sh
# Pyverilog reads `<<<` and writes nothing in its place.
#
# Expected: `<<<` is an operator of Verilog like `<<` (IEEE 1364-2001, 4.1.12), and the code generator writes what the
# parser has read; it does so for `<<`, `>>` and `>>>`.
# Seen: both operands are written side by side. `4'd2 <<< 1` becomes the constant 4'd21, and `a <<< b` the name ab: where
# such a signal exists, the new module is valid Verilog and computes something else. The parser raises no error and does
# not warn; its tree has the shift.
# Source: the generator has no visit_Sla (its issue 138 says so) and visits an unknown node's children instead.
# pyverilog 1.3.0 from PyPI, iverilog 11 of Debian 12. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
apt-get install -y -qq iverilog=11.0-1.1+b1 >/dev/null 2>&1
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install pyverilog==1.3.0
cd "$folder"
cat >before.v <<'V'
module shift(input [3:0] a, input [1:0] b, input [3:0] ab, output [3:0] constant, arithmetic, logical, right);
    assign constant = 4'd2 <<< 1;
    assign arithmetic = a <<< b;
    assign logical = a << b;
    assign right = a >>> b;
endmodule
V
cat >again.py <<'P'
from importlib.metadata import version
from pyverilog.ast_code_generator.codegen import ASTCodeGenerator
from pyverilog.vparser.parser import parse

print('pyverilog', version('pyverilog'))
tree, _ = parse(['before.v'], debug=False)
open('after.v', 'w').write(ASTCodeGenerator().visit(tree))
P
cat >test.v <<'V'
module test;
    wire [3:0] constant, arithmetic, logical, right;
    shift shift(4'd3, 2'd2, 4'd9, constant, arithmetic, logical, right);
    initial #1 $display("%0d %0d %0d %0d", constant, arithmetic, logical, right);
endmodule
V
venv/bin/python again.py
iverilog -o before before.v test.v
iverilog -o after after.v test.v 2>/dev/null
grep -E 'assign (constant|arithmetic)' after.v
echo "2 <<< 1, 3 <<< 2, 3 << 2, 3 >>> 2, with ab = 9: before $(./before), after $(./after)"
grep -q "constant = 4'd21;" after.v
grep -q 'arithmetic = ab;' after.v
[ "$(./before)" = '4 12 12 0' ] && [ "$(./after)" = '5 9 12 0' ]
