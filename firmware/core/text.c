#include "text.h"

#include "board.h"
#include "firmata_numbers.h"
#include "flash_text.h"
#include "version.h"

static const char firmware_name[] FLASH = "carrybit";
static const char pin_is[] FLASH = "pin ";
static const char mode_is[] FLASH = ", mode ";
static const char sysex_is[] FLASH = "sysex ";
static const char colon[] FLASH = ": ";
static const char no_such_pin[] FLASH = "no such pin";
static const char no_such_mode[] FLASH = "the pin cannot have it";
static const char no_i2c[] FLASH = "no I2C (pins 18 and 19) in carrybit's firmware";
static const char timer_has_pwm[] FLASH = "its timer makes the PWM of pins 9 and 10";
static const char timer_has_servo[] FLASH = "its timer moves servos";
static const char unknown_sysex[] FLASH = "unknown";
static const char no_network[] FLASH = "no network";

static const char *words(enum text text);
static void begin(void);
static void send(const char *flash);
static void send_character(char character);
static void send_number(uint8_t number);
static void end_with(enum text text);

void text_version(void) {
  board_send(FIRMATA_REPORT_VERSION);
  board_send(FIRMATA_MAJOR);
  board_send(FIRMATA_MINOR);
}

void text_firmware(uint8_t id) {
  board_send(FIRMATA_START_SYSEX);
  board_send(id);
  board_send(FIRMWARE_MAJOR);
  board_send(FIRMWARE_MINOR);
  send(firmware_name);
  board_send(FIRMATA_END_SYSEX);
}

void text_send(enum text text) {
  begin();
  end_with(text);
}

void text_refuse_mode(uint8_t pin, uint8_t mode, enum text why) {
  begin();
  send(pin_is);
  send_number(pin);
  send(mode_is);
  send_number(mode);
  send(colon);
  end_with(why);
}

void text_refuse_pin(uint8_t pin, enum text why) {
  begin();
  send(pin_is);
  send_number(pin);
  send(colon);
  end_with(why);
}

void text_refuse_sysex(uint8_t id, enum text why) {
  begin();
  send(sysex_is);
  send_number(id);
  send(colon);
  end_with(why);
}

static const char *words(enum text text) {
  switch (text) {
    case TEXT_NO_SUCH_PIN:
      return no_such_pin;
    case TEXT_NO_SUCH_MODE:
      return no_such_mode;
    case TEXT_NO_I2C:
      return no_i2c;
    case TEXT_TIMER_HAS_PWM:
      return timer_has_pwm;
    case TEXT_TIMER_HAS_SERVO:
      return timer_has_servo;
    case TEXT_UNKNOWN_SYSEX:
      return unknown_sysex;
    default:
      return no_network;
  }
}

static void begin(void) {
  board_send(FIRMATA_START_SYSEX);
  board_send(FIRMATA_STRING);
}

static void end_with(enum text text) {
  send(words(text));
  board_send(FIRMATA_END_SYSEX);
}

static void send(const char *flash) {
  for (char character; (character = (char)flash_byte(flash)) != 0; flash++) {
    send_character(character);
  }
}

// As two 7-bit bytes, lowest bits first.
static void send_character(char character) {
  board_send((uint8_t)character);
  board_send(0);
}

static void send_number(uint8_t number) {
  if (number >= 100) {
    send_character('1');
    number = (uint8_t)(number - 100);
    send_character((char)('0' + number / 10));
  } else if (number >= 10) {
    send_character((char)('0' + number / 10));
  }
  send_character((char)('0' + number % 10));
}
