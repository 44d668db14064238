#!/bin/sh
# avr-gcc computes a product of fixed-point constants to other bits than the chip does.
#
# Expected: a product of two numbers has the same bits whether the compiler or the program computes it, so a table computed
# by the compiler is the one that the chip would compute. How a product is rounded is left to the implementation (ISO/IEC TR
# 18037, rounding and overflow).
# Seen: the compiler rounds products of _Accum and _Fract down, the program rounds them to the nearest, halves up: 3 / 128
# times one half is 1 / 128 as a constant and 2 / 128 from variables. Those of short _Fract are rounded down in both. A
# float of -0.0117 converted to short _Accum is -2 / 128 at run time and at -O0, and -1 / 128 as a constant at -Os.
# gcc-avr 5.4.0 and avr-libc 2.0.0 of Debian 12, run in simavr 1.6. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -y -qq gcc-avr=1:5.4.0+Atmel3.6.2-3 avr-libc=1:2.0.0+Atmel3.6.2-3 simavr=1.6+dfsg-3 >/dev/null 2>&1
avr-gcc --version | head -1
cat >product.c <<'C'
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
#include <stdfix.h>
#include <stdio.h>

static int put(char letter, FILE *file) {
    (void)file;
    while (!(UCSR0A & (1 << UDRE0)));
    UDR0 = letter;
    return 0;
}
static FILE serial = FDEV_SETUP_STREAM(put, 0, _FDEV_SETUP_WRITE);

/* The bits of a product, or of a conversion: of constants, and of the same numbers in volatile variables. */
#define PRODUCT(title, type, bits, left, right) do { \
    volatile type x = left, y = right; type constant = (left) * (right), run = x * y; \
    printf(title " %d %d\n", (int)bits(constant), (int)bits(run)); } while (0)
#define CONVERSION(title, from, to, bits, number) do { \
    volatile from x = number; to constant = (to)(number), run = (to)x; \
    printf(title " %d %d\n", (int)bits(constant), (int)bits(run)); } while (0)

int main(void) {
    UCSR0B = 1 << TXEN0;
    stdout = &serial;
    PRODUCT("short_accum", short accum, bitshk, 0.0234375hk, 0.5hk);
    PRODUCT("minus_short_accum", short accum, bitshk, -0.0234375hk, 0.5hk);
    PRODUCT("accum", accum, bitsk, 0.000091552734375k, 0.5k);
    PRODUCT("minus_accum", accum, bitsk, -0.000091552734375k, 0.5k);
    PRODUCT("fract", fract, bitsr, 0.000091552734375r, 0.5r);
    PRODUCT("short_fract", short fract, bitshr, 0.0234375hr, 0.5hr);
    PRODUCT("minus_short_fract", short fract, bitshr, -0.0234375hr, 0.5hr);
    CONVERSION("float", float, short accum, bitshk, 0.0117f);
    CONVERSION("minus_float", float, short accum, bitshk, -0.0117f);
    CONVERSION("minus_accum_shortened", accum, short accum, bitshk, -0.0117k);
    cli();
    sleep_mode();
}
C
for level in -O0 -Os; do
    avr-gcc -mmcu=atmega328p -std=gnu11 $level -w product.c -o product.elf
    timeout 60 simavr -m atmega328p -f 16000000 product.elf 2>&1 | sed 's,\x1b\[[0-9;]*m,,g' | grep -oE '[a-z_]+ -?[0-9]+ -?[0-9]+' >"bits$level"
    echo "$level: what, bits of constants, bits of variables"
    sed 's/^/  /' "bits$level"
done
same='short_accum 1 2 minus_short_accum -2 -1 accum 1 2 minus_accum -2 -1 fract 1 2 short_fract 1 1 minus_short_fract -2 -2 float 1 1'
[ "$(tr '\n' ' ' <bits-O0)" = "$same minus_float -2 -2 minus_accum_shortened -2 -2 " ]
[ "$(tr '\n' ' ' <bits-Os)" = "$same minus_float -1 -2 minus_accum_shortened -2 -2 " ]
