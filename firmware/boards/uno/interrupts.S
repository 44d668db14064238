; The interrupts that others wait for, as short as they can be: the serial port's and the millisecond's.
#include "uart.h"

byte = 24
ZL = 30
ZH = 31

.macro ENTER
  push byte
  push ZL
  push ZH
.endm

; CLK must not wait until an interrupt ends, and not until the main loop turns interrupts on again if it had just begun
; to turn them off: so it is looked after in the middle and at the end of each (clock_edge.S).
.macro CLOCK_EDGE
  sbic _SFR_IO_ADDR(PCIFR), PCIF2
  rcall clock_edge
.endm

.macro LEAVE
  CLOCK_EDGE
  pop ZH
  pop ZL
  pop byte
  reti
.endm

.section .lowtext.interrupts, "ax", @progbits

; USART0 (datasheet 19.7.3, 19.6.2): a byte from the line into the receive ring, a byte of the send ring onto the line.
; Tests and counts are such that the status register stays as it is, so that it need not be saved.

; 43 cycles with entry and return.
.global USART_RX_vect
USART_RX_vect:
  ENTER
  lds byte, UCSR0A               ; before the byte, whose flags they are
  CLOCK_EDGE
  sbrc byte, DOR0
  sbi _SFR_IO_ADDR(GPIOR0), NOTE_OVERRUN
  sbrc byte, FE0
  rjmp framing_error
  lds byte, UDR0
  in ZL, _SFR_IO_ADDR(RECEIVE_HEAD)
  ldi ZH, hi8(received)
  st Z+, byte                    ; the place at the head is always free, and ZL wraps as a byte
  in byte, _SFR_IO_ADDR(RECEIVE_TAIL)
  cpse ZL, byte
  rjmp room
  sbi _SFR_IO_ADDR(GPIOR0), NOTE_OVERRUN
  rjmp leave
room:
  out _SFR_IO_ADDR(RECEIVE_HEAD), ZL
leave:
  LEAVE

; Counted up to 255.
framing_error:
  lds byte, UDR0
  in ZL, _SFR_IO_ADDR(SREG)
  lds byte, framing_errors
  inc byte
  breq counted
  sts framing_errors, byte
counted:
  out _SFR_IO_ADDR(SREG), ZL
  rjmp leave

; 42 cycles with entry and return; 35 when there is nothing left to send.
.global USART_UDRE_vect
USART_UDRE_vect:
  ENTER
  CLOCK_EDGE
  lds ZL, send_tail
  ldi ZH, hi8(sending)
  lds byte, send_head
  cpse ZL, byte
  rjmp send
  ldi byte, UART_IDLE
  sts UCSR0B, byte
  LEAVE
send:
  ld byte, Z+
  sts UDR0, byte
  sbrs ZL, 7                     ; the ring is the upper half of a page
  ldi ZL, lo8(sending)
  sts send_tail, ZL
  LEAVE

; Timer 0 has overflowed (datasheet 15): one more for clock.c. 29 cycles with entry and return.
.global TIMER0_OVF_vect
TIMER0_OVF_vect:
  push byte
  in byte, _SFR_IO_ADDR(SREG)
  push byte
  lds byte, overflows
  inc byte
  sts overflows, byte
  CLOCK_EDGE
  sbi _SFR_IO_ADDR(GPIOR0), NOTE_WORK
  pop byte
  out _SFR_IO_ADDR(SREG), byte
  pop byte
  reti

; A byte of the EEPROM is written (datasheet 8.6.3), which board_eeprom_write has asked for. 12 cycles with entry and
; return.
.global EE_READY_vect
EE_READY_vect:
  cbi _SFR_IO_ADDR(EECR), EERIE
  sbi _SFR_IO_ADDR(GPIOR0), NOTE_WORK
  reti

; The processor rests until there is work: other interrupts do theirs meanwhile. Interrupts are off for 8 cycles, since
; CLK waits meanwhile.
.global sleep_until_work
sleep_until_work:
  in byte, _SFR_IO_ADDR(RECEIVE_TAIL)
  cli
  in ZL, _SFR_IO_ADDR(RECEIVE_HEAD)
  cpse ZL, byte
  rjmp awake
  sbic _SFR_IO_ADDR(GPIOR0), NOTE_WORK
  rjmp awake
  sei                            ; takes effect after the next instruction, so no interrupt slips in between
  sleep
  rjmp sleep_until_work
awake:
  sei
  nop                            ; sooner done than ret
  ret
