; One step of any network for the AVR: cell_plain.c says what it computes. Its time depends on the network's sizes and
; bits alone: branches that depend on data take equally long on both sides.
;
; The next states wait on the stack until the last one is known.

; Of struct cell_network (cell.h): inputs, hidden, outputs, state bits, table bits, shift.
fields_at = 462
first_at = 10                    ; behind these

prod_lo = 0
prod_hi = 1
max = 2                          ; the highest index
zero = 3                         ; and its high byte
min = 4                          ; the lowest one
ones = 5                         ; and its high byte
row = 6                          ; the first weight of a row, then of an output
row_hi = 7
state = 8
hidden = 10
mask = 11                        ; of an index
inputs = 12
shift = 13                       ; the index shift modulo 8; the T flag is its other bit
outputs = 14
one = 16                         ; what an input, or a bias, counts
weight = 17
factor = 18
bits = 19                        ; of the input
input = 20
count = 21
left = 22                        ; units, then outputs
output = 23
acc_lo = 24
acc_hi = 25
XL = 26                          ; state, then the table
XH = 27
YL = 28                          ; network
YH = 29
ZL = 30                          ; weights
ZH = 31

; acc += factor times the weight at Z; Z goes on by `stride` (10 cycles).
.macro TERM multiply, factor, stride
  ld weight, Z
  \multiply weight, \factor
  add acc_lo, prod_lo
  adc acc_hi, prod_hi
  add ZL, \stride
  adc ZH, zero
.endm

; Two to the power of `exponent` − 1.
.macro POWER into, exponent
  ldi \into, 1
  rjmp 2f
1:
  lsl \into
2:
  dec \exponent
  brne 1b
.endm

; Z to the row, and the row to the next one.
.macro NEXT_ROW
  movw ZL, row
  sec
  adc row, zero
  adc row_hi, zero
  clr acc_lo
  clr acc_hi
.endm

; The states times the weights that lie `stride` apart (13 cycles a unit).
.macro STATES stride
  movw XL, state
  mov count, hidden
3:
  ld factor, X+
  TERM muls, factor, \stride
  dec count
  brne 3b
.endm

.section .text.cell_plain_step, "ax", @progbits
.global cell_plain_step
.type cell_plain_step, @function

; (network r24:25, state r22:23, input r20), output in r24
cell_plain_step:
  .irp register, 2,3,4,5,6,7,8,9,10,11,12,13,14,16,17,28,29
  push \register
  .endr
  movw YL, r24
  movw state, r22
  movw ZL, r24
  subi ZL, lo8(-fields_at)
  sbci ZH, hi8(-fields_at)
  ld inputs, Z
  ldd hidden, Z+1
  ldd outputs, Z+2
  ldd count, Z+3
  POWER one, count
  ldd count, Z+4
  POWER factor, count
  clr zero
  mov max, factor
  dec max
  mov min, factor
  neg min
  clr ones
  dec ones
  mov mask, factor
  add mask, max
  ldd shift, Z+5
  bst shift, 3
  ldi factor, 7
  and shift, factor
  ldd row, Z+first_at
  ldd row_hi, Z+first_at+1
  add row, YL
  adc row_hi, YH
  add row, hidden
  adc row_hi, zero
  mov left, hidden

unit:
  NEXT_ROW
  mov bits, input
  mov count, inputs
each_input:
  lsr bits
  sbc factor, factor             ; all ones if the bit is one
  and factor, one
  TERM mulsu, factor, hidden
  dec count
  brne each_input
  TERM mulsu, one, hidden         ; the bias
  STATES hidden
  brtc by_bits
  mov acc_lo, acc_hi
  lsl acc_hi
  sbc acc_hi, acc_hi
by_bits:
  mov count, shift
  rjmp 5f
4:
  asr acc_hi
  ror acc_lo
5:
  dec count
  brpl 4b
  cp max, acc_lo
  cpc zero, acc_hi
  brge not_above
  movw acc_lo, max
not_above:
  cp acc_lo, min
  cpc acc_hi, ones
  brge not_below
  movw acc_lo, min
not_below:
  and acc_lo, mask
  movw XL, YL
  add XL, acc_lo
  adc XH, zero
  ld factor, X
  push factor
  dec left
  brne unit

  ; The outputs' weights begin where the first row, not the last one, ends.
  sub ZL, hidden
  sbc ZH, zero
  adiw ZL, 1
  movw row, ZL
  movw XL, state
  add XL, hidden
  adc XH, zero
  mov count, hidden
store:
  pop factor
  st -X, factor
  dec count
  brne store

  mov left, outputs
each_output:
  NEXT_ROW
  STATES outputs
  TERM mulsu, one, outputs
  lsl acc_hi
  ror output                     ; negative: one
  dec left
  brne each_output
  com output
  ldi count, 8
  sub count, outputs
down:
  lsr output
  dec count
  brne down
  mov r24, output
  clr r1
  .irp register, 29,28,17,16,14,13,12,11,10,9,8,7,6,5,4,3,2
  pop \register
  .endr
  ret
.size cell_plain_step, . - cell_plain_step
