#include "reports.h"

static void poll_ports(struct firmata *firmata);
static void poll_analog(struct firmata *firmata);
static uint8_t input_mask(const struct firmata *firmata, uint8_t port);

void reports_poll(struct firmata *firmata) {
  if (firmata->reported_ports) {
    poll_ports(firmata);
  }
  poll_analog(firmata);
}

void reports_set_channel(struct firmata *firmata, uint8_t channel, bool on) {
  const uint8_t bit = (uint8_t)(1 << channel);
  if (!on) {
    firmata->reported_channels &= (uint8_t)~bit;
    firmata->channels_due &= (uint8_t)~bit;
    return;
  }
  firmata->reported_channels |= bit;
  firmata->channels_due |= bit;
}

void reports_set_port(struct firmata *firmata, uint8_t port, bool on) {
  if (port >= BOARD_PORTS) {
    return;
  }
  const uint8_t bit = (uint8_t)(1 << port);
  firmata->reported_ports = (uint8_t)(on ? firmata->reported_ports | bit : firmata->reported_ports & ~bit);
  firmata->port_due = (uint8_t)(on ? firmata->port_due | bit : firmata->port_due & ~bit);
  reports_watch(firmata);
}

void reports_watch(const struct firmata *firmata) {
  for (uint8_t port = 0; port < BOARD_PORTS; port++) {
    const uint8_t reported = (firmata->reported_ports >> port) & 1 ? input_mask(firmata, port) : 0;
    board_port_watch(port, port == 0 ? reported | firmata->clocked : reported);
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
    board_send((uint8_t)(FIRMATA_DIGITAL_MESSAGE | port));
    board_send(levels & 0x7Fu);
    board_send(levels >> 7);
  }
}

static void poll_analog(struct firmata *firmata) {
  if (!firmata->reported_channels && !firmata->channels_due && firmata->converting == BOARD_ANALOG) {
    return;
  }
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
      board_send((uint8_t)(FIRMATA_ANALOG_MESSAGE | firmata->converting));
      board_send((uint8_t)(value & 0x7Fu));
      board_send((uint8_t)(value >> 7));
    }
    firmata->converting = BOARD_ANALOG;
  }
  for (uint8_t channel = 0; firmata->channels_due && channel < BOARD_ANALOG; channel++) {
    if (firmata->channels_due & (1 << channel)) {
      firmata->converting = channel;
      board_adc_start(channel);
      return;
    }
  }
}

// As StandardFirmata does, without pins whose mode nobody has set: clients that write a port send back what they read.
static uint8_t input_mask(const struct firmata *firmata, uint8_t port) {
  uint8_t mask = 0;
  for (uint8_t bit = 0; bit < 8; bit++) {
    const uint8_t pin = (uint8_t)(8 * port + bit);
    if (firmata_is_usable(pin) && (firmata->mode[pin] == FIRMATA_INPUT || firmata->mode[pin] == FIRMATA_PULLUP)) {
      mask = (uint8_t)(mask | (1 << bit));
    }
  }
  return mask & (firmata->held[port] | firmata->chosen[port]);
}
