// Firmata 2.5 for the board's pins, which johnny-five and other clients use.
#ifndef CARRYBIT_FIRMATA_H
#define CARRYBIT_FIRMATA_H

#include <stdbool.h>
#include <stdint.h>

#include "firmata_pins.h"
#include "text.h"

// All pins inputs without pull-up, analog pins analog, nothing reported, 19 ms between samples.
void firmata_reset(struct firmata *firmata);

// Gives a pin to the stand-alone adder, in its mode, or takes it back.
void firmata_hold(struct firmata *firmata, uint8_t pin, bool held, enum firmata_mode mode);

// Why a pin cannot have a mode, if it cannot.
enum text firmata_refusal(const struct firmata *firmata, uint8_t pin, uint8_t mode);

// Protocol version, then name and version of the firmware.
void firmata_hello(void);

// A command with its two (or one, or no) data bytes, and a sysex that is not carrybit's.
void firmata_command(struct firmata *firmata, uint8_t command, const uint8_t data[2]);
void firmata_sysex(struct firmata *firmata, const uint8_t bytes[], uint8_t length);

// Whether an analog conversion runs, so that the processor should stay awake.
bool firmata_is_converting(const struct firmata *firmata);

#endif
