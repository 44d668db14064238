// The board's texts about itself and about what can be typed at the serial monitor (docs/spec.md, section 8.1).
#ifndef CARRYBIT_HELP_H
#define CARRYBIT_HELP_H

#include "store.h"

// Firmware, network, slot, update, and the lines that are understood.
void help_print(const struct store *store);

// Says that there is no network, and how to get one.
void help_no_network(void);

#endif
