// Replies to Firmata's queries: what the pins can do, and in what mode one is.
#ifndef CARRYBIT_QUERIES_H
#define CARRYBIT_QUERIES_H

#include "firmata_pins.h"

void queries_send_capabilities(void);
void queries_send_analog_mapping(void);

// Mode and value of a pin, or a string if there is no such pin.
void queries_send_pin_state(const struct firmata *firmata, uint8_t pin);

#endif
