// The board's texts: version, firmware name, and error strings, kept in flash.
#ifndef CARRYBIT_TEXT_H
#define CARRYBIT_TEXT_H

#include <stdint.h>

enum text {
  TEXT_NONE,
  TEXT_NO_SUCH_PIN,
  TEXT_NO_SUCH_MODE,
  TEXT_NO_I2C,
  TEXT_TIMER_HAS_PWM,
  TEXT_TIMER_HAS_SERVO,
  TEXT_UNKNOWN_SYSEX,
  TEXT_NO_NETWORK,
};

// Version report: 0xF9, major, minor of the Firmata protocol.
void text_version(void);

// Firmware report: `id`, version of the firmware, its name.
void text_firmware(uint8_t id);

// A Firmata string: a text; or what is refused, with its number in decimal, and why.
void text_send(enum text text);
void text_refuse_mode(uint8_t pin, uint8_t mode, enum text why);
void text_refuse_pin(uint8_t pin, enum text why);
void text_refuse_sysex(uint8_t id, enum text why);

#endif
