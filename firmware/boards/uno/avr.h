// What the hardware modules offer main.c beside board.h (ATmega328P, 16 MHz).
#ifndef CARRYBIT_AVR_H
#define CARRYBIT_AVR_H

// Bits of GPIOR0 (datasheet 8.5), which an interrupt sets with one instruction that leaves the status register alone.
#define NOTE_WORK 0            // a pin may have changed, the EEPROM is ready, or time has passed
#define NOTE_OVERRUN 1         // a byte was lost
#define NOTE_FAST_CLOCK 2      // CLK is the fast interrupt's (clock_edge.S)
#define NOTE_ACTIVE_LOW 3      // and its pins are active low
#define NOTE_STEP_IF_HIGH 4    // CLK was inactive when last looked at: high, or low, it steps
#define NOTE_STEP_IF_LOW 5

// The send ring has to end a page, so little of it is left for the data before the ring; this is for the data behind
// it.
#define BEHIND_RING(name) __attribute__((section(".bss.z_" name)))

#ifndef __ASSEMBLER__
#include <avr/io.h>
#include <stdbool.h>
#include <stdint.h>

void uart_init(void);
// How many received bytes are in a row at `bytes`, where they stay until uart_taken; 0: none.
uint8_t uart_received(const uint8_t **bytes);
void uart_taken(uint8_t count);
// How many bytes had framing errors (at most 255) and whether any was lost since the last call.
uint8_t uart_framing_errors(void);
bool uart_overrun(void);

void clock_init(void);
void pins_init(void);
// Timer 1 makes the PWM of pins 9 and 10.
void pwm_take_timer1(void);
// Whether there may be work since the last forget_work: so that none is slept over which comes between a look at it and
// the sleep.
static inline void note_work(void) {
  GPIOR0 |= 1 << NOTE_WORK;
}
static inline void forget_work(void) {
  GPIOR0 &= (uint8_t)~(1 << NOTE_WORK);
}
// Sleeps until a byte or work has come, unless one has already.
void sleep_until_work(void);
#endif

#endif
