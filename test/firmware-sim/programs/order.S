; The order of things around interrupts: with two of them pending, the instruction after SEI comes first, then the first
; interrupt, then one instruction of the main program, then the second. Pins 13, 12, 11 tell.
#include <avr/io.h>
.global main
.global INT0_vect
.global INT1_vect
main:
    ldi r24, 0x38
    out _SFR_IO_ADDR(DDRB), r24
    ldi r24, 0x0c
    out _SFR_IO_ADDR(DDRD), r24     ; outputs: PORTD causes the interrupts
    ldi r24, 0x05
    sts EICRA, r24                  ; any edge
    ldi r24, 0x03
    out _SFR_IO_ADDR(EIMSK), r24
    ldi r24, 0x0c
    out _SFR_IO_ADDR(PORTD), r24
    nop
    nop
    sei
    sbi _SFR_IO_ADDR(PORTB), 5
    cbi _SFR_IO_ADDR(PORTB), 5
    sbi _SFR_IO_ADDR(PORTB), 5
1:  rjmp 1b
INT0_vect:
    sbi _SFR_IO_ADDR(PORTB), 4
    reti
INT1_vect:
    sbi _SFR_IO_ADDR(PORTB), 3
    reti
