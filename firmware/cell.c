#include "cell.h"

#include <string.h>

static uint8_t step(const struct cell_network *network, int8_t state[], uint8_t input);

void cell_prepare(struct cell_network *network) {
  network->is_adder = network->inputs == 2 && network->hidden == 3 && network->outputs == 1 &&
                      network->state_bits == 8 && network->table_bits == 8 && network->index_shift == 8;
  if (!network->is_adder) {
    return;
  }
  struct cell_adder *adder = &network->adder;
  for (uint8_t x = 0; x < 4; x++) {
    for (uint8_t j = 0; j < 3; j++) {
      int16_t sum = network->state_bias[j];
      if (x & 1u) {
        sum = (int16_t)(sum + network->input_weights[j]);
      }
      if (x & 2u) {
        sum = (int16_t)(sum + network->input_weights[3 + j]);
      }
      adder->base[x][j] = (int16_t)(sum * 128);
    }
  }
  memcpy(adder->recurrent, network->recurrent, sizeof adder->recurrent);
  memcpy(adder->output, network->output_weights, sizeof adder->output);
  adder->output_bias = (int16_t)(network->output_bias[0] * 128);
}

void cell_reset(const struct cell_network *network, int8_t state[]) {
  memcpy(state, network->initial, network->hidden);
}

uint8_t cell_step(const struct cell_network *network, int8_t state[], uint8_t input) {
  if (!network->is_adder) {
    return step(network, state, input);
  }
  uint8_t output;
  cell_adder_stream(&network->adder, state, &input, 1, &output, network->table);
  return output;
}

uint8_t cell_stream(const struct cell_network *network, int8_t state[], const uint8_t in[], uint8_t steps,
                    uint8_t out[]) {
  if (steps == 0) {
    return 0;
  }
  if (network->is_adder) {
    cell_adder_stream(&network->adder, state, in, steps, out, network->table);
    return (uint8_t)((steps + 6) / 7);
  }
  const uint8_t mask = (uint8_t)((1u << network->inputs) - 1u);
  const uint8_t in_places = (uint8_t)(7 / network->inputs);
  const uint8_t out_places = (uint8_t)(7 / network->outputs);
  uint8_t in_left = 0, out_used = 0, length = 0, bits = 0, packed = 0;
  while (steps--) {
    if (in_left == 0) {
      in_left = in_places;
      bits = *in++;
    }
    in_left--;
    const uint8_t output = step(network, state, bits & mask);
    bits = (uint8_t)(bits >> network->inputs);
    packed = (uint8_t)(packed | (output << (out_used * network->outputs)));
    out_used++;
    if (out_used == out_places || steps == 0) {
      out[length++] = packed;
      packed = 0;
      out_used = 0;
    }
  }
  return length;
}

static uint8_t step(const struct cell_network *network, int8_t state[], uint8_t input) {
  const uint8_t hidden = network->hidden, outputs = network->outputs;
  const int16_t one = (int16_t)(1 << (network->state_bits - 1));
  const int16_t half = (int16_t)(1 << (network->table_bits - 1));
  int8_t next[CELL_MAX_HIDDEN];
  for (uint8_t j = 0; j < hidden; j++) {
    int16_t sum = network->state_bias[j];
    const int8_t *weight = network->input_weights + j;
    for (uint8_t bits = input; bits; bits = (uint8_t)(bits >> 1)) {
      if (bits & 1u) {
        sum = (int16_t)(sum + *weight);
      }
      weight += hidden;
    }
    int16_t accumulator = (int16_t)(sum * one);
    weight = network->recurrent + j;
    for (uint8_t k = 0; k < hidden; k++) {
      accumulator = (int16_t)(accumulator + (int16_t)(state[k] * *weight));
      weight += hidden;
    }
    int16_t index = (int16_t)(accumulator >> network->index_shift);
    if (index < -half) {
      index = (int16_t)-half;
    } else if (index >= half) {
      index = (int16_t)(half - 1);
    }
    next[j] = network->table[(uint8_t)index & (uint8_t)(2 * half - 1)];
  }
  memcpy(state, next, hidden);
  uint8_t output = 0;
  for (uint8_t o = 0; o < outputs; o++) {
    int16_t logit = (int16_t)(network->output_bias[o] * one);
    const int8_t *weight = network->output_weights + o;
    for (uint8_t j = 0; j < hidden; j++) {
      logit = (int16_t)(logit + (int16_t)(next[j] * *weight));
      weight += outputs;
    }
    if (logit >= 0) {
      output = (uint8_t)(output | (1u << o));
    }
  }
  return output;
}
