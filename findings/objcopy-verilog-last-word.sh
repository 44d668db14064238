#!/bin/sh
# objcopy writes the last word of a Verilog memory file shorter, and $readmemh moves its bytes.
#
# Expected: with --verilog-data-width=4 each element is four bytes for a memory of 32-bit words (binutils manual), so
# $readmemh finds every byte of the input at its place; when the length is no multiple of four, the rest is padded or refused,
# as srec_cat refuses it for -vmem 32.
# Seen: for big-endian input 9 and 10 of ten bytes become the element `090A`, which $readmemh takes for 0000090a (IEEE
# 1364-2005, 17.2.9: a number is extended with zeros): both bytes lie two places too far, in the lower half of the word.
# Little-endian input is right by chance, since the missing bytes are the upper ones. Nothing is said in either case.
# binutils 2.40, iverilog 11, srecord 1.64 of Debian 12, amd64. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
apt-get install -y -qq binutils=2.40-2 iverilog=11.0-1.1+b1 srecord=1.64-3 >/dev/null 2>&1
cd "$folder"
objcopy --version | head -1
printf '\001\002\003\004\005\006\007\010\011\012' >bytes
cat >memory.v <<'V'
module memory;
    reg [31:0] words[0:2]; integer at;
    initial begin
        $readmemh("words.hex", words);
        for (at = 0; at < 3; at = at + 1) $write("%h ", words[at]);
        $display;
    end
endmodule
V
iverilog -o memory memory.v
# words TARGET FILE: the memory that $readmemh makes of a file of that target.
words() {
  objcopy -I "$1" -O verilog --verilog-data-width=4 -j .data "$2" words.hex
  ./memory 2>/dev/null
}
objcopy -I binary -O elf32-big bytes big.elf
objcopy -I binary -O elf32-little bytes little.elf
big=$(words elf32-big big.elf)
echo "elements: $(tr -d '\r' <words.hex | tr '\n' ' ')"
little=$(words elf32-little little.elf)
echo "big-endian: $big (due 01020304 05060708 090a0000); little-endian: $little"
if srec_cat bytes -binary -o srec.hex -vmem 32 2>/dev/null; then exit 1; fi
echo 'srec_cat: refused'
[ "$big" = '01020304 05060708 0000090a ' ] && [ "$little" = '04030201 08070605 00000a09 ' ]
