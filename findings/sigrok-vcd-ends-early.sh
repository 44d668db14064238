#!/bin/sh
# sigrok stops reading a VCD file at the first value of two digits, without a word.
#
# Expected: a value change of a vector is `b` and its digits, of which leading zeros may be left out (IEEE 1364-2005, 18.2);
# a reader that has no vectors leaves them out, as sigrok-cli does for `$var wire 4` here, and goes on with the others. Or
# it says that it cannot go on: the command has an exit status for that.
# Seen: `b0` and `b1` of the vector are left out, but `b10` ends the reading. All channels end there; what was read is
# written as if it were the whole file, nothing is said and the exit status is 0. So it depends on the values of a signal
# that is not shown how much of the others is. A $comment among the changes ends it as well. With -l 5 the reason is told.
# sigrok-cli 0.7.2, libsigrok 0.5.2, iverilog 11 from Debian 12. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -y -qq sigrok-cli=0.7.2-1+b1 libsigrok4=0.5.2-4 iverilog=11.0-1.1+b1 >/dev/null 2>&1
sigrok-cli --version | grep -E '^(sigrok-cli|- libsigrok) '
iverilog -V 2>/dev/null | head -1
cat >test.v <<'V'
`timescale 1us/1us
module test;
    reg clock = 0; reg [3:0] count = FIRST;
    always #2 clock = !clock;
    always @(posedge clock) count <= count == LAST ? FIRST : count + 1;
    parameter FIRST = 0, LAST = 15;
    initial begin $dumpfile("test.vcd"); $dumpvars(0, clock, count); #40 $finish; end
endmodule
V

# dump LAST: a clock of 10 periods and a counter up to LAST
dump() {
  iverilog -g2005 -P"test.LAST=$1" -o test test.v
  ./test >/dev/null
}

# clock NAME: what sigrok-cli says of the clock, and the exit status
clock() {
  status=0
  sigrok-cli -i "$1" -I vcd -O bits:width=0 >out 2>err || status=$?
  echo "$(sed -n 's/^clock://p' out | tr -d ' ') status $status $(tr '\n' ' ' <err)"
}

whole='0011001100110011001100110011001100110011 status 0 '
dump 1
grep -q '^b1 ' test.vcd
one=$(clock test.vcd)
dump 15
grep -n '^b10 ' test.vcd
many=$(clock test.vcd)
said=$(sigrok-cli -l 5 -i test.vcd -I vcd -O bits 2>&1 | grep -oE 'Unexpected vector format.*|Unsupported signal size.*' | tr '\n' ' ')
grep -v '^b' test.vcd >without.vcd
without=$(clock without.vcd)
sed 's/^#20$/$comment here $end\n#20/' without.vcd >comment.vcd
comment=$(clock comment.vcd)
echo "counter up to 1:             $one"
echo "counter up to 15:            $many"
echo "its changes taken out:       $without"
echo "and a comment before #20:    $comment"
echo "with -l 5: $said"
[ "$one" = "$whole" ] && [ "$without" = "$whole" ] && [ "$many" = '001100 status 0 ' ] && [ "$comment" = '001100110011001100 status 0 ' ]
