// Firmata's reports: digital ports when an input changes, analog channels every sampling interval.
#ifndef CARRYBIT_REPORTS_H
#define CARRYBIT_REPORTS_H

#include "firmata_pins.h"

// Reports a port (0 … 2) or an analog channel (0 … 5) from now on, at once for the first time, or no more.
void reports_set_port(struct firmata *firmata, uint8_t port, bool on);
void reports_set_channel(struct firmata *firmata, uint8_t channel, bool on);

// To be called when modes have changed: which inputs end an idle sleep.
void reports_watch(const struct firmata *firmata);

// Sends what has changed or is due. Never waits.
void reports_poll(struct firmata *firmata);

#endif
