// Firmata 2.5 on the Uno's pins: what johnny-five and other clients speak.
#ifndef CARRYBIT_FIRMATA_H
#define CARRYBIT_FIRMATA_H

#include <stdbool.h>
#include <stdint.h>

#include "board.h"
#include "text.h"

// Commands, and the first bytes of sysex messages.
enum firmata_message {
  FIRMATA_DIGITAL_MESSAGE = 0x90,
  FIRMATA_REPORT_ANALOG = 0xC0,
  FIRMATA_REPORT_DIGITAL = 0xD0,
  FIRMATA_ANALOG_MESSAGE = 0xE0,
  FIRMATA_SET_PIN_MODE = 0xF4,
  FIRMATA_SET_PIN_VALUE = 0xF5,
  FIRMATA_ANALOG_MAPPING_QUERY = 0x69,
  FIRMATA_ANALOG_MAPPING_RESPONSE = 0x6A,
  FIRMATA_CAPABILITY_QUERY = 0x6B,
  FIRMATA_CAPABILITY_RESPONSE = 0x6C,
  FIRMATA_PIN_STATE_QUERY = 0x6D,
  FIRMATA_PIN_STATE_RESPONSE = 0x6E,
  FIRMATA_EXTENDED_ANALOG = 0x6F,
  FIRMATA_SERVO_CONFIG = 0x70,
  FIRMATA_STRING = 0x71,
  FIRMATA_I2C_REQUEST = 0x76,
  FIRMATA_I2C_CONFIG = 0x78,
  FIRMATA_FIRMWARE = 0x79,
  FIRMATA_SAMPLING_INTERVAL = 0x7A,
};

enum firmata_mode {
  FIRMATA_INPUT = 0x00,
  FIRMATA_OUTPUT = 0x01,
  FIRMATA_ANALOG = 0x02,
  FIRMATA_PWM = 0x03,
  FIRMATA_SERVO = 0x04,
  FIRMATA_I2C = 0x06,
  FIRMATA_PULLUP = 0x0B,
};

struct firmata {
  uint8_t mode[BOARD_PINS];
  uint8_t value[BOARD_PINS];        // pin state: last value written; for inputs whether the pull-up is on
  uint8_t held[BOARD_PORTS];        // bit by bit: pins of the stand-alone adder, not to be written
  uint8_t chosen[BOARD_PORTS];      // and pins whose mode the host has set
  uint8_t reported_ports;           // bit p: port p is reported
  uint8_t port_due;                 // bit p: report even without a change
  uint8_t port_sent[BOARD_PORTS];   // levels last reported
  uint8_t reported_channels;        // bit c: analog channel c is reported
  uint8_t channels_due;             // bit c: to be converted and sent
  uint8_t converting;               // channel under conversion; BOARD_ANALOG: none
  uint16_t interval, sampled;       // milliseconds: between samples, when last begun
};

// All pins inputs without pull-up, analog pins analog, nothing reported, 19 ms between samples.
void firmata_reset(struct firmata *firmata);

// Gives a pin to the stand-alone adder, in its mode, or takes it back.
void firmata_hold(struct firmata *firmata, uint8_t pin, bool held, enum firmata_mode mode);

// Whether the host has set the mode of a usable pin, and that it has.
bool firmata_has_chosen(const struct firmata *firmata, uint8_t pin);
void firmata_choose(struct firmata *firmata, uint8_t pin);

// What keeps a pin from a mode, if anything does.
enum text firmata_refusal(const struct firmata *firmata, uint8_t pin, uint8_t mode);

// Protocol version, then name and version of the firmware.
void firmata_hello(void);

// A command with its two (or one, or no) data bytes, and a sysex that is not carrybit's.
void firmata_command(struct firmata *firmata, uint8_t command, const uint8_t data[2]);
void firmata_sysex(struct firmata *firmata, const uint8_t bytes[], uint8_t length);

// Whether an analog conversion runs, so that the processor should stay awake.
bool firmata_is_converting(const struct firmata *firmata);

// Pins 0 and 1 are not: they belong to the serial port.
static inline bool firmata_is_usable(uint8_t pin) {
  return pin >= BOARD_FIRST_FREE && pin < BOARD_PINS;
}

static inline bool firmata_is_servo(uint8_t pin) {
  return pin >= BOARD_FIRST_SERVO && pin < BOARD_FIRST_SERVO + BOARD_SERVOS;
}

#endif
