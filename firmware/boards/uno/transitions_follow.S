; The loop over remembered transitions for the AVR: transitions_follow.c says what it computes. No branch depends on
; data.
;
; The table begins a page, so that a place and the bits of a pair are the low byte of an address. Blocks of seven
; input bytes, 21 pairs, three output bytes run unrolled; the rest pair by pair.

left = 18                        ; pairs
packed = 19                      ; sums, the first moving down
pair = 20
bits = 21                        ; the input byte
XL = 26                          ; next input byte
YL = 28                          ; next output byte
YH = 29
ZL = 30                          ; place and pair
ZH = 31                          ; the table's page

; One pair, the lowest bits of `source`: afterwards ZL is the next place (6 cycles).
.macro STEP source
  or ZL, \source
  ld ZL, Z
  lsl ZL                         ; its bit 7 is the sum
  ror packed
.endm

; The three pairs of an input byte (26 cycles).
.macro FETCH
  ld bits, X+
.endm
.macro STEP0
  mov pair, bits
  andi pair, 3
  STEP pair
.endm
.macro STEP1
  lsr bits
  lsr bits
  mov pair, bits
  andi pair, 3
  STEP pair
.endm
.macro STEP2
  lsr bits
  lsr bits
  andi bits, 3
  STEP bits
.endm

; Seven sums (3 cycles).
.macro EMIT
  lsr packed
  st Y+, packed
.endm

.section .text.transitions_follow, "ax", @progbits
.global transitions_follow
.type transitions_follow, @function

; (next r24:25, place r22, in r20:21, steps r18, out r16:17), place in r24
transitions_follow:
  push YL
  push YH
  movw XL, r20
  movw YL, r16
  mov ZL, r22
  mov ZH, r25

block:
  subi left, 21
  brcc unrolled
  rjmp rest
unrolled:
  FETCH
  STEP0
  STEP1
  STEP2
  FETCH
  STEP0
  STEP1
  STEP2
  FETCH
  STEP0
  EMIT
  STEP1
  STEP2
  FETCH
  STEP0
  STEP1
  STEP2
  FETCH
  STEP0
  STEP1
  EMIT
  STEP2
  FETCH
  STEP0
  STEP1
  STEP2
  FETCH
  STEP0
  STEP1
  STEP2
  EMIT
  rjmp block

; Up to 20 pairs. A one above the last pair of `bits`, and one below the first sum of `packed`, tell when a byte is
; done.
rest:
  subi left, -21
  breq done
  ldi bits, 1
  ldi packed, 0x80
pair_by_pair:
  cpi bits, 1
  brne fetched
  FETCH
  andi bits, 0x3F
  ori bits, 0x40
fetched:
  STEP0
  lsr bits
  lsr bits
  sbrs packed, 0
  rjmp shifted
  EMIT
  ldi packed, 0x80
shifted:
  dec left
  brne pair_by_pair
; The last output byte, if it is begun.
  cpi packed, 0x80
  breq done
fill:
  lsr packed
  brcc fill
  st Y+, packed
done:
  mov r24, ZL
  pop YH
  pop YL
  ret
.size transitions_follow, . - transitions_follow
