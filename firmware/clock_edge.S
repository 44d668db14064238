; The fast clock (standalone.h): a step is one look into the remembered transitions. On an idle board SUM follows CLK
; in 40 cycles. Interrupts that take longer than some 20 cycles look after CLK themselves, with `CLOCK_EDGE`.
#include <avr/io.h>

#include "avr.h"
#include "standalone.h"

entry = 24
ZL = 30
ZH = 31

#define PINS _SFR_IO_ADDR(PIND)
#define NOTES _SFR_IO_ADDR(GPIOR0)
#define SUM _SFR_IO_ADDR(PORTB), PORTB5

; What a change at port D's pins means. `finish` is the return. CLK is looked at once, so that an edge after that is
; the next interrupt's.
.macro EDGE finish
  sbis PINS, STANDALONE_CLK
  rjmp is_low\@
  sbis NOTES, NOTE_STEP_IF_HIGH
  rjmp stays_high\@
  sbic PINS, STANDALONE_RESET
  rjmp stays_high\@
  STEP sbic, NOTE_STEP_IF_HIGH
  \finish
is_low\@:
  sbis NOTES, NOTE_STEP_IF_LOW
  rjmp stays_low\@
  sbis PINS, STANDALONE_RESET
  rjmp stays_low\@
  STEP sbis, NOTE_STEP_IF_LOW
  \finish
; No step, but the next change of CLK may be one.
stays_high\@:
  sbis NOTES, NOTE_FAST_CLOCK
  rjmp slow\@
  cbi NOTES, NOTE_STEP_IF_HIGH
  sbic NOTES, NOTE_ACTIVE_LOW
  sbi NOTES, NOTE_STEP_IF_LOW
  rcall look_at_reset
  \finish
stays_low\@:
  sbis NOTES, NOTE_FAST_CLOCK
  rjmp slow\@
  cbi NOTES, NOTE_STEP_IF_LOW
  sbis NOTES, NOTE_ACTIVE_LOW
  sbi NOTES, NOTE_STEP_IF_HIGH
  rcall look_at_reset
  \finish
slow\@:
.endm

; `if_one` executes the next instruction if a pin is active. The status register is saved when SUM is out.
.macro STEP if_one, note
  push entry
  push ZL
  push ZH
  lds ZL, clock_place
  lds ZH, clock_page
  \if_one PINS, STANDALONE_A
  ld entry, Z+
  ld entry, Z
  \if_one PINS, STANDALONE_B
  ldd entry, Z+2
  sbrc entry, 7
  sbi SUM
  sbrs entry, 7
  cbi SUM
  cbi NOTES, \note
  sbi NOTES, NOTE_PIN_CHANGE
  in ZL, _SFR_IO_ADDR(SREG)
  lsl entry                      ; the next place: transitions.h
  sts clock_place, entry
  out _SFR_IO_ADDR(SREG), ZL
  pop ZH
  pop ZL
  pop entry
.endm

.section .lowtext.interrupts, "ax", @progbits

; Pin change of port D (datasheet 13): CLK, RESET, or a reported pin.
.global PCINT2_vect
PCINT2_vect:
  EDGE reti
  jmp __vector_slow_clock

; The same within another interrupt, which has found the flag set.
.global clock_edge
clock_edge:
  sbis NOTES, NOTE_FAST_CLOCK
  ret
  sbi _SFR_IO_ADDR(PCIFR), PCIF2
  EDGE ret

look_at_reset:
  sbi NOTES, NOTE_PIN_CHANGE
  sbic NOTES, NOTE_ACTIVE_LOW
  rjmp look_low
  sbic PINS, STANDALONE_RESET
  rjmp to_initial_state
  ret
look_low:
  sbic PINS, STANDALONE_RESET
  ret
to_initial_state:
  push entry
  ldi entry, 0                   ; the place of the first state found
  sts clock_place, entry
  pop entry
  ret
