// The stand-alone adder: pins in, pins out, no host. A rising CLK edge takes the inputs, steps the network
// and puts the outputs out; RESET high holds the initial state. It has its own state, apart from the link's.
//
//   inputs 0 … 3   pins 2 (A), 3 (B), 6, 7       CLK    pin 4
//   outputs 0 … 3  pins 13 (SUM), 12, 11, 10     RESET  pin 5
//
// Only the pins the network needs are taken. It runs from reset on while there is a network, until the
// host sets the mode of one of its pins, and again after a system reset.
#ifndef CARRYBIT_STANDALONE_H
#define CARRYBIT_STANDALONE_H

#include <stdbool.h>
#include <stdint.h>

#include "cell.h"

enum { STANDALONE_CLK = 4, STANDALONE_RESET = 5 };

struct standalone {
  const struct cell_network *network;  // 0: off
  uint8_t port;                        // levels of pins 0–7 when last looked at
  int8_t state[CELL_MAX_HIDDEN];
};

// Takes the pins and starts from the initial state with all outputs low; `network` 0 lets the pins go.
void standalone_use(struct standalone *standalone, const struct cell_network *network);

// Whether `network` needs this pin, and whether as an output.
bool standalone_needs(const struct cell_network *network, uint8_t pin);
bool standalone_drives(const struct cell_network *network, uint8_t pin);

// For the pin-change interrupt: looks at the levels of pins 0–7. Returns true when the network has
// stepped; then `output` holds its output bits.
bool standalone_look(struct standalone *standalone, uint8_t port, uint8_t *output);

#endif
