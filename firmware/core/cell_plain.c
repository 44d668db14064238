// One step of any network in C, for boards without their own.
#include <string.h>

#include "cell.h"

uint8_t cell_plain_step(const struct cell_network *network, int8_t state[], uint8_t input) {
  const uint8_t hidden = network->hidden, outputs = network->outputs;
  const int16_t one = (int16_t)(1 << (network->state_bits - 1));
  const int16_t half = (int16_t)(1 << (network->table_bits - 1));
  const int8_t *row = network->constants + network->first + hidden, *weight = row;
  int8_t next[CELL_MAX_HIDDEN];
  for (uint8_t j = 0; j < hidden; j++) {
    weight = row++;
    int16_t sum = 0;
    for (uint8_t i = 0; i < network->inputs; i++) {
      sum = (int16_t)(sum + ((input >> i) & 1 ? *weight : 0));
      weight += hidden;
    }
    int16_t accumulator = (int16_t)((sum + *weight) * one);
    for (uint8_t k = 0; k < hidden; k++) {
      weight += hidden;
      accumulator = (int16_t)(accumulator + (int16_t)(state[k] * *weight));
    }
    int16_t index = (int16_t)(accumulator >> network->index_shift);
    if (index < -half) {
      index = (int16_t)-half;
    } else if (index >= half) {
      index = (int16_t)(half - 1);
    }
    next[j] = network->constants[(uint8_t)index & (uint8_t)(2 * half - 1)];
  }
  memcpy(state, next, hidden);
  row = weight + 1;
  uint8_t output = 0;
  for (uint8_t o = 0; o < outputs; o++) {
    int16_t logit = 0;
    weight = row++;
    for (uint8_t j = 0; j < hidden; j++) {
      logit = (int16_t)(logit + (int16_t)(next[j] * *weight));
      weight += outputs;
    }
    if (logit + *weight * one >= 0) {
      output = (uint8_t)(output | (1u << o));
    }
  }
  return output;
}
