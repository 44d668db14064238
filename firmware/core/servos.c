#include "servos.h"

#include "board.h"

enum { UNIT_US = 4 };

// How far inside (or outside) of the usual limits, in units.
static struct {
  int8_t min, max;
} within[BOARD_SERVOS];

static int8_t units(int16_t microseconds);

void servos_init(void) {
  for (uint8_t i = 0; i < BOARD_SERVOS; i++) {
    within[i].min = within[i].max = 0;
  }
}

void servos_set_limits(uint8_t pin, uint16_t min_us, uint16_t max_us) {
  const uint8_t i = (uint8_t)(pin - BOARD_FIRST_SERVO);
  within[i].min = units((int16_t)(min_us - SERVOS_MIN_US));
  within[i].max = units((int16_t)(SERVOS_MAX_US - max_us));
}

uint8_t servos_write(uint8_t pin, uint16_t value) {
  const uint8_t i = (uint8_t)(pin - BOARD_FIRST_SERVO);
  const uint16_t min = (uint16_t)(SERVOS_MIN_US + within[i].min * UNIT_US);
  const uint16_t max = (uint16_t)(SERVOS_MAX_US - within[i].max * UNIT_US);
  const uint16_t span = max > min ? (uint16_t)(max - min) : 1;
  if (value < SERVOS_MIN_US) {
    const uint16_t degrees = value > SERVOS_DEGREES ? SERVOS_DEGREES : value;
    board_servo(pin, (uint16_t)(min + (uint32_t)span * degrees / SERVOS_DEGREES));
    return (uint8_t)degrees;
  }
  const uint16_t microseconds = value < min ? min : value > max ? max : value;
  board_servo(pin, microseconds);
  return (uint8_t)((uint32_t)(microseconds - min) * SERVOS_DEGREES / span);
}

static int8_t units(int16_t microseconds) {
  const int16_t count = (int16_t)(microseconds / UNIT_US);
  return (int8_t)(count < -127 ? -127 : count > 127 ? 127 : count);
}
