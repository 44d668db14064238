#!/bin/sh
# pyDigitalWaveTools gives the changes of a shared VCD identifier to one of its variables and none to the others.
#
# Expected: variables of a VCD file may have the same identifier code, so that a net which goes through ports is written once;
# a value change holds for all of them (IEEE 1364-2005, 18.2). Simulators write files so, iverilog too.
# Seen: the variable that stands first in the file has all changes, each further one an empty list, without an error: the
# signals inside of the instances look as if they never had a value. vcdvcd has the changes under all names.
# pyDigitalWaveTools 1.2, vcdvcd 2.6.0 from PyPI, Python 3.11, iverilog 11.0 from Debian 12. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
apt-get install -y -qq iverilog=11.0-1.1+b1 >/dev/null 2>&1
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install pyDigitalWaveTools==1.2 vcdvcd==2.6.0
cd "$folder"
cat >top.v <<'V'
module inner(input clk, output reg q = 0);
  always @(posedge clk) q <= ~q;
endmodule
module top;
  reg clk = 0;
  wire q;
  inner one(clk, q);
  initial begin
    $dumpfile("top.vcd");
    $dumpvars;
    repeat (6) #5 clk = ~clk;
  end
endmodule
V
cat >readers.py <<'P'
from importlib.metadata import version
from pyDigitalWaveTools.vcd.parser import VcdParser
from vcdvcd import VCDVCD

print(*(f'{name} {version(name)}' for name in ('pyDigitalWaveTools', 'vcdvcd')))

def flat(scope, path):
    for name, child in scope.children.items():
        yield from flat(child, f'{path}{name}.') if hasattr(child, 'children') else [(path + name, child.data)]

parser = VcdParser()
with open('top.vcd') as file:
    parser.parse(file)
by_tools = {name: [(time, int(value)) for time, value in data] for name, data in flat(parser.scope, '')}
vcd = VCDVCD('top.vcd')
by_vcdvcd = {name: [(time, int(value)) for time, value in vcd[name].tv] for name in vcd.signals}
for name, code in vcd.references_to_ids.items():
    print(f'{name} {code}', f'  pyDigitalWaveTools  {by_tools[name]}', f'  vcdvcd              {by_vcdvcd[name]}', sep='\n')
CLK = [(time, time // 5 % 2) for time in range(0, 35, 5)]
Q = [(0, 0), (5, 1), (15, 0), (25, 1)]
raise SystemExit(not (
    by_vcdvcd == {'top.q': Q, 'top.clk': CLK, 'top.one.q': Q, 'top.one.clk': CLK}
    and by_tools == {**by_vcdvcd, 'top.one.q': [], 'top.one.clk': []}
))
P
iverilog -V 2>/dev/null | head -1
iverilog -o top top.v
vvp -n top >/dev/null
venv/bin/python readers.py
