; A loop whose registers are the same in every pass, but which counts in memory: pin 13 toggles at every 65536th.
#include <avr/io.h>
.global main
main:
    sbi _SFR_IO_ADDR(DDRB), 5
    ldi r24, 0
    sts 0x100, r24
    sts 0x101, r24
1:  lds r24, 0x100
    inc r24
    sts 0x100, r24
    brne 2f
    lds r24, 0x101
    inc r24
    sts 0x101, r24
    brne 2f
    sbi _SFR_IO_ADDR(PINB), 5
2:  ldi r24, 0
    out _SFR_IO_ADDR(SREG), r24
    nop
    nop
    rjmp 1b
