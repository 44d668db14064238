// Servos as Firmata writes them: degrees, or microseconds, within what the host has set (the Servo library's limits
// unless it has).
#ifndef CARRYBIT_SERVOS_H
#define CARRYBIT_SERVOS_H

#include <stdint.h>

enum { SERVOS_MIN_US = 544, SERVOS_MAX_US = 2400, SERVOS_MIDDLE_US = 1500, SERVOS_DEGREES = 180 };

// The usual limits for all pins.
void servos_init(void);

// Limits of a pin in microseconds, moved to within 508 of the usual ones.
void servos_set_limits(uint8_t pin, uint16_t min_us, uint16_t max_us);

// Moves: below SERVOS_MIN_US `value` is degrees, from 0 to 180, else microseconds. Returns the degrees.
uint8_t servos_write(uint8_t pin, uint16_t value);

#endif
