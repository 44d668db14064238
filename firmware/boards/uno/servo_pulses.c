// Servo pulses from timer 1 (datasheet 16), one pin after the other, as the Servo library makes them: 0.5 µs a count.
#include <avr/interrupt.h>
#include <avr/io.h>

#include "avr.h"
#include "board.h"

enum { COUNTS_PER_US = 2, FRAME = 40000, SOON = 64, NONE = 0xFF };  // counts; a frame is 20 ms

static volatile uint16_t counts[BOARD_SERVOS] BEHIND_RING("counts");  // of a pulse; 0: no servo
static uint8_t pulsing;  // whose pulse it is; NONE: the pause until the next frame
static uint16_t frame;   // when it began
static uint8_t servos;   // how many there are

static void set_pin(uint8_t servo, bool high);

void board_servo(uint8_t pin, uint16_t microseconds) {
  const uint8_t servo = (uint8_t)(pin - BOARD_FIRST_SERVO);
  const uint16_t wanted = (uint16_t)(microseconds * COUNTS_PER_US);
  const bool is_new = counts[servo] == 0;
  cli();
  counts[servo] = wanted;
  sei();
  if (is_new && servos++ == 0) {
    pulsing = NONE;
    TCCR1A = 0;
    TCCR1B = _BV(CS11);
    frame = TCNT1 - FRAME;
    OCR1A = TCNT1 + SOON;
    TIFR1 = _BV(OCF1A);
    TIMSK1 = _BV(OCIE1A);
  }
}

void board_servo_off(uint8_t pin) {
  const uint8_t servo = (uint8_t)(pin - BOARD_FIRST_SERVO);
  if (counts[servo] == 0) {
    return;
  }
  cli();
  counts[servo] = 0;
  sei();
  set_pin(servo, false);
  if (--servos == 0) {
    TIMSK1 = 0;
    pwm_take_timer1();
  }
}

// Other interrupts may come in between; this one does not come again before the next pulse ends.
ISR(TIMER1_COMPA_vect, ISR_NOBLOCK) {
  uint8_t next = pulsing;
  if (next == NONE) {
    frame = (uint16_t)(frame + FRAME);
    next = 0;
  } else {
    set_pin(next++, false);
  }
  while (next < BOARD_SERVOS && counts[next] == 0) {
    next++;
  }
  if (next < BOARD_SERVOS) {
    pulsing = next;
    set_pin(next, true);
    OCR1A = TCNT1 + counts[next];
    return;
  }
  pulsing = NONE;
  // Twelve long pulses take longer than a frame.
  const uint16_t now = TCNT1;
  if ((uint16_t)(now - frame) > FRAME - SOON) {
    frame = (uint16_t)(now + SOON - FRAME);
  }
  OCR1A = (uint16_t)(frame + FRAME);
}

static void set_pin(uint8_t servo, bool high) {
  const uint8_t pin = (uint8_t)(servo + BOARD_FIRST_SERVO);
  if (high && counts[servo] == 0) {
    return;
  }
  board_pin_write(pin, high);
}
