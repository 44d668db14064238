// What the serial port's two sides share: uart.c and its interrupts (interrupts.S).
//
// The receive ring fills a page of RAM, and its two indices are general purpose I/O registers (datasheet 8.5), which
// take one cycle to read: at 1,000,000 baud a byte comes every 160 cycles.
#ifndef CARRYBIT_UART_H
#define CARRYBIT_UART_H

#include <avr/io.h>

#include "avr.h"

#define RECEIVE_HEAD GPIOR1  // where the next byte goes
#define RECEIVE_TAIL GPIOR2  // the oldest byte; at the head: none
#define SEND_SIZE 128

// UCSR0B with nothing to send; with UDRIE0 besides while there is.
#define UART_IDLE (_BV(RXCIE0) | _BV(RXEN0) | _BV(TXEN0))

#endif
