// The board's words: version, firmware name, and error strings, kept in flash.
#ifndef CARRYBIT_TEXT_H
#define CARRYBIT_TEXT_H

#include <stdint.h>

enum text { TEXT_MODE_IMPOSSIBLE, TEXT_NO_SUCH_PIN, TEXT_UNKNOWN_SYSEX, TEXT_NO_NETWORK };

// Version report: 0xF9, major, minor of the Firmata protocol.
void text_version(void);

// Firmware report: `id`, version of the firmware, its name.
void text_firmware(uint8_t id);

// A string message `id` with one of the texts.
void text_error(uint8_t id, enum text text);

#endif
