// The settings of the pins, from hosts and from the stand-alone adder.
#ifndef CARRYBIT_FIRMATA_PINS_H
#define CARRYBIT_FIRMATA_PINS_H

#include <stdbool.h>
#include <stdint.h>

#include "board.h"
#include "firmata_numbers.h"

struct firmata {
  uint8_t mode[BOARD_PINS];
  uint8_t value[BOARD_PINS];        // pin state: last value written; for inputs whether the pull-up is on
  uint8_t held[BOARD_PORTS];        // bit by bit: pins of the stand-alone adder, not to be written
  uint8_t chosen[BOARD_PORTS];      // and pins whose mode the host has set
  uint8_t clocked;                  // pins 0–7, bit by bit, whose changes the stand-alone adder has to see
  uint8_t reported_ports;           // bit p: port p is reported
  uint8_t port_due;                 // bit p: report even without a change
  uint8_t port_sent[BOARD_PORTS];   // levels last reported
  uint8_t reported_channels;        // bit c: analog channel c is reported
  uint8_t channels_due;             // bit c: to be converted and sent
  uint8_t converting;               // channel under conversion; BOARD_ANALOG: none
  uint16_t interval, sampled;       // milliseconds: between samples, when last begun
};

// Pins 0 and 1 are not: they belong to the serial port.
static inline bool firmata_is_usable(uint8_t pin) {
  return pin >= BOARD_FIRST_FREE && pin < BOARD_PINS;
}

static inline bool firmata_is_servo(uint8_t pin) {
  return pin >= BOARD_FIRST_SERVO && pin < BOARD_FIRST_SERVO + BOARD_SERVOS;
}

// Whether the host has set the mode of a usable pin, and that it has.
static inline bool firmata_has_chosen(const struct firmata *firmata, uint8_t pin) {
  return (firmata->chosen[pin / 8] >> (pin % 8)) & 1;
}

static inline void firmata_choose(struct firmata *firmata, uint8_t pin) {
  firmata->chosen[pin / 8] = (uint8_t)(firmata->chosen[pin / 8] | (1 << (pin % 8)));
}

#endif
