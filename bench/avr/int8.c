// The fixed-point cell in its simplest form: loops over the arrays, 16-bit accumulators, a clamped index.
#include <string.h>

#include "contestant.h"
#include "network.h"

void contestant_init(void) {}

static uint8_t step(uint8_t bits) {
  int8_t next[3];
  for (int j = 0; j < 3; j++) {
    int16_t sum = state_bias[j] * 128;
    for (int i = 0; i < 2; i++) {
      sum += ((bits >> i) & 1) * input_weights[3 * i + j] * 128;
    }
    for (int k = 0; k < 3; k++) {
      sum += state[k] * recurrent_weights[3 * k + j];
    }
    int16_t index = sum >> 8;
    if (index < -128) {
      index = -128;
    }
    if (index > 127) {
      index = 127;
    }
    next[j] = tanh_table[(uint8_t)index];
  }
  memcpy(state, next, 3);
  int16_t logit = output_bias[0] * 128;
  for (int k = 0; k < 3; k++) {
    logit += state[k] * output_weights[k];
  }
  return logit >= 0;
}

void contestant_run(uint8_t steps) {
  for (uint8_t i = 0; i < steps; i++) {
    out[i] = step(in[i]);
  }
}
