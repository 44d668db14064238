; The adder's stream loop for the AVR: cell_adder.c says what it computes. No branch depends on data.
;
; cell.h puts a network's table at the start of a page and its adder's constants at the start of the next, so
; that an index, and the bits of a pair, are the low byte of an address. Blocks of seven input bytes, 21 pairs,
; three output bytes run unrolled; the rest pair by pair.

recurrent_at = 66                ; offset of the adder's weights: recurrent, output, output bias

prod_lo = 0
prod_hi = 1
acc_lo = 2                       ; accumulator
acc_hi = 3
new0 = 4                         ; next states of units 0 and 1
new1 = 5
bias_lo = 6                      ; where the logit starts
bias_hi = 7
v0 = 8                           ; output weights
v1 = 9
v2 = 10
packed = 11                      ; sums, inverted; the first moves down to bit 1
bits = 12                        ; the input byte
left = 13                        ; blocks, then pairs
in_lo = 14                       ; next input byte
in_hi = 15
w00 = 16                         ; recurrent weights: to, from
w01 = 17
w02 = 18
w10 = 19
w11 = 20
w12 = 21
w20 = 22
w21 = 23
w22 = 24
s2 = 25
s0 = 26
s1 = 27
YL = 28                          ; constants
YH = 29
ZL = 30                          ; table
ZH = 31

; acc_hi := high byte of the states times three weights (11 cycles)
.macro SUM a, b, c
  muls s0, \a
  movw acc_lo, prod_lo
  muls s1, \b
  add acc_lo, prod_lo
  adc acc_hi, prod_hi
  muls s2, \c
  add acc_lo, prod_lo
  adc acc_hi, prod_hi
.endm

; One next state: acc_hi plus the start at `offset`, looked up (5 cycles).
.macro LOOK into, offset
  ldd ZL, Y+\offset
  add ZL, acc_hi
  ld \into, Z
.endm

.macro OUT state, weight
  mov ZL, \weight
  muls \state, ZL
  add acc_lo, prod_lo
  adc acc_hi, prod_hi
.endm

; One pair, whose bits of `bits` are `mask`; its starts lie at `first` and every `next` bytes (69 cycles).
.macro STEP mask, first, next
  mov YL, bits
  andi YL, \mask
  SUM w00, w01, w02
  LOOK new0, \first
  SUM w10, w11, w12
  LOOK new1, (\first + \next)
  SUM w20, w21, w22
  LOOK s2, (\first + 2 * \next)
  movw s0, new0
  movw acc_lo, bias_lo
  OUT s0, v0
  OUT s1, v1
  OUT s2, v2
  lsl acc_hi
  ror packed
.endm

.macro STEP0
  STEP 0x03, 4, 4
.endm
.macro STEP1
  STEP 0x0C, 51, 1
.endm
.macro STEP2
  STEP 0x30, 0, 1
.endm

.macro TABLE
  mov ZH, YH
  dec ZH
.endm

.macro FETCH
  movw ZL, in_lo
  ld bits, Z+
  movw in_lo, ZL
  TABLE
.endm

; packed, whose first sum is in bit 1, to the output pointer on the stack
.macro EMIT
  com packed
  lsr packed
  pop ZH
  pop ZL
  st Z+, packed
  push ZL
  push ZH
  TABLE
.endm

.section .text.cell_adder_stream, "ax", @progbits
.global cell_adder_stream
.type cell_adder_stream, @function

; (network r24:25, state r22:23, in r20:21, steps r18, out r16:17)
cell_adder_stream:
  .irp register, 2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,28,29
  push \register
  .endr
  push r22
  push r23
  push r16
  push r17
  movw in_lo, r20
  mov left, r18
  movw YL, r24
  inc YH
  movw ZL, r22
  ld s0, Z
  ldd s1, Z+1
  ldd s2, Z+2
  movw ZL, YL
  subi ZL, -recurrent_at
  .irp register, w00,w01,w02,w10,w11,w12,w20,w21,w22,v0,v1,v2,bias_lo,bias_hi
  ld \register, Z+
  .endr
  TABLE

block:
  mov ZL, left
  subi ZL, 21
  brcc unrolled
  rjmp rest
unrolled:
  mov left, ZL
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

; Up to 20 pairs. A one above the last pair of `bits`, and one above the last sum of `packed`, tell when a byte
; is done.
rest:
  ldi ZL, 0x40
  mov packed, ZL
  ldi ZL, 1
  mov bits, ZL
pair:
  tst left
  brne more
  rjmp done
more:
  dec left
  mov ZL, bits
  cpi ZL, 1
  brne fetched
  FETCH
  mov ZL, bits
  andi ZL, 0x3F
  ori ZL, 0x40
  mov bits, ZL
fetched:
  STEP0
  brcc shifted
  EMIT
  ldi ZL, 0x40
  mov packed, ZL
shifted:
  lsr bits
  lsr bits
  rjmp pair

; The last output byte, if it is begun; places without a sum become 0.
done:
  ldi ZL, 0x40
  cp packed, ZL
  breq stored
fill:
  sec
  ror packed
  brcc fill
  EMIT
stored:
  pop ZL
  pop ZL
  pop ZH
  pop ZL
  st Z, s0
  std Z+1, s1
  std Z+2, s2
  .irp register, 29,28,17,16,15,14,13,12,11,10,9,8,7,6,5,4,3,2
  pop \register
  .endr
  clr r1
  ret
.size cell_adder_stream, . - cell_adder_stream
