#include "firmata.h"

#include "queries.h"
#include "reports.h"
#include "servos.h"
#include "text.h"

enum { DEFAULT_INTERVAL_MS = 19 };

static bool is_in(const struct firmata *firmata, uint8_t mode, uint8_t first, uint8_t last, uint8_t except);
static bool set_mode(struct firmata *firmata, uint8_t pin, uint8_t mode);
static void release(const struct firmata *firmata, uint8_t pin);
static void write_pin(struct firmata *firmata, uint8_t pin, bool high);
static void write_port(struct firmata *firmata, uint8_t port, uint8_t levels);
static void write_analog(struct firmata *firmata, uint8_t pin, uint16_t value);
static void report_channel(struct firmata *firmata, uint8_t channel, bool on);

void firmata_reset(struct firmata *firmata) {
  for (uint8_t pin = BOARD_FIRST_FREE; pin < BOARD_PINS; pin++) {
    const bool analog = pin >= BOARD_FIRST_ANALOG;
    release(firmata, pin);
    board_pin_mode(pin, analog ? BOARD_ANALOG_INPUT : BOARD_INPUT);
    firmata->mode[pin] = analog ? FIRMATA_ANALOG : FIRMATA_INPUT;
    firmata->value[pin] = 0;
  }
  for (uint8_t port = 0; port < BOARD_PORTS; port++) {
    firmata->held[port] = firmata->chosen[port] = 0;
  }
  firmata->clocked = 0;
  firmata->reported_ports = firmata->port_due = 0;
  firmata->reported_channels = firmata->channels_due = 0;
  firmata->converting = BOARD_ANALOG;
  firmata->interval = DEFAULT_INTERVAL_MS;
  firmata->sampled = board_millis();
  servos_init();
  reports_watch(firmata);
}

void firmata_hold(struct firmata *firmata, uint8_t pin, bool held, enum firmata_mode mode) {
  const uint8_t bit = (uint8_t)(1 << (pin % 8));
  uint8_t *mask = &firmata->held[pin / 8];
  if (held || (*mask & bit)) {
    firmata->mode[pin] = (uint8_t)mode;
    firmata->value[pin] = mode == FIRMATA_PULLUP;
  }
  *mask = (uint8_t)(held ? *mask | bit : *mask & ~bit);
}

enum text firmata_refusal(const struct firmata *firmata, uint8_t pin, uint8_t mode) {
  if (!firmata_is_usable(pin)) {
    return TEXT_NO_SUCH_PIN;
  }
  switch (mode) {
    case FIRMATA_INPUT:
    case FIRMATA_OUTPUT:
    case FIRMATA_PULLUP:
      return TEXT_NONE;
    case FIRMATA_ANALOG:
      return pin >= BOARD_FIRST_ANALOG ? TEXT_NONE : TEXT_NO_SUCH_MODE;
    case FIRMATA_PWM:
      return !board_pin_has_pwm(pin)                                                         ? TEXT_NO_SUCH_MODE
             : pin >= 9 && pin <= 10 && is_in(firmata, FIRMATA_SERVO, BOARD_FIRST_SERVO, 13, pin) ? TEXT_TIMER_HAS_SERVO
                                                                                             : TEXT_NONE;
    case FIRMATA_SERVO:
      return !firmata_is_servo(pin)                        ? TEXT_NO_SUCH_MODE
             : is_in(firmata, FIRMATA_PWM, 9, 10, pin) ? TEXT_TIMER_HAS_PWM
                                                           : TEXT_NONE;
    case FIRMATA_I2C:
      return TEXT_NO_I2C;
    default:
      return TEXT_NO_SUCH_MODE;
  }
}

void firmata_command(struct firmata *firmata, uint8_t command, const uint8_t data[2]) {
  const uint8_t channel = command & 0x0Fu;
  switch (command < 0xF0 ? command & 0xF0u : command) {
    case FIRMATA_DIGITAL_MESSAGE:
      write_port(firmata, channel, (uint8_t)(data[0] | (data[1] << 7)));
      break;
    case FIRMATA_ANALOG_MESSAGE:
      write_analog(firmata, channel, (uint16_t)(data[0] | (data[1] << 7)));
      break;
    case FIRMATA_REPORT_ANALOG:
      report_channel(firmata, channel, data[0] != 0);
      break;
    case FIRMATA_REPORT_DIGITAL:
      reports_set_port(firmata, channel, data[0] != 0);
      break;
    case FIRMATA_SET_PIN_MODE:
      set_mode(firmata, data[0], data[1]);
      break;
    case FIRMATA_SET_PIN_VALUE:
      if (firmata_is_usable(data[0])) {
        write_pin(firmata, data[0], data[1] != 0);
      }
      break;
    case FIRMATA_REPORT_VERSION:
      text_version();
      break;
    default:
      break;
  }
}

void firmata_sysex(struct firmata *firmata, const uint8_t bytes[], uint8_t length) {
  switch (bytes[0]) {
    case FIRMATA_FIRMWARE:
      // With more bytes it is not a query but a message numbered 0x79 whose id was lost. Its host would take the report
      // for a reset.
      if (length == 1) {
        text_firmware(FIRMATA_FIRMWARE);
      }
      break;
    case FIRMATA_CAPABILITY_QUERY:
      queries_send_capabilities();
      break;
    case FIRMATA_ANALOG_MAPPING_QUERY:
      queries_send_analog_mapping();
      break;
    case FIRMATA_PIN_STATE_QUERY:
      if (length >= 2) {
        queries_send_pin_state(firmata, bytes[1]);
      }
      break;
    case FIRMATA_EXTENDED_ANALOG:
      if (length >= 3) {
        write_analog(firmata, bytes[1], (uint16_t)(bytes[2] | (length > 3 ? bytes[3] << 7 : 0)));
      }
      break;
    case FIRMATA_SAMPLING_INTERVAL:
      if (length >= 3) {
        const uint16_t interval = (uint16_t)(bytes[1] | (bytes[2] << 7));
        firmata->interval = interval ? interval : 1;
      }
      break;
    case FIRMATA_SERVO_CONFIG:
      if (length >= 6 && set_mode(firmata, bytes[1], FIRMATA_SERVO)) {
        servos_set_limits(bytes[1], (uint16_t)(bytes[2] | (bytes[3] << 7)), (uint16_t)(bytes[4] | (bytes[5] << 7)));
      }
      break;
    case FIRMATA_STRING:
      break;
    case FIRMATA_I2C_REQUEST:
    case FIRMATA_I2C_CONFIG:
      text_refuse_sysex(bytes[0], TEXT_NO_I2C);
      break;
    default:
      text_refuse_sysex(bytes[0], TEXT_UNKNOWN_SYSEX);
  }
}

void firmata_hello(void) {
  text_version();
  text_firmware(FIRMATA_FIRMWARE);
}

bool firmata_is_converting(const struct firmata *firmata) {
  return firmata->converting != BOARD_ANALOG;
}

// Returns whether the pin has the mode now. If not, a string says why, and the pin has neither PWM nor pulses.
static bool set_mode(struct firmata *firmata, uint8_t pin, uint8_t mode) {
  const enum text refusal = firmata_refusal(firmata, pin, mode);
  if (refusal != TEXT_NONE) {
    text_refuse_mode(pin, mode, refusal);
    if (firmata_is_usable(pin) && (firmata->mode[pin] == FIRMATA_PWM || firmata->mode[pin] == FIRMATA_SERVO)) {
      set_mode(firmata, pin, FIRMATA_OUTPUT);
    }
    return false;
  }
  release(firmata, pin);
  board_pin_mode(pin, mode == FIRMATA_INPUT    ? BOARD_INPUT
                      : mode == FIRMATA_PULLUP ? BOARD_PULLUP
                      : mode == FIRMATA_ANALOG ? BOARD_ANALOG_INPUT
                                               : BOARD_OUTPUT);
  firmata->mode[pin] = mode;
  firmata->value[pin] = mode == FIRMATA_PULLUP;
  if (mode == FIRMATA_SERVO) {
    firmata->value[pin] = servos_write(pin, SERVOS_MIDDLE_US);
  }
  if (pin >= BOARD_FIRST_ANALOG) {
    // The mode alone starts reports, as in StandardFirmata.
    reports_set_channel(firmata, (uint8_t)(pin - BOARD_FIRST_ANALOG), mode == FIRMATA_ANALOG);
  }
  reports_watch(firmata);
  return true;
}

static void release(const struct firmata *firmata, uint8_t pin) {
  board_pwm_off(pin);
  if (firmata->mode[pin] == FIRMATA_SERVO) {
    board_servo_off(pin);
  }
}

// A digital write of 1 makes an output of a digital pin whose mode nobody has set: with StandardFirmata, for which
// clients are written, it is one from the start. Where the host has set it to input, 1 turns the pull-up on, as clients
// older than Firmata 2.5 (and johnny-five's Button) expect; writing 0 leaves it, because a port write also carries the
// levels that the client has read from its inputs.
static void write_pin(struct firmata *firmata, uint8_t pin, bool high) {
  if ((firmata->held[pin / 8] >> (pin % 8)) & 1) {
    return;
  }
  if (high && firmata->mode[pin] == FIRMATA_INPUT && !firmata_has_chosen(firmata, pin)) {
    firmata_choose(firmata, pin);
    set_mode(firmata, pin, FIRMATA_OUTPUT);
  }
  if (firmata->mode[pin] == FIRMATA_OUTPUT) {
    board_pin_write(pin, high);
    firmata->value[pin] = high;
  } else if (firmata->mode[pin] == FIRMATA_INPUT && high && !firmata->value[pin]) {
    board_pin_mode(pin, BOARD_PULLUP);
    firmata->value[pin] = 1;
  }
}

static void write_port(struct firmata *firmata, uint8_t port, uint8_t levels) {
  for (uint8_t bit = 0; port < BOARD_PORTS && bit < 8; bit++) {
    const uint8_t pin = (uint8_t)(8 * port + bit);
    if (firmata_is_usable(pin)) {
      write_pin(firmata, pin, (levels >> bit) & 1);
    }
  }
}

static void write_analog(struct firmata *firmata, uint8_t pin, uint16_t value) {
  if (!firmata_is_usable(pin)) {
    return;
  }
  if (firmata->mode[pin] == FIRMATA_PWM) {
    const uint8_t duty = (uint8_t)(value > 255 ? 255 : value);
    board_pwm(pin, duty);
    firmata->value[pin] = duty;
  } else if (firmata->mode[pin] == FIRMATA_SERVO) {
    firmata->value[pin] = servos_write(pin, value);
  }
}

static bool is_in(const struct firmata *firmata, uint8_t mode, uint8_t first, uint8_t last, uint8_t except) {
  for (uint8_t pin = first; pin <= last; pin++) {
    if (pin != except && firmata->mode[pin] == mode) {
      return true;
    }
  }
  return false;
}

// Reporting a pin makes it analog.
static void report_channel(struct firmata *firmata, uint8_t channel, bool on) {
  const uint8_t pin = (uint8_t)(BOARD_FIRST_ANALOG + channel);
  if (channel >= BOARD_ANALOG) {
    return;
  }
  if (on && firmata->mode[pin] != FIRMATA_ANALOG) {
    set_mode(firmata, pin, FIRMATA_ANALOG);
  }
  reports_set_channel(firmata, channel, on);
}
