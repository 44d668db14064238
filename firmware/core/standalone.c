#include "standalone.h"

#include "board.h"

_Static_assert(CELL_MAX_INPUTS == 4, "standalone_look takes four inputs");

static inline uint8_t clk_of(const struct standalone *standalone) {
  return standalone->wiring.bits[WIRING_CLK];
}

static inline uint8_t reset_of(const struct standalone *standalone) {
  return standalone->wiring.bits[WIRING_RESET];
}

static void leave_fast_way(struct standalone *standalone);
static void enter_fast_way(struct standalone *standalone);
static uint8_t active(const struct cell_network *network, uint8_t port);
static uint8_t without_bounce(struct standalone *standalone, uint8_t contact);
static bool is_down(uint8_t *since, bool before, bool contact);

void standalone_use(struct standalone *standalone, const struct cell_network *network) {
  board_lock();
  leave_fast_way(standalone);
  const struct cell_network *before = standalone->network;
  for (uint8_t pin = BOARD_FIRST_FREE; before && pin < BOARD_FIRST_ANALOG; pin++) {
    if (wiring_needs(&standalone->wiring, pin)) {
      board_pin_mode(pin, BOARD_INPUT);
    }
  }
  for (uint8_t pin = BOARD_FIRST_FREE; network && pin < BOARD_FIRST_ANALOG; pin++) {
    if (wiring_needs(&standalone->wiring, pin)) {
      board_pwm_off(pin);
      board_pin_mode(pin, wiring_drives(pin)      ? BOARD_OUTPUT
                          : network->has_pull_ups ? BOARD_PULLUP
                                                  : BOARD_INPUT);
    }
  }
  standalone->network = network;
  if (network) {
    cell_reset(network, standalone->state);
    // A CLK that is active already has had its edge.
    standalone->contact = standalone->levels = active(network, board_port_read(0));
    standalone->since[0] = standalone->since[1] = board_ticks();
  }
  board_unlock();
}

void standalone_remember(struct standalone *standalone, const struct transitions *transitions) {
  board_lock();
  leave_fast_way(standalone);
  standalone->remembered = transitions;
  const struct cell_network *network = standalone->network;
  if (transitions && network && network->has_electronic_clock && !network->has_chosen_pins) {
    enter_fast_way(standalone);
  }
  board_unlock();
}

void standalone_poll(struct standalone *standalone) {
  if (standalone->network && !standalone->network->has_electronic_clock &&
      (standalone->levels & (clk_of(standalone) | reset_of(standalone)))) {
    board_lock();
    standalone->levels = without_bounce(standalone, standalone->contact);
    board_unlock();
  }
}

bool standalone_look(struct standalone *standalone, uint8_t port, uint8_t *output) {
  const struct cell_network *network = standalone->network;
  if (!network) {
    return false;
  }
  const uint8_t contact = active(network, port);
  const uint8_t levels = network->has_electronic_clock ? contact : without_bounce(standalone, contact);
  const uint8_t risen = levels & (uint8_t)~standalone->levels;
  standalone->levels = levels;
  if (levels & reset_of(standalone)) {
    cell_reset(network, standalone->state);
    return false;
  }
  if (!(risen & clk_of(standalone))) {
    return false;
  }
  const uint8_t *at = standalone->wiring.bits;
  const uint8_t input = (uint8_t)((levels & at[0] ? 1 : 0) | (levels & at[1] ? 2 : 0) | (levels & at[2] ? 4 : 0) |
                                  (levels & at[3] ? 8 : 0));
  *output = cell_step(network, standalone->state, input);
  return true;
}

static void enter_fast_way(struct standalone *standalone) {
  const struct transitions *transitions = standalone->remembered;
  const uint8_t number = transitions_find(transitions, standalone->state);
  // A state that cannot be reached from the initial one is left to the cell.
  if (number != transitions->count) {
    board_clock_start(transitions->next, (uint8_t)(number * TRANSITIONS_PAIRS),
                      !(standalone->levels & clk_of(standalone)), standalone->network->has_pull_ups);
    standalone->is_fast = true;
  }
}

static void leave_fast_way(struct standalone *standalone) {
  if (standalone->is_fast) {
    bool is_low;
    const uint8_t place = board_clock_stop(&is_low);
    transitions_state(standalone->remembered, place / TRANSITIONS_PAIRS, standalone->state);
    standalone->levels = is_low ? 0 : clk_of(standalone);
    standalone->is_fast = false;
  }
  standalone->remembered = 0;
}

// Levels by which 1 is active: with pull-ups, buttons to ground.
static uint8_t active(const struct cell_network *network, uint8_t port) {
  return network->has_pull_ups ? (uint8_t)~port : port;
}

static uint8_t without_bounce(struct standalone *standalone, uint8_t contact) {
  // Until the pins changed there was the contact last seen, if there was one.
  const uint8_t touched = contact | standalone->contact;
  standalone->contact = contact;
  const uint8_t clk = clk_of(standalone), reset = reset_of(standalone);
  const bool clk_down = is_down(&standalone->since[0], standalone->levels & clk, touched & clk);
  const bool reset_down = is_down(&standalone->since[1], standalone->levels & reset, touched & reset);
  return (uint8_t)((contact & ~(clk | reset)) | (clk_down ? clk : 0) | (reset_down ? reset : 0));
}

static bool is_down(uint8_t *since, bool before, bool touched) {
  const uint8_t now = board_ticks();
  if (touched) {
    *since = now;
    return true;
  }
  return before && (uint8_t)(now - *since) < STANDALONE_QUIET_TICKS;
}
