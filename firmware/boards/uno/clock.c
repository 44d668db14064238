// Milliseconds from timer 0's overflow every 1.024 ms; pins 5 and 6 take their PWM from the same timer
// (datasheet 15), which their duty does not disturb.
#include <avr/io.h>

#include "avr.h"
#include "board.h"

volatile uint8_t overflows;  // counted by the interrupt (interrupts.S), and wrapping

void clock_init(void) {
  TCCR0A = _BV(WGM01) | _BV(WGM00);
  TCCR0B = _BV(CS01) | _BV(CS00);
  TIMSK0 = _BV(TOIE0);
}

// Called at least every 255 overflows, so the byte never laps.
uint16_t board_millis(void) {
  static uint16_t millis;
  static uint8_t seen, fraction;  // fraction of a millisecond in 125ths: an overflow is 128 of them
  const uint8_t now = overflows;
  while (seen != now) {
    seen++;
    millis++;
    fraction = (uint8_t)(fraction + 3);
    if (fraction >= 125) {
      fraction = (uint8_t)(fraction - 125);
      millis++;
    }
  }
  return millis;
}

uint8_t board_ticks(void) {
  return overflows;
}
