// USART0 (datasheet 19): interrupt-driven rings on both sides, double speed.
#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/delay_basic.h>

#include "avr.h"
#include "board.h"

enum { SEND_SIZE = BOARD_SEND_RING + 1, SEND_MASK = SEND_SIZE - 1 };

// The receive ring's indices wrap by being bytes.
static volatile uint8_t received[BOARD_RECEIVE_RING + 1];
static volatile uint8_t receive_head, receive_tail;
static volatile uint8_t sending[SEND_SIZE];
static volatile uint8_t send_head, send_tail;
static volatile uint8_t framing_errors;
static volatile bool overrun;
static uint16_t current_divisor;

static void set_divisor(uint16_t divisor);

void uart_init(void) {
  UCSR0A = _BV(U2X0);
  UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
  set_divisor(BOARD_BOOT_DIVISOR);
  UCSR0B = _BV(RXCIE0) | _BV(RXEN0) | _BV(TXEN0);
}

ISR(USART_RX_vect) {
  const uint8_t status = UCSR0A, byte = UDR0;
  if (status & _BV(DOR0)) {
    overrun = true;
  }
  if (status & _BV(FE0)) {
    if (framing_errors != 255) {
      framing_errors++;
    }
    return;
  }
  const uint8_t head = receive_head, next = (uint8_t)(head + 1);
  if (next == receive_tail) {
    overrun = true;
    return;
  }
  received[head] = byte;
  receive_head = next;
}

ISR(USART_UDRE_vect) {
  const uint8_t tail = send_tail;
  UDR0 = sending[tail];
  const uint8_t next = (uint8_t)((tail + 1) & SEND_MASK);
  send_tail = next;
  if (next == send_head) {
    UCSR0B = _BV(RXCIE0) | _BV(RXEN0) | _BV(TXEN0);
  }
}

bool uart_has_received(void) {
  return receive_head != receive_tail;
}

bool uart_receive(uint8_t *byte) {
  const uint8_t tail = receive_tail;
  if (tail == receive_head) {
    return false;
  }
  *byte = received[tail];
  receive_tail = (uint8_t)(tail + 1);
  return true;
}

uint8_t uart_framing_errors(void) {
  cli();
  const uint8_t count = framing_errors;
  framing_errors = 0;
  sei();
  return count;
}

bool uart_overrun(void) {
  const bool was = overrun;
  if (was) {
    overrun = false;
  }
  return was;
}

void board_send(uint8_t byte) {
  const uint8_t head = send_head, next = (uint8_t)((head + 1) & SEND_MASK);
  while (next == send_tail) {
  }
  sending[head] = byte;
  cli();
  send_head = next;
  UCSR0B = _BV(RXCIE0) | _BV(RXEN0) | _BV(TXEN0) | _BV(UDRIE0);
  sei();
}

uint8_t board_send_room(void) {
  return (uint8_t)((send_tail - send_head - 1) & SEND_MASK);
}

void board_set_divisor(uint16_t divisor) {
  while (send_head != send_tail || !(UCSR0A & _BV(UDRE0))) {
  }
  // The last byte may just have entered the shift register: two bytes' time of 10 bits each, a bit
  // being 8 cycles times the divisor; one round of the delay takes 4 cycles.
  _delay_loop_2((uint16_t)(2 * 10 * 8 / 4 * current_divisor));
  set_divisor(divisor);
}

static void set_divisor(uint16_t divisor) {
  current_divisor = divisor;
  UBRR0 = (uint16_t)(divisor - 1);
}
