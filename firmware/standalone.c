#include "standalone.h"

#include "board.h"

enum { FIRST_OUTPUT = 13 };  // output o is on pin 13 - o

void standalone_use(struct standalone *standalone, const struct cell_network *network) {
  board_lock();
  const struct cell_network *before = standalone->network;
  for (uint8_t pin = BOARD_FIRST_FREE; before && pin < BOARD_FIRST_ANALOG; pin++) {
    if (standalone_needs(before, pin)) {
      board_pin_mode(pin, BOARD_INPUT);
    }
  }
  for (uint8_t pin = BOARD_FIRST_FREE; network && pin < BOARD_FIRST_ANALOG; pin++) {
    if (standalone_needs(network, pin)) {
      board_pwm_off(pin);
      board_pin_mode(pin, standalone_drives(network, pin) ? BOARD_OUTPUT : BOARD_INPUT);
      board_pin_write(pin, false);
    }
  }
  standalone->network = network;
  if (network) {
    cell_reset(network, standalone->state);
    // A CLK that is high already has had its edge.
    standalone->port = board_port_read(0);
  }
  board_unlock();
}

bool standalone_needs(const struct cell_network *network, uint8_t pin) {
  switch (pin) {
    case 2:
    case STANDALONE_CLK:
    case STANDALONE_RESET:
      return true;
    case 3:
      return network->inputs > 1;
    case 6:
      return network->inputs > 2;
    case 7:
      return network->inputs > 3;
    default:
      return standalone_drives(network, pin);
  }
}

bool standalone_drives(const struct cell_network *network, uint8_t pin) {
  return pin <= FIRST_OUTPUT && pin > FIRST_OUTPUT - network->outputs;
}

bool standalone_look(struct standalone *standalone, uint8_t port, uint8_t *output) {
  const struct cell_network *network = standalone->network;
  const uint8_t risen = port & (uint8_t)~standalone->port;
  standalone->port = port;
  if (!network) {
    return false;
  }
  if (port & (1 << STANDALONE_RESET)) {
    cell_reset(network, standalone->state);
    return false;
  }
  if (!(risen & (1 << STANDALONE_CLK))) {
    return false;
  }
  const uint8_t bits = (uint8_t)(((port >> 2) & 3) | ((port >> 4) & 12));
  *output = cell_step(network, standalone->state, bits & (uint8_t)((1 << network->inputs) - 1));
  return true;
}
