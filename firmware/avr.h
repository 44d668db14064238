// What the hardware modules offer main.c beside board.h (ATmega328P, 16 MHz).
#ifndef CARRYBIT_AVR_H
#define CARRYBIT_AVR_H

#include <avr/io.h>
#include <stdbool.h>
#include <stdint.h>

void uart_init(void);
// The next received byte; false: none.
bool uart_receive(uint8_t *byte);
bool uart_has_received(void);
// How many bytes had framing errors (at most 255) and whether any was lost since the last call.
uint8_t uart_framing_errors(void);
bool uart_overrun(void);

void clock_init(void);
void pins_init(void);
// Whether a pin may have changed since the last pins_forget_change: a bit of its own (GPIOR0, datasheet 8.5) that
// interrupts set, so that none is slept over which comes between a look at the pins and the sleep.
static inline void pins_note_change(void) {
  GPIOR0 |= 1;
}
static inline void pins_forget_change(void) {
  GPIOR0 &= (uint8_t)~1;
}
static inline bool pins_have_changed(void) {
  return GPIOR0 & 1;
}

#endif
