#include "transitions.h"

#include <stdbool.h>
#include <string.h>

static bool is_same(const int8_t known[], const int8_t state[], uint8_t hidden);

enum transitions_status transitions_begin(struct transitions *transitions, const struct cell_network *network) {
  if (network->inputs != 2 || network->outputs != 1 || network->hidden > TRANSITIONS_HIDDEN) {
    return TRANSITIONS_CELL_ONLY;
  }
  transitions->hidden = network->hidden;
  transitions->count = 1;
  transitions->explored = 0;
  transitions->last = 0;
  cell_reset(network, transitions->states[0]);
  return TRANSITIONS_EXPLORING;
}

enum transitions_status transitions_explore(struct transitions *transitions, const struct cell_network *network) {
  const uint8_t place = (uint8_t)transitions->explored;
  int8_t state[TRANSITIONS_HIDDEN];
  memcpy(state, transitions->states[place / TRANSITIONS_PAIRS], transitions->hidden);
  const uint8_t output = cell_step(network, state, place % TRANSITIONS_PAIRS);
  const uint8_t number = transitions_find(transitions, state);
  if (number == transitions->count) {
    if (number == TRANSITIONS_STATES) {
      return TRANSITIONS_CELL_ONLY;
    }
    memcpy(transitions->states[number], state, transitions->hidden);
    transitions->count++;
  }
  transitions->next[place] = (uint8_t)(output << 7 | number << 1);
  transitions->explored++;
  return transitions->explored == transitions->count * TRANSITIONS_PAIRS ? TRANSITIONS_KNOWN : TRANSITIONS_EXPLORING;
}

uint8_t transitions_stream(struct transitions *transitions, int8_t state[], const uint8_t in[], uint8_t steps,
                           uint8_t out[]) {
  uint8_t number = transitions->last;
  if (!is_same(transitions->states[number], state, transitions->hidden)) {
    number = transitions_find(transitions, state);
    if (number == transitions->count) {
      return 0;
    }
  }
  const uint8_t place = transitions_follow(transitions->next, (uint8_t)(number * TRANSITIONS_PAIRS), in, steps, out);
  transitions->last = place / TRANSITIONS_PAIRS;
  transitions_state(transitions, transitions->last, state);
  return (uint8_t)((uint8_t)(steps + 6) / 7);  // at most 224 steps fit in a reply
}

uint8_t transitions_find(const struct transitions *transitions, const int8_t state[]) {
  const uint8_t count = transitions->count, hidden = transitions->hidden;
  const int8_t *known = transitions->states[0];
  uint8_t number = 0;
  while (number < count && !is_same(known, state, hidden)) {
    known += TRANSITIONS_HIDDEN;
    number++;
  }
  return number;
}

void transitions_state(const struct transitions *transitions, uint8_t number, int8_t state[]) {
  memcpy(state, transitions->states[number], transitions->hidden);
}

static bool is_same(const int8_t known[], const int8_t state[], uint8_t hidden) {
  for (uint8_t j = 0; j < hidden; j++) {
    if (known[j] != state[j]) {
      return false;
    }
  }
  return true;
}
