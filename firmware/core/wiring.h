// Which pins the stand-alone adder has: the usual ones of board_facts.h, or those that the network's image has chosen
// (docs/spec.md, section 6).
#ifndef CARRYBIT_WIRING_H
#define CARRYBIT_WIRING_H

#include <stdbool.h>
#include <stdint.h>

#include "cell.h"

// Inputs 0 … 3, CLK, RESET, outputs 0 … 3: in the image half a byte each, the pin's number, the first one lowest.
enum {
  WIRING_CLK = CELL_MAX_INPUTS,
  WIRING_RESET,
  WIRING_FIRST_OUTPUT,
  WIRING_ROLES = WIRING_FIRST_OUTPUT + CELL_MAX_OUTPUTS,
};
enum { WIRING_BYTES = (WIRING_ROLES + 1) / 2 };

// Each pin as its bit: inputs, CLK and RESET among pins 0–7, outputs among pins 8–15. 0: the network does not need it.
struct wiring {
  uint8_t bits[WIRING_ROLES];
};

// The pins of a network whose sizes are set; chosen ones are read from EEPROM `address`. Returns WIRING_ROLES, or the
// first role whose pin cannot be that, or is another role's.
uint8_t wiring_read(struct wiring *wiring, const struct cell_network *network, uint16_t address);

// Whether one of its roles has this pin, and whether that is an output.
bool wiring_needs(const struct wiring *wiring, uint8_t pin);
static inline bool wiring_drives(uint8_t pin) {
  return pin >= STANDALONE_MIN_OUTPUT;
}

#endif
