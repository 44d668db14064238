#!/bin/sh
# Migen's Verilog loses the carry of unsigned sums, products and shifts that are added to something signed.
#
# Expected: arithmetic has the results of mathematics (Migen's manual, FHDL, on constants), for which each operation has as
# many bits as its result can need; value_bits_sign tells them here. So the written Verilog computes what the simulator of
# the same package does, as `c + b` of a signed c and an unsigned b does.
# Seen: the zero is put in front by a concatenation, `$signed({1'd0, (b + b)})`, and within one Verilog computes with the
# bits of the operands (IEEE 1364-2005, 5.4.1). Of `c + (b + b)` the carry is lost if c is signed; `c + (b << 3)` is c. With
# an unsigned c all are right, and so they are with the sum on a signal of its own. A slice of a signed signal is not taken
# for signed in Verilog at all: `a < a[2]` compares without signs. iverilog and yosys agree on the Verilog.
# migen 0.10.0 from PyPI, iverilog 11 and yosys 0.23 from Debian 12, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
apt-get install -y -qq iverilog=11.0-1.1+b1 yosys=0.23-6 >/dev/null 2>&1
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install migen==0.10.0
cd "$folder"
cat >sums.py <<'P'
import subprocess
from importlib.metadata import version
from migen import Module, Signal, run_simulation
from migen.fhdl.bitcontainer import value_bits_sign
from migen.fhdl.verilog import convert

print('migen', version('migen'))
print(*(subprocess.run([tool, '-V'], capture_output=True, text=True).stdout.splitlines()[0] for tool in ('iverilog', 'yosys')), sep='\n')
EXPRESSIONS = {  # each with what it is for Python's integers
    'c + b': (lambda m: m.c + m.b, lambda a, b, c: c + b),
    'c + (b + b)': (lambda m: m.c + (m.b + m.b), lambda a, b, c: c + (b + b)),
    'c + b * b': (lambda m: m.c + m.b * m.b, lambda a, b, c: c + b * b),
    'c + (b << 3)': (lambda m: m.c + (m.b << 3), lambda a, b, c: c + (b << 3)),
    'c < b + b': (lambda m: m.c < m.b + m.b, lambda a, b, c: c < b + b),
    'a < a[2]': (lambda m: m.a < m.a[2], lambda a, b, c: a < (a >> 2 & 1)),
    'u + (b + b)': (lambda m: m.u + (m.b + m.b), lambda a, b, c: (c & 15) + (b + b)),
    'c + sum': (lambda m: m.c + m.sum, lambda a, b, c: c + b + b),
}

class Sums(Module):
    def __init__(self):
        self.a, self.b, self.c = Signal((3, True), name='a'), Signal(3, name='b'), Signal((4, True), name='c')
        self.u, self.sum = Signal(4), Signal(4)
        self.comb += self.u.eq(self.c), self.sum.eq(self.b + self.b)
        made = [make(self) for make, _ in EXPRESSIONS.values()]
        self.bits = [value_bits_sign(expression) for expression in made]
        self.y = [Signal((9, True), name=f'y{at}') for at in range(len(made))]
        self.comb += [y.eq(expression) for y, expression in zip(self.y, made)]

inputs = [(a, b, c) for a in range(-4, 4) for b in range(8) for c in range(-8, 8)]
simulated = []

def drive(sums):
    for values in inputs:
        for signal, value in zip((sums.a, sums.b, sums.c), values):
            yield signal.eq(value)
        yield
        yield
        row = []
        for y in sums.y:
            row.append((yield y))
        simulated.append(row)

sums = Sums()
bits = sums.bits
run_simulation(sums, drive(sums))
sums = Sums()
text = str(convert(sums, ios={sums.a, sums.b, sums.c, *sums.y}, name='sums'))
open('sums.v', 'w').write(text)
names = [f'y{at}' for at in range(len(EXPRESSIONS))]
steps = ''.join(f'a = {a}; b = {b}; c = {c}; #1 $display("{"%0d " * len(names)}", {", ".join(names)});\n' for a, b, c in inputs)
open('test.v', 'w').write(f"""module test;
reg signed [2:0] a; reg [2:0] b; reg signed [3:0] c;
{''.join(f'wire signed [8:0] {name};' for name in names)}
sums sums({', '.join(f'.{name}({name})' for name in ['a', 'b', 'c', *names])});
initial begin
{steps}end
endmodule
""")
subprocess.run(['yosys', '-q', '-p', 'read_verilog sums.v; synth -top sums; write_verilog -noattr netlist.v'], check=True, stderr=subprocess.DEVNULL)

def by_verilog(source):
    subprocess.run(['iverilog', '-g2005', '-o', 'test', source, 'test.v'], check=True)
    lines = subprocess.run(['./test'], capture_output=True, text=True, check=True).stdout.splitlines()
    return [[int(number) for number in line.split()] for line in lines]

columns = {name: list(zip(*rows)) for name, rows in (('simulation', simulated), ('iverilog', by_verilog('sums.v')), ('yosys', by_verilog('netlist.v')))}
wrong = {}
for at, (title, (_, due)) in enumerate(EXPRESSIONS.items()):
    right = tuple(int(due(*values)) for values in inputs)
    wrong[title] = [sum(got != want for got, want in zip(column[at], right)) for column in columns.values()]
    line = next(line.strip() for line in text.splitlines() if line.startswith(f'assign y{at} ='))
    print(f'{title}, {bits[at][0]} bits: of {len(inputs)} wrong {dict(zip(columns, wrong[title]))}   {line}')
faults = {title for title, counts in wrong.items() if counts[1]}
raise SystemExit(not (
    all(counts[0] == 0 and counts[1] == counts[2] for counts in wrong.values()) and columns['iverilog'] == columns['yosys']
    and faults == {'c + (b + b)', 'c + b * b', 'c + (b << 3)', 'c < b + b', 'a < a[2]'}
))
P
venv/bin/python sums.py
