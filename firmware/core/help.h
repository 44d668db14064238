// What the board says of itself and of what may be typed, at the serial monitor (docs/spec.md, section 8.1).
#ifndef CARRYBIT_HELP_H
#define CARRYBIT_HELP_H

#include "store.h"

// Firmware, network, slot, update, and the lines that are understood.
void help_print(const struct store *store);

// That there is no network, and where one comes from.
void help_no_network(void);

#endif
