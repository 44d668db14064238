#include "firmata.h"

#include "text.h"
#include "version.h"
#include "wire.h"

enum {
  DIGITAL = 0x90,
  REPORT_ANALOG = 0xC0,
  REPORT_DIGITAL = 0xD0,
  ANALOG = 0xE0,
  SET_PIN_MODE = 0xF4,
  SET_PIN_VALUE = 0xF5,
  ANALOG_MAPPING_QUERY = 0x69,
  ANALOG_MAPPING_RESPONSE = 0x6A,
  CAPABILITY_QUERY = 0x6B,
  CAPABILITY_RESPONSE = 0x6C,
  PIN_STATE_QUERY = 0x6D,
  PIN_STATE_RESPONSE = 0x6E,
  EXTENDED_ANALOG = 0x6F,
  STRING = 0x71,
  FIRMWARE = 0x79,
  SAMPLING_INTERVAL = 0x7A,
  NOTHING = 0x7F,  // no analog channel; end of a pin's capabilities
};
enum { DEFAULT_INTERVAL = 19, DIGITAL_BITS = 1, ANALOG_BITS = 10, PWM_BITS = 8 };

static void set_mode(struct firmata *firmata, uint8_t pin, uint8_t mode);
static void write_pin(struct firmata *firmata, uint8_t pin, bool high);
static void write_port(struct firmata *firmata, uint8_t port, uint8_t levels);
static void write_analog(struct firmata *firmata, uint8_t pin, uint16_t value);
static void report_channel(struct firmata *firmata, uint8_t channel, bool on);
static void report_port(struct firmata *firmata, uint8_t port, bool on);
static void send_capabilities(void);
static void send_analog_mapping(void);
static void send_pin_state(const struct firmata *firmata, uint8_t pin);
static void watch(const struct firmata *firmata);
static void poll_ports(struct firmata *firmata);
static void poll_analog(struct firmata *firmata);
static uint8_t input_mask(const struct firmata *firmata, uint8_t port);
static bool is_usable(uint8_t pin);

void firmata_reset(struct firmata *firmata) {
  for (uint8_t pin = BOARD_FIRST_FREE; pin < BOARD_PINS; pin++) {
    const bool analog = pin >= BOARD_FIRST_ANALOG;
    board_pwm_off(pin);
    board_pin_mode(pin, analog ? BOARD_ANALOG_INPUT : BOARD_INPUT);
    firmata->mode[pin] = analog ? FIRMATA_ANALOG : FIRMATA_INPUT;
    firmata->value[pin] = 0;
  }
  for (uint8_t port = 0; port < BOARD_PORTS; port++) {
    firmata->held[port] = 0;
  }
  firmata->reported_ports = firmata->port_due = 0;
  firmata->reported_channels = firmata->channels_due = 0;
  firmata->converting = BOARD_ANALOG;
  firmata->interval = DEFAULT_INTERVAL;
  firmata->sampled = board_millis();
  watch(firmata);
}

void firmata_hold(struct firmata *firmata, uint8_t pin, bool held, bool drives) {
  const uint8_t bit = (uint8_t)(1 << (pin % 8));
  uint8_t *mask = &firmata->held[pin / 8];
  if (held || (*mask & bit)) {
    firmata->mode[pin] = drives ? FIRMATA_OUTPUT : FIRMATA_INPUT;
    firmata->value[pin] = 0;
  }
  *mask = (uint8_t)(held ? *mask | bit : *mask & ~bit);
}

void firmata_command(struct firmata *firmata, uint8_t command, const uint8_t data[2]) {
  const uint8_t channel = command & 0x0Fu;
  switch (command < 0xF0 ? command & 0xF0u : command) {
    case DIGITAL:
      write_port(firmata, channel, (uint8_t)(data[0] | (data[1] << 7)));
      break;
    case ANALOG:
      write_analog(firmata, channel, (uint16_t)(data[0] | (data[1] << 7)));
      break;
    case REPORT_ANALOG:
      report_channel(firmata, channel, data[0] != 0);
      break;
    case REPORT_DIGITAL:
      report_port(firmata, channel, data[0] != 0);
      break;
    case SET_PIN_MODE:
      set_mode(firmata, data[0], data[1]);
      break;
    case SET_PIN_VALUE:
      if (is_usable(data[0])) {
        write_pin(firmata, data[0], data[1] != 0);
      }
      break;
    case WIRE_VERSION:
      text_version();
      break;
    default:
      break;
  }
}

void firmata_sysex(struct firmata *firmata, const uint8_t bytes[], uint8_t length) {
  switch (bytes[0]) {
    case FIRMWARE:
      text_firmware(FIRMWARE);
      break;
    case CAPABILITY_QUERY:
      send_capabilities();
      break;
    case ANALOG_MAPPING_QUERY:
      send_analog_mapping();
      break;
    case PIN_STATE_QUERY:
      if (length >= 2) {
        send_pin_state(firmata, bytes[1]);
      }
      break;
    case EXTENDED_ANALOG:
      if (length >= 3) {
        write_analog(firmata, bytes[1], (uint16_t)(bytes[2] | (length > 3 ? bytes[3] << 7 : 0)));
      }
      break;
    case SAMPLING_INTERVAL:
      if (length >= 3) {
        const uint16_t interval = (uint16_t)(bytes[1] | (bytes[2] << 7));
        firmata->interval = interval ? interval : 1;
      }
      break;
    case STRING:
      break;
    default:
      text_error(STRING, TEXT_UNKNOWN_SYSEX);
  }
}

void firmata_hello(void) {
  text_version();
  text_firmware(FIRMWARE);
}

void firmata_poll(struct firmata *firmata) {
  poll_ports(firmata);
  poll_analog(firmata);
}

bool firmata_is_converting(const struct firmata *firmata) {
  return firmata->converting != BOARD_ANALOG;
}

static bool is_usable(uint8_t pin) {
  return pin >= BOARD_FIRST_FREE && pin < BOARD_PINS;
}

static void set_mode(struct firmata *firmata, uint8_t pin, uint8_t mode) {
  const bool possible = is_usable(pin) && (mode == FIRMATA_INPUT || mode == FIRMATA_OUTPUT || mode == FIRMATA_PULLUP ||
                                           (mode == FIRMATA_PWM && board_pin_has_pwm(pin)) ||
                                           (mode == FIRMATA_ANALOG && pin >= BOARD_FIRST_ANALOG));
  if (!possible) {
    text_error(STRING, TEXT_MODE_IMPOSSIBLE);
    return;
  }
  board_pwm_off(pin);
  board_pin_mode(pin, mode == FIRMATA_INPUT    ? BOARD_INPUT
                      : mode == FIRMATA_PULLUP ? BOARD_PULLUP
                      : mode == FIRMATA_ANALOG ? BOARD_ANALOG_INPUT
                                               : BOARD_OUTPUT);
  firmata->mode[pin] = mode;
  firmata->value[pin] = mode == FIRMATA_PULLUP;
  if (mode != FIRMATA_ANALOG && pin >= BOARD_FIRST_ANALOG) {
    report_channel(firmata, (uint8_t)(pin - BOARD_FIRST_ANALOG), false);
  }
  watch(firmata);
}

// A digital write to an input of mode 0 turns its pull-up on, as clients older than Firmata 2.5 (and
// johnny-five's Button) expect; writing 0 leaves it, because a port write also carries the levels that
// the client has read from its inputs.
static void write_pin(struct firmata *firmata, uint8_t pin, bool high) {
  if ((firmata->held[pin / 8] >> (pin % 8)) & 1) {
    return;
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
    if (is_usable(pin)) {
      write_pin(firmata, pin, (levels >> bit) & 1);
    }
  }
}

static void write_analog(struct firmata *firmata, uint8_t pin, uint16_t value) {
  if (is_usable(pin) && firmata->mode[pin] == FIRMATA_PWM) {
    const uint8_t duty = (uint8_t)(value > 255 ? 255 : value);
    board_pwm(pin, duty);
    firmata->value[pin] = duty;
  }
}

static void report_channel(struct firmata *firmata, uint8_t channel, bool on) {
  if (channel >= BOARD_ANALOG) {
    return;
  }
  const uint8_t bit = (uint8_t)(1 << channel), pin = (uint8_t)(BOARD_FIRST_ANALOG + channel);
  if (!on) {
    firmata->reported_channels &= (uint8_t)~bit;
    firmata->channels_due &= (uint8_t)~bit;
    return;
  }
  if (firmata->mode[pin] != FIRMATA_ANALOG) {
    set_mode(firmata, pin, FIRMATA_ANALOG);
  }
  firmata->reported_channels |= bit;
  firmata->channels_due |= bit;
}

static void report_port(struct firmata *firmata, uint8_t port, bool on) {
  if (port >= BOARD_PORTS) {
    return;
  }
  const uint8_t bit = (uint8_t)(1 << port);
  firmata->reported_ports = (uint8_t)(on ? firmata->reported_ports | bit : firmata->reported_ports & ~bit);
  firmata->port_due = (uint8_t)(on ? firmata->port_due | bit : firmata->port_due & ~bit);
  watch(firmata);
}

static void send_capabilities(void) {
  board_send(WIRE_START);
  board_send(CAPABILITY_RESPONSE);
  for (uint8_t pin = 0; pin < BOARD_PINS; pin++) {
    if (is_usable(pin)) {
      board_send(FIRMATA_INPUT);
      board_send(DIGITAL_BITS);
      board_send(FIRMATA_PULLUP);
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
    }
    board_send(NOTHING);
  }
  board_send(WIRE_END);
}

static void send_analog_mapping(void) {
  board_send(WIRE_START);
  board_send(ANALOG_MAPPING_RESPONSE);
  for (uint8_t pin = 0; pin < BOARD_PINS; pin++) {
    board_send(pin >= BOARD_FIRST_ANALOG ? (uint8_t)(pin - BOARD_FIRST_ANALOG) : NOTHING);
  }
  board_send(WIRE_END);
}

static void send_pin_state(const struct firmata *firmata, uint8_t pin) {
  if (!is_usable(pin)) {
    text_error(STRING, TEXT_NO_SUCH_PIN);
    return;
  }
  board_send(WIRE_START);
  board_send(PIN_STATE_RESPONSE);
  board_send(pin);
  board_send(firmata->mode[pin]);
  board_send(firmata->value[pin] & 0x7Fu);
  if (firmata->value[pin] > 0x7F) {
    board_send(firmata->value[pin] >> 7);
  }
  board_send(WIRE_END);
}

static uint8_t input_mask(const struct firmata *firmata, uint8_t port) {
  uint8_t mask = 0;
  for (uint8_t bit = 0; bit < 8; bit++) {
    const uint8_t pin = (uint8_t)(8 * port + bit);
    if (is_usable(pin) && (firmata->mode[pin] == FIRMATA_INPUT || firmata->mode[pin] == FIRMATA_PULLUP)) {
      mask = (uint8_t)(mask | (1 << bit));
    }
  }
  return mask;
}

static void watch(const struct firmata *firmata) {
  for (uint8_t port = 0; port < BOARD_PORTS; port++) {
    board_port_watch(port, (firmata->reported_ports >> port) & 1 ? input_mask(firmata, port) : 0);
  }
}

static void poll_ports(struct firmata *firmata) {
  for (uint8_t port = 0; port < BOARD_PORTS; port++) {
    const uint8_t bit = (uint8_t)(1 << port);
    if (!(firmata->reported_ports & bit) || board_send_room() < 3) {
      continue;
    }
    const uint8_t levels = board_port_read(port) & input_mask(firmata, port);
    if (levels == firmata->port_sent[port] && !(firmata->port_due & bit)) {
      continue;
    }
    firmata->port_sent[port] = levels;
    firmata->port_due &= (uint8_t)~bit;
    board_send((uint8_t)(DIGITAL | port));
    board_send(levels & 0x7Fu);
    board_send(levels >> 7);
  }
}

static void poll_analog(struct firmata *firmata) {
  const uint16_t now = board_millis();
  if ((uint16_t)(now - firmata->sampled) >= firmata->interval) {
    firmata->sampled = now;
    firmata->channels_due |= firmata->reported_channels;
  }
  if (firmata->converting != BOARD_ANALOG) {
    if (board_adc_busy() || board_send_room() < 3) {
      return;
    }
    const uint16_t value = board_adc_value();
    if (firmata->channels_due & (1 << firmata->converting)) {
      firmata->channels_due &= (uint8_t)~(1 << firmata->converting);
      board_send((uint8_t)(ANALOG | firmata->converting));
      board_send((uint8_t)(value & 0x7Fu));
      board_send((uint8_t)(value >> 7));
    }
    firmata->converting = BOARD_ANALOG;
  }
  for (uint8_t channel = 0; channel < BOARD_ANALOG; channel++) {
    if (firmata->channels_due & (1 << channel)) {
      firmata->converting = channel;
      board_adc_start(channel);
      return;
    }
  }
}
