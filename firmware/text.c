#include "text.h"

#include "board.h"
#include "version.h"
#include "wire.h"

#ifdef __AVR__
#include <avr/pgmspace.h>
#else
#define PROGMEM
#define pgm_read_byte(address) (*(address))
#endif

static const char firmware_name[] PROGMEM = "carrybit";
static const char mode_impossible[] PROGMEM = "pin cannot have this mode";
static const char no_such_pin[] PROGMEM = "no such pin";
static const char unknown_sysex[] PROGMEM = "unknown sysex";
static const char no_network[] PROGMEM = "no network";

static void send(const char *flash);

void text_version(void) {
  board_send(WIRE_VERSION);
  board_send(FIRMATA_MAJOR);
  board_send(FIRMATA_MINOR);
}

void text_firmware(uint8_t id) {
  board_send(WIRE_START);
  board_send(id);
  board_send(FIRMWARE_MAJOR);
  board_send(FIRMWARE_MINOR);
  send(firmware_name);
  board_send(WIRE_END);
}

void text_error(uint8_t id, enum text text) {
  board_send(WIRE_START);
  board_send(id);
  send(text == TEXT_MODE_IMPOSSIBLE ? mode_impossible
       : text == TEXT_NO_SUCH_PIN   ? no_such_pin
       : text == TEXT_UNKNOWN_SYSEX ? unknown_sysex
                                    : no_network);
  board_send(WIRE_END);
}

// Each character as two 7-bit bytes, lowest bits first.
static void send(const char *flash) {
  for (char character; (character = (char)pgm_read_byte(flash)) != 0; flash++) {
    board_send((uint8_t)character);
    board_send(0);
  }
}
