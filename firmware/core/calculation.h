// Text from the serial monitor, as steps of the network (docs/spec.md, section 8.1).
#ifndef CARRYBIT_CALCULATION_H
#define CARRYBIT_CALCULATION_H

#include <stdbool.h>
#include <stdint.h>

#include "cell.h"

// A calculation. It uses the memory of its line after reading it, because the stack has no room for it.
struct __attribute__((packed, may_alias)) calculation {
  uint32_t numbers[CELL_MAX_INPUTS], outputs[CELL_MAX_OUTPUTS];
};

// Of a text of numbers and what is between them; it may lie where they go.
void calculation_read(const char *at, struct calculation *calculation);

// From the initial state, lowest bits first, with as many steps more as a sum of the numbers may need. Prints the
// outputs, or, if it `plots`, every step.
void calculation_run(const struct cell_network *network, int8_t state[], struct calculation *calculation, bool plots);

// One step from `state`, of a line with a bit for each input; prints the line and the outputs.
void calculation_step(const struct cell_network *network, int8_t state[], const char *line);

#endif
