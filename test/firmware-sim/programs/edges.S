; Edges with known distances, by OUT (1 cycle), SBI and CBI (2 cycles), STS (2 cycles), and PIN writes.
#include <avr/io.h>
.global main
main:
    ldi r24, 0x20
    ldi r25, 0x00
    out _SFR_IO_ADDR(DDRB), r24
    out _SFR_IO_ADDR(PORTB), r24   ; up:   t
    out _SFR_IO_ADDR(PORTB), r25   ; down: t + 1
    nop
    out _SFR_IO_ADDR(PORTB), r24   ; up:   t + 3
    cbi _SFR_IO_ADDR(PORTB), 5     ; down: t + 5
    sbi _SFR_IO_ADDR(PORTB), 5     ; up:   t + 7
    sbi _SFR_IO_ADDR(PINB), 5      ; down: t + 9
    sts 0x25, r24                  ; up:   t + 11
    out _SFR_IO_ADDR(PINB), r24    ; down: t + 12
1:  rjmp 1b
