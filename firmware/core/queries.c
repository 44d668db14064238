#include "queries.h"

#include "text.h"

enum { NOTHING = 0x7F };  // no analog channel; end of a pin's capabilities
enum { DIGITAL_BITS = 1, ANALOG_BITS = 10, PWM_BITS = 8, SERVO_BITS = 14 };

void queries_send_capabilities(void) {
  board_send(FIRMATA_START_SYSEX);
  board_send(FIRMATA_CAPABILITY_RESPONSE);
  for (uint8_t pin = 0; pin < BOARD_PINS; pin++) {
    if (firmata_is_usable(pin)) {
      board_send(FIRMATA_INPUT);
      board_send(DIGITAL_BITS);
      board_send(FIRMATA_OUTPUT);
      board_send(DIGITAL_BITS);
      if (pin >= BOARD_FIRST_ANALOG) {
        board_send(FIRMATA_ANALOG);
        board_send(ANALOG_BITS);
      }
      if (board_pin_has_pwm(pin)) {
        board_send(FIRMATA_PWM);
        board_send(PWM_BITS);
      }
      if (firmata_is_servo(pin)) {
        board_send(FIRMATA_SERVO);
        board_send(SERVO_BITS);
      }
      // Last: pyFirmata knows a digital pin by input directly followed by output.
      board_send(FIRMATA_PULLUP);
      board_send(DIGITAL_BITS);
    }
    board_send(NOTHING);
  }
  board_send(FIRMATA_END_SYSEX);
}

void queries_send_analog_mapping(void) {
  board_send(FIRMATA_START_SYSEX);
  board_send(FIRMATA_ANALOG_MAPPING_RESPONSE);
  for (uint8_t pin = 0; pin < BOARD_PINS; pin++) {
    board_send(pin >= BOARD_FIRST_ANALOG ? (uint8_t)(pin - BOARD_FIRST_ANALOG) : NOTHING);
  }
  board_send(FIRMATA_END_SYSEX);
}

void queries_send_pin_state(const struct firmata *firmata, uint8_t pin) {
  if (!firmata_is_usable(pin)) {
    text_refuse_pin(pin, TEXT_NO_SUCH_PIN);
    return;
  }
  board_send(FIRMATA_START_SYSEX);
  board_send(FIRMATA_PIN_STATE_RESPONSE);
  // A pin that becomes an output when it is written counts as one: clients then set the mode of what they read.
  const bool is_unset = firmata->mode[pin] == FIRMATA_INPUT && !((firmata->held[pin / 8] >> (pin % 8)) & 1) &&
                        !firmata_has_chosen(firmata, pin);
  board_send(pin);
  board_send(is_unset ? FIRMATA_OUTPUT : firmata->mode[pin]);
  board_send(firmata->value[pin] & 0x7Fu);
  if (firmata->value[pin] > 0x7F) {
    board_send(firmata->value[pin] >> 7);
  }
  board_send(FIRMATA_END_SYSEX);
}
