// The stand-alone adder: pins in, pins out, no host. A press of CLK takes the inputs, steps the network and puts the
// outputs out; RESET holds the initial state. It has its own state, apart from the link's.
//
// Only the pins of its wiring are taken. It runs from reset on while there is a network, until the
// host sets the mode of one of its pins, and again after a system reset.
#ifndef CARRYBIT_STANDALONE_H
#define CARRYBIT_STANDALONE_H

#include <stdbool.h>
#include <stdint.h>

#include "cell.h"
#include "transitions.h"
#include "wiring.h"

// Contacts bounce for up to 5 ms. A button is down from its first contact until there has been none for seven ticks of
// 1.024 ms, the first of which may have been nearly over.
enum { STANDALONE_QUIET_TICKS = 7 };

struct standalone {
  const struct cell_network *network;    // 0: off
  struct wiring wiring;                  // the caller's to change while it is off
  const struct transitions *remembered;  // of the network; 0: none, or not yet looked at
  bool is_fast;                          // board_clock_start runs: `state` and `levels` are old
  uint8_t contact;                       // levels of pins 0–7 when last looked at; 1: active
  uint8_t levels;                        // the same without bounce
  uint8_t since[2];                      // ticks at which CLK and RESET last had contact
  int8_t *state;                         // the caller's, of CELL_MAX_HIDDEN bytes
};

// Takes the pins and starts from the initial state with all outputs low; `network` 0 releases the pins.
void standalone_use(struct standalone *standalone, const struct cell_network *network);

// Hands over the network's transitions, with which an electronic clock at the usual pins may be faster, or takes them
// back: afterwards nothing reads them. The state stays the same.
void standalone_remember(struct standalone *standalone, const struct transitions *transitions);

// Lets go buttons that have been quiet for long enough; to be called every 200 ms at least.
void standalone_poll(struct standalone *standalone);

// For the pin-change interrupt: looks at the levels of pins 0–7. Returns true when the network has
// stepped; then `output` holds its output bits.
bool standalone_look(struct standalone *standalone, uint8_t port, uint8_t *output);

#endif
