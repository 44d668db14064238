; The fast clock (standalone.h), at the usual pins: a step is one look into the remembered transitions. On an idle board
; SUM follows CLK in 40 cycles. Interrupts that take longer than some 20 cycles look after CLK themselves, with
; `CLOCK_EDGE`.
#include <avr/io.h>

#include "avr.h"
#include "board_facts.h"

entry = 24
ZL = 30
ZH = 31

#define PINS _SFR_IO_ADDR(PIND)
#define NOTES _SFR_IO_ADDR(GPIOR0)
#define CHANGED _SFR_IO_ADDR(PCIFR), PCIF2
#define SUM _SFR_IO_ADDR(PORTB), STANDALONE_OUTPUT_0 - 8

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
  sbi NOTES, NOTE_WORK
  in ZL, _SFR_IO_ADDR(SREG)
  lsl entry                      ; the next place: transitions.h
  sts clock_place, entry
  out _SFR_IO_ADDR(SREG), ZL
  pop ZH
  pop ZL
  pop entry
.endm

.macro LOOK_AT_RESET if_one
  sbi NOTES, NOTE_WORK
  \if_one PINS, STANDALONE_RESET
  rcall to_initial_state
  reti
.endm

.section .lowtext.interrupts, "ax", @progbits

; Pin change of port D (datasheet 13): CLK, RESET, or a reported pin. CLK is looked at once, so that an edge after that
; is the next interrupt's.
.global PCINT2_vect
PCINT2_vect:
  sbis PINS, STANDALONE_CLK
  rjmp is_low
  sbis NOTES, NOTE_STEP_IF_HIGH
  rjmp stays_high
  sbic PINS, STANDALONE_RESET
  rjmp stays_high
  STEP sbic, NOTE_STEP_IF_HIGH
  reti
is_low:
  sbis NOTES, NOTE_STEP_IF_LOW
  rjmp stays_low
  sbis PINS, STANDALONE_RESET
  rjmp stays_low
  STEP sbis, NOTE_STEP_IF_LOW
  reti

; No step, but the next change of CLK may be one.
stays_high:
  sbis NOTES, NOTE_FAST_CLOCK
  rjmp slow
  sbic NOTES, NOTE_ACTIVE_LOW
  rjmp rests_high
  cbi NOTES, NOTE_STEP_IF_HIGH
  LOOK_AT_RESET sbic
rests_high:
  sbi NOTES, NOTE_STEP_IF_LOW
  LOOK_AT_RESET sbis
stays_low:
  sbis NOTES, NOTE_FAST_CLOCK
  rjmp slow
  sbic NOTES, NOTE_ACTIVE_LOW
  rjmp is_held_low
  sbi NOTES, NOTE_STEP_IF_HIGH
  LOOK_AT_RESET sbic
is_held_low:
  cbi NOTES, NOTE_STEP_IF_LOW
  LOOK_AT_RESET sbis
slow:
  jmp __vector_slow_clock

; A step within another interrupt that has found a pin change pending. All else is left to the pin change's own. With
; its flag goes what has changed since CLK was looked at, so that is looked at again.
.global clock_edge
clock_edge:
  sbis PINS, STANDALONE_CLK
  rjmp is_low_within
  sbis NOTES, NOTE_STEP_IF_HIGH
  ret
  sbic PINS, STANDALONE_RESET
  ret
  STEP sbic, NOTE_STEP_IF_HIGH
  sbi CHANGED
  sbis PINS, STANDALONE_CLK
  sbi NOTES, NOTE_STEP_IF_HIGH
  sbic PINS, STANDALONE_RESET
  rjmp to_initial_state
  ret
is_low_within:
  sbis NOTES, NOTE_STEP_IF_LOW
  ret
  sbis PINS, STANDALONE_RESET
  ret
  STEP sbis, NOTE_STEP_IF_LOW
  sbi CHANGED
  sbic PINS, STANDALONE_CLK
  sbi NOTES, NOTE_STEP_IF_LOW
  sbic PINS, STANDALONE_RESET
  ret
; The first state found.
to_initial_state:
  push entry
  ldi entry, 0
  sts clock_place, entry
  pop entry
  ret
