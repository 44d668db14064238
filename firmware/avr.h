// What the hardware modules offer main.c beside board.h (ATmega328P, 16 MHz).
#ifndef CARRYBIT_AVR_H
#define CARRYBIT_AVR_H

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

#endif
