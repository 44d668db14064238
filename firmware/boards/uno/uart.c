// USART0 (datasheet 19): interrupt-driven rings on both sides, double speed.
#include "uart.h"

#include <avr/interrupt.h>
#include <avr/wdt.h>
#include <util/delay_basic.h>

#include "board.h"

// Shared with the interrupts, which alone move the receive head and the send tail.
uint8_t received[BOARD_RECEIVE_RING + 1] __attribute__((section(".bss.0_first")));
uint8_t sending[SEND_SIZE] __attribute__((aligned(SEND_SIZE), section(".bss.t_sending")));
volatile uint8_t send_tail;  // low byte of the address of the next byte to send
volatile uint8_t send_head;  // and of the one after the last
volatile uint8_t framing_errors;

static uint8_t *filled;  // where the next byte to send goes: the send head
static uint16_t current_divisor;

_Static_assert(sizeof sending == BOARD_SEND_RING + 1, "one place stays free");

static void set_divisor(uint16_t divisor);
static uint8_t *put(uint8_t *to, uint8_t byte);
static void fill_to(uint8_t *to);
static bool is_sending(void);

void uart_init(void) {
  RECEIVE_HEAD = RECEIVE_TAIL = 0;
  filled = sending;
  send_tail = send_head = (uint8_t)(uint16_t)filled;
  UCSR0A = _BV(U2X0);
  UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
  set_divisor(BOARD_BOOT_DIVISOR);
  UCSR0B = UART_IDLE;
}

uint8_t uart_received(const uint8_t **bytes) {
  const uint8_t head = RECEIVE_HEAD, tail = RECEIVE_TAIL;
  __asm__ volatile("" ::: "memory");  // the bytes are read after the head
  *bytes = received + tail;
  // Up to the end of the ring.
  return (uint8_t)((head >= tail ? head : 0) - tail);
}

void uart_taken(uint8_t count) {
  __asm__ volatile("" ::: "memory");  // and before their place is given away
  RECEIVE_TAIL = (uint8_t)(RECEIVE_TAIL + count);
}

uint8_t uart_framing_errors(void) {
  if (framing_errors == 0) {
    return 0;
  }
  cli();
  const uint8_t count = framing_errors;
  framing_errors = 0;
  sei();
  return count;
}

bool uart_overrun(void) {
  const bool was = GPIOR0 & _BV(NOTE_OVERRUN);
  if (was) {
    GPIOR0 &= (uint8_t)~_BV(NOTE_OVERRUN);  // one instruction
  }
  return was;
}

void board_send(uint8_t byte) {
  while (board_send_room() == 0) {
    wdt_reset();  // many lines of text take a slow line longer than it waits
  }
  fill_to(put(filled, byte));
}

void board_send_all(const uint8_t bytes[], uint8_t length) {
  while (board_send_room() < length) {
  }
  uint8_t *to = filled;
  while (length--) {
    to = put(to, *bytes++);
  }
  fill_to(to);
}

uint8_t board_send_room(void) {
  // Addresses differ as indices do: by less than the ring's size, and modulo that.
  return (uint8_t)(send_tail - send_head - 1) & (SEND_SIZE - 1);
}

void board_set_divisor(uint16_t divisor) {
  while (is_sending() || !(UCSR0A & _BV(UDRE0))) {
  }
  // The last byte may just have entered the shift register: two bytes' time of 10 bits each, a bit
  // being 8 cycles times the divisor; one round of the delay takes 4 cycles.
  _delay_loop_2((uint16_t)(2 * 10 * 8 / 4 * current_divisor));
  set_divisor(divisor);
}

// Returns the place after it. The ring is the upper half of a page.
static inline uint8_t *put(uint8_t *to, uint8_t byte) {
  *to++ = byte;
  return (uint8_t)(uint16_t)to & SEND_SIZE ? to : sending;
}

// The interrupt turns itself off when there is nothing to send, so turning it on too often does no harm.
static void fill_to(uint8_t *to) {
  __asm__ volatile("" ::: "memory");  // the bytes are there before the head says so
  filled = to;
  send_head = (uint8_t)(uint16_t)to;
  UCSR0B = UART_IDLE | _BV(UDRIE0);
}

static bool is_sending(void) {
  return board_send_room() != BOARD_SEND_RING;
}

static void set_divisor(uint16_t divisor) {
  current_divisor = divisor;
  UBRR0 = (uint16_t)(divisor - 1);
}
