// Text that a person types at a serial monitor, line by line, and the replies (docs/spec.md, section 8.1). Text is
// bytes below 0x80 outside messages, which Firmata and carrybit's messages ignore.
#ifndef CARRYBIT_MONITOR_H
#define CARRYBIT_MONITOR_H

#include <stdbool.h>
#include <stdint.h>

#include "parser.h"
#include "store.h"

// Numbers fit 30 bits, and so do their outputs with the steps after them fit 32.
enum { MAX_DIGITS = 9 };

struct monitor {
  int8_t *state;          // where what was typed has led to; the caller's, of CELL_MAX_HIDDEN bytes
  bool is_plotting : 1;           // prints the pins' levels
  bool phase : 1;                 // of the time at which they were printed last
};

// The next step typed is a first one; `network` may be 0.
void monitor_reset(struct monitor *monitor, const struct cell_network *network);

// Replies to a line that ends with a zero, and uses its memory for the calculation. For a line that was `cut`, the
// reply is that it is too long.
void monitor_line(struct monitor *monitor, const struct store *store, char line[MAX_LINE_CHARACTERS + 1], bool cut);

// Prints the levels of these pins when they are due.
void monitor_poll(struct monitor *monitor, const struct wiring *wiring);

#endif
